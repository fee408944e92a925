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

ir::value weighted_median(ir::builder& b, ir::value x, std::span<const double> weights) {
  const auto n = static_cast<std::uint32_t>(weights.size());
  ir::select pairs; // first x[k], n times each, then x[0..n), n times over
  for (std::uint32_t k = 0; k < n; ++k) pairs.columns.insert(pairs.columns.end(), n, {x, k});
  for (std::uint32_t k = 0; k < n; ++k)
    for (std::uint32_t j = 0; j < n; ++j) pairs.columns.push_back({x, j});
  const ir::value not_above = b.add(b.add(x, std::move(pairs)), ir::elementwise{ir::operation::less_equal});
  const ir::value weight = b.add(not_above, ir::combine{{weights.begin(), weights.end()}, 1.0});

  double all = 0;
  for (const double w : weights) all += w;
  const ir::value enough = b.add(
      weight, ir::with_constants{ir::operation::greater_equal, false, std::vector<double>(n, 0.5 * all)});
  ir::code_map::column penalty;
  penalty.keys = {0, 1};
  penalty.codes = {std::numeric_limits<double>::infinity(), 0};
  const ir::value penalties = b.add(enough, ir::code_map{std::vector<ir::code_map::column>(n, penalty)});
  const ir::value both[] = {x, penalties};
  const ir::value candidates = b.add(b.concat(both), ir::elementwise{ir::operation::add});
  return b.add(candidates, ir::reduce{ir::reduce::kind::min, 1});
}

} // namespace convert::sklearn
