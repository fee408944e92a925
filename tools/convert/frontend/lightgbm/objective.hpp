// convert/frontend/lightgbm/objective.hpp -- objectives: from the raw score to predict.
#pragma once

#include <convert/frontend/lightgbm/booster.hpp>
#include <convert/ir/build.hpp>

namespace convert::lightgbm {

/// Whether predict is the raw score itself.
bool answers_raw(const booster& model);

/// The objective's ConvertOutput. Without an objective (a custom one was used) the raw score is the answer.
///
/// Errors  refusal: "objective `foo` is not supported"
/// Source  LightGBM 4.6, `src/objective/objective_function.cpp`, `CreateObjectiveFunction`
ir::value linked(ir::builder& b, const booster& model, ir::value raw);

} // namespace convert::lightgbm
