// convert/frontend/onnx/constant.hpp -- a tensor whose elements are known.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <convert/frontend/onnx/element.hpp>
#include <convert/frontend/onnx/shape.hpp>

namespace convert::onnx {

/// Exactly one of the lists is used: `reals` by floating types, `integers` by integers and truth values, `texts`
/// by strings. Each has as many elements as the shape.
struct constant {
  element type = element::undefined;
  shape form;
  std::vector<double> reals;
  std::vector<std::int64_t> integers;
  std::vector<std::string> texts;
};

/// A number of any type; a count of rows is refused.
std::vector<double> numbers_of(const constant& c);

/// The elements of `c` at the places of `map`.
constant moved(const constant& c, const shape& form, const index_map& map);

} // namespace convert::onnx
