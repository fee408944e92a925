// pounce/view/names.hpp -- the check of outputs, features, labels and texts.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include <pounce/core/arch.hpp>
#include <pounce/core/result.hpp>
#include <pounce/view/program.hpp>

namespace pounce::view {

/// Whether every output reads columns that exist and those of one role stand side by side.
///
/// Errors  bad_output at the record.
/// Cost    O(outputs).
template <class Arch = default_arch>
[[gnu::hot]] result<void> check_outputs(const program& p) noexcept {
  std::uint64_t widths = 0;
  std::uint8_t last = 0;
  for (const auto& o : p.outputs) {
    const bool sane =
        static_cast<std::uint8_t>(o.what) < format::roles && static_cast<std::uint8_t>(o.what) >= last &&
        o.width != 0 && in_range(o.address, o.width, p.addresses()) &&
        (o.address >= p.about.feature_count || o.address + std::uint64_t{o.width} <= p.about.feature_count) &&
        o.name < p.text_ends.size() && in_range(o.first_label, o.label_count, p.labels.size()) &&
        (o.label_count == 0 || o.width == 1);
    widths += o.width;
    if (!sane || widths > format::max_width) return failure{errc::bad_output, p.where(&o)};
    last = static_cast<std::uint8_t>(o.what);
  }
  return {};
}

namespace detail {

/// Whether a hash table is a power of two long and holds positions below `names`.
template <class Arch = default_arch>
bool index_fits(const program& p, std::uint32_t first, std::uint32_t count, std::uint64_t names) noexcept {
  if (count == 0) return true;
  if (!std::has_single_bit(count) || !in_range(first, count, p.name_index.size())) return false;
  for (const std::uint32_t cell : p.name_index.subspan(first, count)) {
    if (cell > names) return false;
  }
  return true;
}

} // namespace detail

/// Whether names, labels and their hash tables stay inside their tables. Reads the cold end of the file, so it
/// is done when a name is first asked for or by `pounce check`, not when a model is opened to predict.
///
/// Errors  bad_text at the record.
/// Cost    O(names).
template <class Arch = default_arch>
result<void> check_names(const program& p) noexcept {
  std::uint32_t end = 0;
  for (const std::uint32_t& e : p.text_ends) {
    if (e < end || e > p.text.size()) return failure{errc::bad_text, p.where(&e)};
    end = e;
  }
  for (const auto& l : p.labels) {
    if (l.text >= p.text_ends.size() || l.kind > format::label_kind::boolean) {
      return failure{errc::bad_text, p.where(&l)};
    }
  }
  for (const auto& f : p.features) {
    const bool sane = f.name < p.text_ends.size() &&
                      in_range(f.first_label, f.label_count, p.labels.size()) &&
                      detail::index_fits<Arch>(p, f.index_first, f.index_count, f.label_count);
    if (!sane) return failure{errc::bad_text, p.where(&f)};
  }
  for (const auto& n : p.notes) {
    if (n.key >= p.text_ends.size() || n.text >= p.text_ends.size())
      return failure{errc::bad_text, p.where(&n)};
  }
  if (!detail::index_fits<Arch>(p, p.about.feature_index_first, p.about.feature_index_count,
                                p.features.size())) {
    return failure{errc::bad_text, sizeof(format::header)};
  }
  return {};
}

} // namespace pounce::view
