// convert/pass/fuse_affine.cpp -- which arithmetic is neutral, and which pairs are an affine.
#include <convert/pass/fuse_affine.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <vector>

#include <convert/ir/wiring.hpp>
#include <convert/pass/facts.hpp>
#include <convert/pass/replace.hpp>

namespace convert::pass {

namespace {

using ir::operation;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Bit by bit: 0.0 is not -0.0.
bool all_are(const std::vector<double>& numbers, double x) {
  return std::all_of(numbers.begin(), numbers.end(), [x](double number) {
    return std::bit_cast<std::uint64_t>(number) == std::bit_cast<std::uint64_t>(x);
  });
}

bool is_commutative(operation what) { return what == operation::add || what == operation::multiply; }

bool is_neutral(const ir::with_constants& s) {
  if (s.reversed && !is_commutative(s.what)) return false;
  switch (s.what) {
  case operation::add: return all_are(s.constants, -0.0);
  case operation::subtract: return all_are(s.constants, 0.0);
  case operation::multiply:
  case operation::divide: return all_are(s.constants, 1.0);
  case operation::minimum: return all_are(s.constants, infinity);
  case operation::maximum: return all_are(s.constants, -infinity);
  default: return false;
  }
}

bool is_neutral(const ir::affine& s) {
  if (s.how == ir::affine::form::multiply_add) return all_are(s.a, 1.0) && all_are(s.b, -0.0);
  return all_are(s.a, 0.0) && all_are(s.b, 1.0);
}

bool is_neutral(const ir::clip& s) { return all_are(s.low, -infinity) && all_are(s.high, infinity); }
bool is_neutral(const ir::unary& s) { return s.what == ir::function::identity; }

/// A float rounded to float is itself.
bool is_neutral_of_floats(const ir::step& s) {
  const auto* f = std::get_if<ir::unary>(&s.what);
  return f != nullptr && f->what == ir::function::to_f32;
}

bool changes_nothing(const ir::step& s, const facts& in) {
  const bool floats = std::all_of(in.begin(), in.end(), [](const known& k) { return k.is_float; });
  if (is_neutral_of_floats(s)) return floats;
  const bool neutral = std::visit(
      [](const auto& what) {
        if constexpr (requires { is_neutral(what); })
          return is_neutral(what);
        else
          return false;
      },
      s.what);
  return neutral && (!s.f32 || floats);
}

std::vector<double> negated(std::vector<double> numbers) {
  for (double& x : numbers) x = -x;
  return numbers;
}

/// `second` after `first` as one step.
std::optional<ir::affine> pair_of(const ir::with_constants& first, const ir::with_constants& second) {
  using form = ir::affine::form;
  const auto is = [](const ir::with_constants& s, operation what) {
    return s.what == what && (!s.reversed || is_commutative(what));
  };
  if (is(first, operation::add) || is(first, operation::subtract)) {
    auto a = first.what == operation::add ? negated(first.constants) : first.constants;
    if (is(second, operation::divide))
      return ir::affine{form::subtract_divide, std::move(a), second.constants};
    if (is(second, operation::multiply))
      return ir::affine{form::subtract_multiply, std::move(a), second.constants};
  }
  if (is(first, operation::multiply)) {
    if (is(second, operation::add)) return ir::affine{form::multiply_add, first.constants, second.constants};
    if (is(second, operation::subtract))
      return ir::affine{form::multiply_add, first.constants, negated(second.constants)};
  }
  return std::nullopt;
}

void drop_neutral(ir::model& m) {
  const auto all = facts_of(m);
  std::vector<ir::value> instead(all.size());
  std::iota(instead.begin(), instead.end(), 0U);
  for (ir::value v = 1; v < all.size(); ++v) {
    const ir::step& s = m.steps[v - 1];
    if (!std::holds_alternative<ir::select>(s.what) && changes_nothing(s, all[s.input])) instead[v] = s.input;
  }
  replace_values(m, instead);
}

} // namespace

void fuse_affine(ir::model& m) {
  drop_neutral(m);
  const auto readers = ir::reader_counts(m);
  for (ir::step& s : m.steps) {
    const auto* second = std::get_if<ir::with_constants>(&s.what);
    if (second == nullptr || s.input == 0 || readers[s.input] != 1) continue;
    const ir::step& before = m.steps[s.input - 1];
    const auto* first = std::get_if<ir::with_constants>(&before.what);
    if (first == nullptr || before.f32 != s.f32) continue;
    auto fused = pair_of(*first, *second);
    if (!fused) continue;
    s.input = before.input; // `before` has no reader any more: drop_dead's to take
    s.what = std::move(*fused);
  }
}

} // namespace convert::pass
