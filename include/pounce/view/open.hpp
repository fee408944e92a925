// pounce/view/open.hpp -- bytes to a checked program: the one door through which a model file comes in.
#pragma once

#include <cstdint>

#include <pounce/core/arch.hpp>
#include <pounce/core/fetch.hpp>
#include <pounce/core/result.hpp>
#include <pounce/format/load.hpp>
#include <pounce/view/names.hpp>
#include <pounce/view/program.hpp>
#include <pounce/view/sections.hpp>
#include <pounce/view/steps.hpp>

namespace pounce::view {

namespace detail {

template <class T, format::section_kind Kind>
std::span<const T> array_of(const sections& s) noexcept {
  return format::array_of<T>(s.of<Kind>());
}

template <class Arch = default_arch>
[[gnu::hot]] program typed(byte_span file, const sections& s) noexcept {
  using format::section_kind;
  program p;
  p.bytes = file;
  p.header = s.header;
  p.about = format::load<format::about>(s.of<section_kind::about>(), 0);
  p.steps = array_of<format::step, section_kind::steps>(s);
  p.outputs = array_of<format::output, section_kind::outputs>(s);
  p.forests = array_of<format::forest, section_kind::forests>(s);
  p.slots = array_of<format::slot, section_kind::slots>(s);
  p.trees = array_of<format::tree, section_kind::trees>(s);
  p.layers = array_of<format::layer, section_kind::layers>(s);
  p.indices = array_of<std::uint32_t, section_kind::indices>(s);
  p.numbers = array_of<double, section_kind::numbers>(s);
  p.words = array_of<std::uint32_t, section_kind::words>(s);
  p.nodes = array_of<format::node, section_kind::nodes>(s);
  p.wide_nodes = array_of<format::wide_node, section_kind::wide_nodes>(s);
  p.leaves = array_of<double, section_kind::leaves>(s);
  p.leaves_f32 = array_of<float, section_kind::leaves_f32>(s);
  p.panels = array_of<float, section_kind::panels>(s);
  p.features = array_of<format::feature, section_kind::features>(s);
  p.labels = array_of<format::label, section_kind::labels>(s);
  p.name_index = array_of<std::uint32_t, section_kind::name_index>(s);
  p.text_ends = array_of<std::uint32_t, section_kind::text_ends>(s);
  p.text = s.of<section_kind::text>();
  p.tests = array_of<double, section_kind::tests>(s);
  p.notes = array_of<format::note, section_kind::provenance>(s);
  return p;
}

template <class Arch = default_arch>
[[gnu::hot]] result<void> check_about(const program& p) noexcept {
  const format::about& a = p.about;
  const failure bad{errc::bad_header, p.header.header_bytes};
  if (a.feature_count == 0 || a.feature_count > format::max_width) return bad;
  if (a.scratch_columns > format::max_width || a.test_columns > format::max_width) return bad;
  if (a.tolerance > static_cast<std::uint32_t>(format::tolerance_class::network)) return bad;
  if (p.features.size() != a.feature_count || p.outputs.empty()) return bad;
  const std::uint64_t test_width = std::uint64_t{a.feature_count} + a.test_columns;
  if (p.tests.size() != a.test_rows * test_width && !p.tests.empty()) return bad;
  return {};
}

} // namespace detail

/// Checks `file` from header to outputs and returns it as typed spans.
///
/// Requires  with node_check::guard_mapped: file.size() + guard_slack_bytes more bytes behind the file are readable.
/// Errors    everything in "the bytes are not a model" but bad_text, and bad_checksum for the header only.
/// Lifetime  the program looks at `file`.
/// Cost      O(sections + steps + slots + trees), no allocation; see node_check for nodes.
template <class Arch = default_arch>
[[gnu::hot]] result<program> open(byte_span file, node_check how) noexcept {
  if ((reinterpret_cast<std::uintptr_t>(file.data()) & 7U) != 0) return errc::misaligned;
  const auto found = read_sections<Arch>(file);
  if (!found) return found.error();
  const sections& s = *found;
  if (s.of<format::section_kind::about>().size() != sizeof(format::about)) {
    return failure{errc::bad_section, sizeof(format::header)};
  }
  program p = detail::typed<Arch>(file, s);
  if (const auto fits = detail::check_about<Arch>(p); !fits) return fits.error();
  const auto workspace = check_steps<Arch>(p, how);
  if (!workspace) return workspace.error();
  if (*workspace > p.about.workspace_bytes || p.about.workspace_bytes > format::max_workspace_bytes) {
    return failure{errc::bad_header, p.header.header_bytes};
  }
  if (const auto fits = check_outputs<Arch>(p); !fits) return fits.error();
  return p;
}

/// Fetches what opening a model runs and reads, but for what few models need.
template <class Arch = default_arch>
[[gnu::always_inline]] inline void fetch_checks() noexcept {
  fetch(&format::known_sections, sizeof format::known_sections);
  fetch_code(&node_bytes<Arch>, 160);
  fetch_code(&open<Arch>, 1760);
  fetch_code(&read_sections<Arch>, 1248);
  fetch_code(&format::checksum<Arch>, 192);
  fetch_code(&check_steps<Arch>, 1088);
  fetch_code(&detail::operands_fit<Arch>, 2432);
}

} // namespace pounce::view
