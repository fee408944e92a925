// convert/frontend/sklearn/row_norm.cpp -- the norm, one in its place where it is small, and the quotients.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/preprocessing/_data.py`, `normalize`, `_handle_zeros_in_scale`.
#include <convert/frontend/sklearn/row_norm.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

namespace convert::sklearn {

namespace {

ir::value norm_of(ir::builder& b, ir::value x, ir::norm::kind how) {
  switch (how) {
  case ir::norm::kind::l1: return b.add(x, ir::reduce{ir::reduce::kind::sum_absolute, 1});
  case ir::norm::kind::l2: return b.add(x, ir::reduce{ir::reduce::kind::l2, 1});
  case ir::norm::kind::max: break;
  }
  return b.add(b.add(x, ir::unary{ir::function::absolute}), ir::reduce{ir::reduce::kind::max, 1});
}

/// The row's norm, 1 where it is below `smallest`, once for each column.
ir::value divisors(ir::builder& b, ir::value x, ir::norm::kind how, double smallest) {
  const ir::value length = norm_of(b, x, how);
  const ir::value is_small = b.add(length, ir::with_constants{ir::operation::less, false, {smallest}});
  const ir::value is_large = b.add(is_small, ir::unary{ir::function::logical_not});
  const std::array factors = {length, is_large};
  const ir::value kept = b.add(b.concat(factors), ir::elementwise{ir::operation::multiply});
  const std::array terms = {kept, is_small};
  const ir::value divisor = b.add(b.concat(terms), ir::elementwise{ir::operation::add});
  return b.pick(divisor, std::vector<std::uint32_t>(b.width(x), 0));
}

} // namespace

double smallest_norm(version written_by) {
  return written_by < version{1, 0, 0} ? 0 : 10 * std::numeric_limits<double>::epsilon();
}

ir::value over_norm(ir::builder& b, ir::value x, ir::norm::kind how, version written_by) {
  const double smallest = smallest_norm(written_by);
  if (smallest == 0) return b.add(x, ir::norm{how});
  const std::array halves = {x, divisors(b, x, how, smallest)};
  return b.add(b.concat(halves), ir::elementwise{ir::operation::divide});
}

} // namespace convert::sklearn
