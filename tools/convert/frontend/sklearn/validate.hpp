// convert/frontend/sklearn/validate.hpp -- what a scikit-learn object refuses to read, as a `require` step.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// check_array's `force_all_finite` (`ensure_all_finite` since 1.6).
enum class accepts : std::uint8_t {
  finite,            ///< True: NaN and infinity raise
  finite_or_missing, ///< 'allow-nan': infinity raises
  finite_f32,        ///< True, after a cast to float32 (trees)
  finite_or_missing_f32,
  not_missing, ///< object arrays: only NaN raises
};

/// `input` behind a `require` step that refuses what the trainer refuses; `input` itself if it can only hold
/// what is accepted, because it comes from such a step or from an encoder.
ir::value validated(context& c, ir::value input, accepts what);

/// Whether column `column` of `input` can hold NaN, as far as its steps show.
bool may_be_missing(context& c, ir::value input, std::uint32_t column);

/// Refuses an object that was fitted on another number of columns than `input` has, where it says so
/// (`n_features_in_`, `n_features_`).
///
/// Errors  refusal: "`Pipeline.steps[1]`: 5 features, but its input has 4"
void check_width(context& c, pickle::value object, ir::value input);

} // namespace convert::sklearn
