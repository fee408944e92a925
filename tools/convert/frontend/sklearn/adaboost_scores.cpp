// convert/frontend/sklearn/adaboost_scores.cpp -- SAMME votes and SAMME.R log-probabilities.
//
// Source    scikit-learn 0.23 .. 1.5, sklearn/ensemble/_weight_boosting.py, _samme_proba;
// AdaBoostClassifier.decision_function
//           up to 1.2 (`(predict == classes).T * w`) and since 1.3 (pull request 26521: `np.where(..., w,
//           -1 / (n_classes - 1) * w)`). SAMME.R ends with 1.5.
#include <convert/frontend/sklearn/adaboost_scores.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include <convert/frontend/sklearn/leaf_classes.hpp>

namespace convert::sklearn {

namespace {

constexpr double eps = std::numeric_limits<double>::epsilon();

ir::value vote_steps(ir::builder& b, const classified& member, samme how, double weight) {
  const std::size_t n = member.labels.size();
  const ir::value hot = b.add(member.index, ir::one_hot{{static_cast<std::uint32_t>(n)}});
  const std::vector<double> scores = vote_scores(how, weight, 0, n);
  ir::code_map::column score;
  score.keys = {0, 1};
  score.codes = {scores[1], scores[0]};
  return b.add(hot, ir::code_map{std::vector<ir::code_map::column>(n, score)});
}

/// Probabilities in floats are cut off at the epsilon of floats.
ir::value real_steps(ir::builder& b, ir::value proba) {
  const std::uint32_t n = b.width(proba);
  const bool f32 = b.is_f32(proba);
  const double least = f32 ? static_cast<double>(std::numeric_limits<float>::epsilon()) : eps;
  const double endless = std::numeric_limits<double>::infinity();
  proba = b.add(proba, ir::clip{std::vector<double>(n, least), std::vector<double>(n, endless)});
  const ir::value logarithms = b.add(proba, ir::unary{ir::function::log}, f32);
  const ir::value share = b.scaled(b.add(logarithms, ir::reduce{ir::reduce::kind::sum, 1}, f32), 1.0 / n);
  const std::vector<std::uint32_t> repeated(n, 0);
  const ir::value both[] = {logarithms, b.pick(share, repeated)};
  return b.scaled(b.add(b.concat(both), ir::elementwise{ir::operation::subtract}, f32),
                  static_cast<double>(n - 1));
}

} // namespace

std::vector<double> vote_scores(samme how, double weight, std::size_t predicted, std::size_t classes) {
  const double other = how == samme::plain ? 0.0 : -1.0 / static_cast<double>(classes - 1) * weight;
  std::vector<double> made(classes, other);
  made[predicted] = weight;
  return made;
}

std::vector<double> real_scores(std::vector<double> proba) {
  const auto n = static_cast<double>(proba.size());
  for (double& p : proba) p = std::log(std::max(p, eps));
  const double share = (1.0 / n) * pairwise_sum(proba);
  for (double& p : proba) p = (n - 1) * (p - share);
  return proba;
}

ir::value score_steps(ir::builder& b, const classified& member, samme how, double weight) {
  if (how != samme::real) return vote_steps(b, member, how, weight);
  if (!member.proba) throw refusal("SAMME.R needs members that have `predict_proba`");
  return real_steps(b, *member.proba);
}

} // namespace convert::sklearn
