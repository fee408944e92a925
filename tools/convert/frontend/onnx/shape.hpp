// convert/frontend/onnx/shape.hpp -- shapes of which one axis may count the rows of the caller's table.
//
// Source    ONNX, docs/Broadcasting.md.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace convert::onnx {

/// The number of rows as an element of a constant (what Shape says of the rows axis).
inline constexpr std::int64_t row_count = std::numeric_limits<std::int64_t>::min() + 7;

inline constexpr std::int64_t max_elements = std::int64_t{1} << 26;

/// Where each element of a new tensor comes from: an index into the elements of another.
using index_map = std::vector<std::uint32_t>;

/// Sizes of all axes. The rows axis, if there is one, counts as 1: elements are those of one row.
struct shape {
  std::vector<std::int64_t> dims;
  int rows = -1; // the axis that counts rows; -1: none

  std::size_t rank() const { return dims.size(); }
  /// Elements a row.
  ///
  /// Errors  refusal, past max_elements.
  std::uint32_t size() const;
  bool has_rows() const { return rows >= 0; }
  bool is_rows(std::size_t axis) const { return rows == static_cast<int>(axis); }

  friend bool operator==(const shape&, const shape&) = default;
};

/// "[rows, 3]"
std::string text_of(const shape& s);

/// An axis counted from the front, if `axis` is one of `rank`.
///
/// Errors  refusal: "axis 3 is not one of 2"
std::size_t axis_of(std::int64_t axis, std::size_t rank);

/// The shape of an operation on `a` and `b`, element by element.
///
/// Errors  refusal, if they do not fit or if rows would meet other rows.
shape broadcast(const shape& a, const shape& b);

/// For each element of `to`, the element of `from` that is broadcast to it.
index_map spread(const shape& from, const shape& to);

/// For each element of `s` with its axes in the order of `perm`, the element of `s`.
index_map permuted(const shape& s, const std::vector<std::size_t>& perm);
shape permuted_shape(const shape& s, const std::vector<std::size_t>& perm);

bool is_identity(const index_map& map, std::size_t size);

} // namespace convert::onnx
