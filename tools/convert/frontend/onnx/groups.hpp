// convert/frontend/onnx/groups.hpp -- elements brought together along some axes, for steps that work group by group.
#pragma once

#include <cstdint>
#include <vector>

#include <convert/frontend/onnx/workspace.hpp>

namespace convert::onnx {

/// A tensor whose elements along some axes stand side by side, as `count` groups.
struct grouped {
  tensor t; // the axes of the groups last
  std::uint32_t count = 1;
  std::uint32_t width = 1;       // elements a group
  std::vector<std::size_t> perm; // the order of its axes, as axes of the tensor it was made of
};

/// Errors  refusal, if one of the axes counts rows.
grouped group_along(workspace& w, const tensor& t, const std::vector<std::size_t>& axes);

/// A value of the groups' columns, its elements back in the order that `from` had.
tensor ungrouped(workspace& w, const grouped& g, const shape& from, tensor made);

/// The shape without the axes, or with size 1 there.
shape reduced_shape(const shape& from, const std::vector<std::size_t>& axes, bool keep);

} // namespace convert::onnx
