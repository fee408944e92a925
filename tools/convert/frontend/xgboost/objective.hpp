// convert/frontend/xgboost/objective.hpp -- from base_score to the margin, from the margin to predict.
#pragma once

#include <vector>

#include <convert/frontend/xgboost/learner.hpp>
#include <convert/ir/build.hpp>

namespace convert::xgboost {

/// base_score as a margin: the objective's ProbToMargin, in f32.
///
/// Errors  refusal, if the objective is unknown or base_score is outside its range
std::vector<float> base_margin(const learner& l);

/// What `Booster.predict` makes of the margin: the objective's PredTransform, in f32.
ir::value predicted(ir::builder& b, const learner& l, ir::value margin);

/// Whether predict is the logistic function of the margin.
bool is_logistic(const learner& l);

/// The largest margin whose logistic function, as XGBoost computes it in f32, is not above 1/2. It is not 0:
/// tiny margins round to 1/2.
/// Source  xgboost 3.5, `src/common/math.h`, `Sigmoid`
float last_even_margin();

} // namespace convert::xgboost
