// convert/frontend/onnx/external.hpp -- where the data of a tensor comes from if it lies outside the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace convert::onnx {

/// Bytes [offset, offset + length) of the file at `location`, or from `offset` to its end without a length.
/// `location` is relative, without `..`: the caller resolves it against the model's folder and follows no
/// link out of it. An empty function refuses all external data.
using external_source = std::function<std::vector<std::byte>(std::string_view location, std::uint64_t offset,
                                                             std::optional<std::uint64_t> length)>;

/// Whether `location` stays within the folder it is resolved against.
bool is_confined(std::string_view location);

} // namespace convert::onnx
