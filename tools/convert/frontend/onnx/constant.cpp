// convert/frontend/onnx/constant.cpp -- constants read as numbers and rearranged.
#include <convert/frontend/onnx/constant.hpp>

#include <convert/refusal.hpp>

namespace convert::onnx {

std::vector<double> numbers_of(const constant& c) {
  if (c.type == element::text) throw refusal("strings are used as numbers");
  if (is_real(c.type)) return c.reals;
  constexpr std::int64_t exact = std::int64_t{1} << 53;
  std::vector<double> numbers;
  numbers.reserve(c.integers.size());
  for (const std::int64_t integer : c.integers) {
    if (integer == row_count) throw refusal("its result depends on the number of rows");
    if (integer > exact || integer < -exact)
      throw refusal("the integer " + std::to_string(integer) + " is past 2^53");
    numbers.push_back(static_cast<double>(integer));
  }
  return numbers;
}

constant moved(const constant& c, const shape& form, const index_map& map) {
  constant made;
  made.type = c.type;
  made.form = form;
  const auto copy = [&map](const auto& from, auto& to) {
    if (from.empty()) return;
    to.reserve(map.size());
    for (const std::uint32_t at : map) to.push_back(from[at]);
  };
  copy(c.reals, made.reals);
  copy(c.integers, made.integers);
  copy(c.texts, made.texts);
  return made;
}

} // namespace convert::onnx
