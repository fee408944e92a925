// pounce/kernels/run.hpp -- runs a program: step after step over a block of rows.
#pragma once

#include <cstdint>

#include <pounce/core/arch.hpp>
#include <pounce/core/fetch.hpp>
#include <pounce/core/result.hpp>
#include <pounce/format/step.hpp>
#include <pounce/kernels/across.hpp>
#include <pounce/kernels/arithmetic.hpp>
#include <pounce/kernels/block.hpp>
#include <pounce/kernels/columns.hpp>
#include <pounce/kernels/distance.hpp>
#include <pounce/kernels/forest.hpp>
#include <pounce/kernels/isa.hpp>
#include <pounce/kernels/linear.hpp>
#include <pounce/kernels/neighbors.hpp>
#include <pounce/kernels/network.hpp>
#include <pounce/kernels/pairs.hpp>
#include <pounce/kernels/quantile.hpp>
#include <pounce/kernels/spline.hpp>
#include <pounce/kernels/top.hpp>
#include <pounce/view/program.hpp>

namespace pounce::kernels {

namespace detail {

/// Errors  those of require and code_map.
template <class Arch>
[[gnu::hot]] result<void> run_step(const view::program& p, const format::step& s, const block& b,
                                   isa set) noexcept {
  using format::step_kind;
  switch (s.kind) {
  case step_kind::require: return require<Arch>(p, s, b);
  case step_kind::code_map: return code_map<Arch>(p, s, b);
  case step_kind::select: select<Arch>(p, s, b); break;
  case step_kind::impute: impute<Arch>(p, s, b); break;
  case step_kind::indicate: indicate<Arch>(p, s, b); break;
  case step_kind::one_hot: one_hot<Arch>(p, s, b); break;
  case step_kind::affine: affine<Arch>(p, s, b); break;
  case step_kind::clip: clip<Arch>(p, s, b); break;
  case step_kind::bin: bin<Arch>(p, s, b); break;
  case step_kind::power: power<Arch>(p, s, b); break;
  case step_kind::unary: unary<Arch>(p, s, b); break;
  case step_kind::with_constants: with_constants<Arch>(p, s, b); break;
  case step_kind::elementwise: elementwise<Arch>(p, s, b); break;
  case step_kind::interpolate: interpolate<Arch>(p, s, b); break;
  case step_kind::norm: norm<Arch>(p, s, b); break;
  case step_kind::polynomial: polynomial<Arch>(p, s, b); break;
  case step_kind::linear: linear<Arch>(p, s, b, set); break;
  case step_kind::network: network<Arch>(p, s, b, set); break;
  case step_kind::forest: forest<Arch>(p, s, b); break;
  case step_kind::combine: combine<Arch>(p, s, b); break;
  case step_kind::reduce: reduce<Arch>(p, s, b); break;
  case step_kind::softmax: softmax<Arch>(p, s, b); break;
  case step_kind::normalize_sum: normalize_sum<Arch>(p, s, b); break;
  case step_kind::complement: complement<Arch>(p, s, b); break;
  case step_kind::distance: distance<Arch>(p, s, b); break;
  case step_kind::decide: decide<Arch>(p, s, b); break;
  case step_kind::pair_votes: pair_votes<Arch>(p, s, b); break;
  case step_kind::pair_sums: pair_sums<Arch>(p, s, b); break;
  case step_kind::pair_coupling: pair_coupling<Arch>(p, s, b); break;
  case step_kind::quantile: quantile<Arch>(p, s, b); break;
  case step_kind::spline: spline<Arch>(p, s, b); break;
  case step_kind::neighbors: neighbors<Arch>(p, s, b); break;
  case step_kind::top: top<Arch>(p, s, b); break;
  }
  return {};
}

} // namespace detail

/// Whether a step of the program is run with more than the baseline's instructions where the machine has them.
template <class Arch = default_arch>
[[gnu::hot]] bool uses_isa(const view::program& p) noexcept {
  for (const format::step& s : p.steps) {
    if (s.kind == format::step_kind::network) return true;
    if (s.kind == format::step_kind::linear && s.a.count >= detail::many_weights) return true;
  }
  return false;
}

/// Runs the steps that answers of these roles need, in order.
///
/// Shapes    see block; roles: bit r stands for role r.
/// Requires  p comes from view::open, or is as well formed; b.workspace has p.about.workspace_bytes and is
///           aligned to 64 bytes; b.count <= max_block_rows; the machine has `set`.
/// Errors    missing_refused, infinite_refused, out_of_range, unseen_refused, beyond_float: the row within the block and
/// the
///           feature. The first step that refuses ends the run.
/// Threads   any number, each with its own scratch and workspace.
template <class Arch = default_arch>
[[gnu::hot]] result<void> run(const view::program& p, std::uint32_t roles, const block& b, isa set) noexcept {
  for (const format::step& s : p.steps) {
    if ((s.roles & roles) == 0) continue;
    if (const auto done = detail::run_step<Arch>(p, s, b, set); !done) return done;
  }
  return {};
}

/// Fetches the code that most programs run.
template <class Arch = default_arch>
[[gnu::always_inline]] inline void fetch_steps() noexcept {
  fetch_code(&detail::run_step<Arch>, 512);
  fetch_code(&require<Arch>, 576);
  fetch_code(&linear<Arch>, 448);
  fetch_code(&unary<Arch>, 576);
}

} // namespace pounce::kernels
