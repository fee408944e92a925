// convert/syntax/pickle/numpy.hpp -- numpy's dtypes, arrays and scalars out of the records that pickles hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <convert/syntax/pickle/arena.hpp>
#include <convert/syntax/pickle/document.hpp>

namespace convert::pickle {

/// From REDUCE `numpy.dtype`('f8', ...) with its BUILD state; `index` is that record.
/// Lifetime: the arena's. Errors: `refusal` if it is none, for unknown letters and versions, for fields
/// outside of the item. Source: numpy 2.0, `numpy/_core/src/multiarray/descriptor.c`, `arraydescr_reduce`,
/// `arraydescr_setstate`.
const described_type& described(arena& values, std::uint32_t index, std::size_t at);

/// From a tuple or list of non-negative integers.
std::vector<std::size_t> shape_of(const arena& values, std::uint32_t index, std::size_t at);
/// Errors: `refusal` if the product overflows or elements have no bytes.
std::size_t data_bytes(const std::vector<std::size_t>& shape, const dtype& type, std::size_t at);

/// From the state (version, shape, dtype, is_fortran, data) of `numpy.core.multiarray._reconstruct`.
/// Source: numpy 2.0, `numpy/_core/src/multiarray/methods.c`, `array_reduce`, `array_setstate`.
std::uint32_t array_of_state(const document& owner, arena& values, std::uint32_t state, std::size_t at);
/// From the arguments (buffer, dtype, shape, order[, axes]) of `numpy.core.numeric._frombuffer`.
std::uint32_t array_of_buffer(arena& values, std::uint32_t arguments, std::size_t at);
/// From the arguments (dtype, bytes) of `numpy.core.multiarray.scalar`: a plain value, or none if the type is
/// neither number nor text.
std::optional<std::uint32_t> scalar_of(arena& values, std::uint32_t arguments, std::size_t at);

/// One element at `item` as a value of the arena.
std::uint32_t unpack_element(arena& values, const dtype& type, std::string_view item, std::size_t at);

} // namespace convert::pickle
