// convert/frontend/sklearn/posterior.cpp -- log likelihoods to probabilities, in the trainer's order.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/naive_bayes.py`, `_BaseNB.predict_log_proba`;
//         `sklearn/mixture/_base.py`, `BaseMixture._estimate_log_prob_resp`.
#include <convert/frontend/sklearn/posterior.hpp>

#include <array>
#include <string>

namespace convert::sklearn {

classified by_log_likelihood(context& c, pickle::value object, ir::value joint,
                             std::vector<ir::label> labels) {
  ir::builder& b = c.build();
  const std::uint32_t classes = b.width(joint);
  if (labels.size() != classes)
    throw refusal("`" + object.path() + "`: " + std::to_string(classes) + " likelihoods for " +
                  std::to_string(labels.size()) + " classes");
  const ir::value sum = b.add(joint, ir::reduce{ir::reduce::kind::log_sum_exp, 1});
  const std::array both = {joint, b.pick(sum, std::vector<std::uint32_t>(classes, 0))};
  const ir::value logarithms = b.add(b.concat(both), ir::elementwise{ir::operation::subtract});
  return {b.add(joint, ir::decide{}), std::move(labels), b.add(logarithms, ir::unary{ir::function::exp})};
}

std::vector<ir::label> counted_labels(std::uint32_t count) {
  std::vector<ir::label> labels;
  labels.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i)
    labels.push_back({ir::label::kind::integer, std::to_string(i), static_cast<double>(i)});
  return labels;
}

} // namespace convert::sklearn
