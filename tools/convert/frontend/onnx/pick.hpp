// convert/frontend/onnx/pick.hpp -- elements picked along an axis, and tables looked up.
#pragma once

#include <cstdint>
#include <vector>

#include <convert/frontend/onnx/workspace.hpp>

namespace convert::onnx {

/// For each element of the tensor that holds only `indices` of an axis, the element of `from`. Negative indices
/// count from the end.
index_map along(const shape& from, std::size_t axis, const std::vector<std::int64_t>& indices);

tensor concatenated(workspace& w, const std::vector<tensor>& parts, std::int64_t axis);

/// table[indices], along the first axis of a constant table. An index past the table refuses the row.
tensor looked_up(workspace& w, const tensor& table, const tensor& indices);
/// The same for a table of labels: the result is coded.
tensor looked_up_label(workspace& w, const tensor& table, const tensor& indices);

} // namespace convert::onnx
