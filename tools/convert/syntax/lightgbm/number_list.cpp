// convert/syntax/lightgbm/number_list.cpp -- lists of doubles and of integers.
#include <convert/syntax/lightgbm/number_list.hpp>

namespace convert::lightgbm {

std::int64_t integer_of(const block& b, const entry& e) { return list_of<std::int64_t>(b, e, 1).front(); }

std::vector<double> numbers_of(const block& b, const entry& e, std::size_t count) {
  return list_of<double>(b, e, count);
}

std::vector<std::int64_t> integers_of(const block& b, const entry& e, std::size_t count) {
  return list_of<std::int64_t>(b, e, count);
}

} // namespace convert::lightgbm
