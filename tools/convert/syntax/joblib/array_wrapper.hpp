// convert/syntax/joblib/array_wrapper.hpp -- joblib's arrays, whose bytes follow in the stream after their
// description.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <convert/syntax/pickle/arena.hpp>
#include <convert/syntax/pickle/scanner.hpp>

namespace convert::joblib {

struct wrapped_array {
  std::vector<std::size_t> shape;
  pickle::dtype type;
  bool fortran_order = false;
  bool holds_objects = false;      ///< a pickle follows, not bytes
  std::size_t alignment_bytes = 0; ///< 0: nothing lies between description and data (joblib <= 1.1)
};

/// From a `NumpyArrayWrapper` with its state.
/// Source: joblib 1.5, `numpy_pickle.py`, `NumpyArrayWrapper.read_array`.
wrapped_array read_wrapper(pickle::arena& values, std::uint32_t wrapper, std::size_t at);

/// Takes padding and data from the input. Errors: `refusal` if they are cut short, or padding that is not
/// 0xff.
std::uint32_t take_array(pickle::arena& values, const wrapped_array& wrapped, pickle::scanner& input,
                         std::size_t at);

/// joblib before 0.10 kept arrays in files of their own, named in the pickle. Such names are not followed.
[[noreturn]] void refuse_companion(const pickle::arena& values, std::uint32_t wrapper, std::size_t at);

} // namespace convert::joblib
