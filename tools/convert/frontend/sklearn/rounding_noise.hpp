// convert/frontend/sklearn/rounding_noise.hpp -- how much of an answer is nothing but rounding.
#pragma once

#include <cstddef>
#include <span>

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// A sum of large numbers that cancel keeps their rounding errors, and those depend on the order in which the
/// trainer's BLAS happens to add. Above this the trainer does not give the same answer twice, on two machines or to
/// one row and to many, and neither can anybody else.
inline constexpr double most_noise = 1e-8;

/// About how far two ways of adding up weights[i] * x[i] can be apart, |x[i]| being as large as `sizes[i]`.
double rounding_noise(std::span<const double> weights, std::span<const double> sizes);

/// Below that refusal, but so large that answers may differ by more than 1e-10: six digits are promised then.
inline constexpr double noise_shows = 1e-12;

/// Errors  refusal: "`FastICA.components_`: answers would be rounding errors ..."
[[noreturn]] void refuse_rounding(pickle::value where);

/// Errors  refusal, if `noise` is more than most_noise: refuse_rounding.
void refuse_noise(pickle::value where, double noise);

/// The same; what shows but is not refused is marked as cancellation.
void judge_noise(ir::builder& b, pickle::value where, double noise);

} // namespace convert::sklearn
