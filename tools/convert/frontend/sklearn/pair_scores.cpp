// convert/frontend/sklearn/pair_scores.cpp -- votes, and how sure they were.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/utils/multiclass.py`, `_ovr_decision_function`.
#include <convert/frontend/sklearn/pair_scores.hpp>

#include <array>
#include <vector>

namespace convert::sklearn {

namespace {

/// The pairs (0,1), (0,2), ... (1,2), ... that each class is in, class by class: (classes, classes - 1). A
/// prediction of 1 and a score above zero are for the second of the pair.
struct pairs {
  std::vector<std::uint32_t> columns;
  std::vector<double> signs;
  std::vector<double> when_zero; // the vote that a prediction of 0 is
};

pairs all_pairs(std::uint32_t classes) {
  pairs p;
  for (std::uint32_t self = 0; self < classes; ++self) {
    std::uint32_t k = 0;
    for (std::uint32_t i = 0; i < classes; ++i)
      for (std::uint32_t j = i + 1; j < classes; ++j, ++k) {
        if (self != i && self != j) continue;
        p.columns.push_back(k);
        p.signs.push_back(self == j ? 1.0 : -1.0);
        p.when_zero.push_back(self == j ? 0.0 : 1.0);
      }
  }
  return p;
}

} // namespace

/// Each class sums its own pairs alone: a score that overflows shall not reach the others as 0 * infinity.
ir::value votes_and_confidence(ir::builder& b, ir::value predictions, ir::value scores,
                               std::uint32_t classes) {
  const pairs p = all_pairs(classes);
  const ir::with_constants toward{ir::operation::multiply, false, p.signs};
  const ir::reduce sum{ir::reduce::kind::sum, classes};
  const ir::value signed_predictions = b.add(b.pick(predictions, p.columns), toward);
  const ir::value ballots =
      b.add(signed_predictions, ir::with_constants{ir::operation::add, false, p.when_zero});
  const ir::value votes = b.add(ballots, sum);
  const ir::value confidence = b.add(b.add(b.pick(scores, p.columns), toward), sum);
  const ir::value divisor =
      b.scaled(b.shifted(b.add(confidence, ir::unary{ir::function::absolute}), 1.0), 3.0);
  const std::array fraction = {confidence, divisor};
  const ir::value below_one = b.add(b.concat(fraction), ir::elementwise{ir::operation::divide});
  const std::array terms = {votes, below_one};
  return b.add(b.concat(terms), ir::elementwise{ir::operation::add});
}

} // namespace convert::sklearn
