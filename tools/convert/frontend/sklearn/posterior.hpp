// convert/frontend/sklearn/posterior.hpp -- classes from the logarithms of their likelihoods.
#pragma once

#include <vector>

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// The first largest of `joint` (classes) is predicted; probabilities are exp(joint - logsumexp(joint)).
///
/// Numbers  each operation rounded where the trainer rounds it: far away from all classes the logarithms are so
///          large that their rounding shows in the probabilities.
/// Errors   refusal, if there are not as many labels as columns.
classified by_log_likelihood(context& c, pickle::value object, ir::value joint,
                             std::vector<ir::label> labels);

/// The labels 0, 1, ... count - 1.
std::vector<ir::label> counted_labels(std::uint32_t count);

} // namespace convert::sklearn
