// convert/frontend/sklearn/weighted_median.cpp -- comparisons of all pairs, weighed, and the least that
// passes.
//
// Source    scikit-learn 0.23 .. 1.9, sklearn/ensemble/_weight_boosting.py,
// AdaBoostRegressor._get_median_predict:
//           argsort, cumulative weights, the first at or above half of the last.
#include <convert/frontend/sklearn/weighted_median.hpp>

#include <cstdint>
#include <limits>
#include <vector>

namespace convert::sklearn {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// a where `says` is 1 and b where it is 0, column by column.
ir::value either(ir::builder& b, ir::value says, double where_true, double where_false) {
  ir::code_map::column column;
  column.keys = {0, 1};
  column.codes = {where_false, where_true};
  return b.add(says, ir::code_map{std::vector<ir::code_map::column>(b.width(says), column)});
}

/// Where `raise` is infinity or NaN the answer is, where it is -infinity x stays, infinities too.
ir::value raised(ir::builder& b, ir::value x, ir::value raise) {
  const ir::value both[] = {x, raise};
  return b.add(b.concat(both), ir::elementwise{ir::operation::maximum});
}

} // namespace

ir::value weighted_median(ir::builder& b, ir::value x, std::span<const double> weights) {
  const auto n = static_cast<std::uint32_t>(weights.size());
  const ir::combine weighed{{weights.begin(), weights.end()}, 1.0};
  double all = 0;
  for (const double w : weights) all += w;
  const ir::value sorted = b.add(x, ir::impute{true, 0, std::vector<double>(n, infinity)}); // NaN comes last
  ir::select pairs; // first x[k], n times each, then x[0..n), n times over
  for (std::uint32_t k = 0; k < n; ++k) pairs.columns.insert(pairs.columns.end(), n, {sorted, k});
  for (std::uint32_t k = 0; k < n; ++k)
    for (std::uint32_t j = 0; j < n; ++j) pairs.columns.push_back({sorted, j});
  const ir::value not_above =
      b.add(b.add(sorted, std::move(pairs)), ir::elementwise{ir::operation::less_equal});
  const ir::value enough =
      b.add(b.add(not_above, weighed),
            ir::with_constants{ir::operation::greater_equal, false, std::vector<double>(n, 0.5 * all)});
  const ir::value least =
      b.add(raised(b, sorted, either(b, enough, -infinity, infinity)), ir::reduce{ir::reduce::kind::min, 1});
  const ir::value is_number =
      b.add(b.add(x, ir::unary{ir::function::is_nan}), ir::unary{ir::function::logical_not});
  const ir::value numbers_do =
      b.add(b.add(is_number, weighed), ir::with_constants{ir::operation::greater_equal, false, {0.5 * all}});
  return raised(b, least, either(b, numbers_do, -infinity, std::numeric_limits<double>::quiet_NaN()));
}

} // namespace convert::sklearn
