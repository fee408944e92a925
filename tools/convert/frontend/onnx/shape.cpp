// convert/frontend/onnx/shape.cpp -- broadcasting and reordering, as maps of elements.
#include <convert/frontend/onnx/shape.hpp>

#include <algorithm>

#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

/// Elements between two neighbours along each axis.
std::vector<std::uint32_t> strides_of(const shape& s) {
  std::vector<std::uint32_t> strides(s.rank());
  std::uint32_t step = 1;
  for (std::size_t axis = s.rank(); axis-- > 0;) {
    strides[axis] = step;
    step *= static_cast<std::uint32_t>(s.dims[axis]);
  }
  return strides;
}

/// The element at each place of a tensor of shape `to`, if one step along axis i moves by strides[i].
index_map walk(const shape& to, const std::vector<std::uint32_t>& strides) {
  index_map map(to.size());
  std::vector<std::int64_t> at(to.rank(), 0);
  std::uint32_t element = 0;
  for (auto& place : map) {
    place = element;
    for (std::size_t axis = to.rank(); axis-- > 0;) {
      element += strides[axis];
      if (++at[axis] < to.dims[axis]) break;
      element -= strides[axis] * static_cast<std::uint32_t>(to.dims[axis]);
      at[axis] = 0;
    }
  }
  return map;
}

} // namespace

std::uint32_t shape::size() const {
  std::int64_t product = 1;
  for (const std::int64_t dim : dims) {
    if (dim < 0 || dim > max_elements) throw refusal("a tensor has an axis of " + std::to_string(dim));
    product *= dim;
    if (product > max_elements) throw refusal("a tensor has more than 67108864 elements a row");
  }
  return static_cast<std::uint32_t>(product);
}

std::string text_of(const shape& s) {
  std::string text = "[";
  for (std::size_t axis = 0; axis < s.rank(); ++axis) {
    if (axis > 0) text += ", ";
    text += s.is_rows(axis) ? "rows" : std::to_string(s.dims[axis]);
  }
  return text + "]";
}

std::size_t axis_of(std::int64_t axis, std::size_t rank) {
  const auto axes = static_cast<std::int64_t>(rank);
  if (axis < -axes || axis >= axes)
    throw refusal("axis " + std::to_string(axis) + " is not one of " + std::to_string(rank));
  return static_cast<std::size_t>(axis < 0 ? axis + axes : axis);
}

shape broadcast(const shape& a, const shape& b) {
  shape made;
  made.dims.resize(std::max(a.rank(), b.rank()), 1);
  const auto rows_of = [&made](const shape& s) {
    return s.has_rows() ? s.rows + static_cast<int>(made.rank() - s.rank()) : -1;
  };
  const int rows_a = rows_of(a);
  const int rows_b = rows_of(b);
  if (rows_a >= 0 && rows_b >= 0 && rows_a != rows_b)
    throw refusal("rows of " + text_of(a) + " meet other rows of " + text_of(b));
  made.rows = rows_a >= 0 ? rows_a : rows_b;
  for (std::size_t axis = 0; axis < made.rank(); ++axis) {
    const std::size_t from_end = made.rank() - axis;
    const std::int64_t in_a = from_end <= a.rank() ? a.dims[a.rank() - from_end] : 1;
    const std::int64_t in_b = from_end <= b.rank() ? b.dims[b.rank() - from_end] : 1;
    if (in_a != in_b && in_a != 1 && in_b != 1)
      throw refusal("shapes " + text_of(a) + " and " + text_of(b) + " do not fit");
    if (made.is_rows(axis) && (in_a != 1 || in_b != 1))
      throw refusal("rows of " + text_of(rows_a >= 0 ? a : b) + " meet other rows of " +
                    text_of(rows_a >= 0 ? b : a));
    made.dims[axis] = in_a == 1 ? in_b : in_a;
  }
  return made;
}

index_map spread(const shape& from, const shape& to) {
  const auto own = strides_of(from);
  std::vector<std::uint32_t> strides(to.rank(), 0);
  for (std::size_t i = 0; i < from.rank(); ++i)
    if (from.dims[i] != 1) strides[to.rank() - from.rank() + i] = own[i];
  return walk(to, strides);
}

index_map permuted(const shape& s, const std::vector<std::size_t>& perm) {
  const auto own = strides_of(s);
  std::vector<std::uint32_t> strides;
  for (const std::size_t axis : perm) strides.push_back(own[axis]);
  return walk(permuted_shape(s, perm), strides);
}

shape permuted_shape(const shape& s, const std::vector<std::size_t>& perm) {
  shape made;
  for (std::size_t i = 0; i < perm.size(); ++i) {
    made.dims.push_back(s.dims[perm[i]]);
    if (s.is_rows(perm[i])) made.rows = static_cast<int>(i);
  }
  return made;
}

bool is_identity(const index_map& map, std::size_t size) {
  if (map.size() != size) return false;
  for (std::size_t i = 0; i < size; ++i)
    if (map[i] != i) return false;
  return true;
}

} // namespace convert::onnx
