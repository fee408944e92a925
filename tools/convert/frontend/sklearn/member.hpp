// convert/frontend/sklearn/member.hpp -- what an ensemble takes from a member: labels as numbers, one score.
#pragma once

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// predict of a classifier of one target, as a number: the label's value, not its index.
///
/// Errors  refusal, if labels are texts.
ir::value predicted_number(context& c, pickle::value member, const answers& made);

/// The classifier's one target; a refusal if it has several or is no classifier.
const classified& only_target(pickle::value member, const answers& made);

/// What `_predict_binary` takes from a member, and from where on it means yes.
struct binary_score {
  ir::value score = 0;
  double threshold = 0;
};
binary_score binary_score_of(context& c, pickle::value member, const answers& made);

} // namespace convert::sklearn
