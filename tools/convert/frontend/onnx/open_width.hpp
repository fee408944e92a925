// convert/frontend/onnx/open_width.hpp -- how many columns an input has if the graph does not say.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <convert/frontend/onnx/file.hpp>

namespace convert::onnx {

/// The columns that the operators which read the input ask for; for trees as many as their largest feature needs. None:
/// no operator tells, or two of them differ.
std::optional<std::int64_t> asked_columns(const model_file& file, std::string_view input);

} // namespace convert::onnx
