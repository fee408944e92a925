// convert/frontend/sklearn/boosting_start.hpp -- where gradient boosting starts: the raw prediction of
// `init_`.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// How probabilities become raw predictions.
enum class boosting_link : std::uint8_t {
  identity,   ///< regressors
  logit,      ///< binary log_loss
  half_logit, ///< exponential
  logarithm,  ///< multiclass log_loss
};

/// Numbers known now (one a raw output), or a value of the row where a model makes them.
struct boosting_start {
  std::vector<double> base; // (outputs)
  std::optional<ir::value> varying;
};

/// Shapes    object: a fitted GradientBoosting object; x: its validated input.
/// Errors    refusal, where `init_` is a model that computes in float32 because it is given float32 rows.
boosting_start read_boosting_start(context& c, pickle::value object, ir::value x, boosting_link link,
                                   std::uint32_t outputs);

} // namespace convert::sklearn
