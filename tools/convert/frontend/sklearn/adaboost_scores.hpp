// convert/frontend/sklearn/adaboost_scores.hpp -- what one member of an AdaBoostClassifier adds to the
// scores.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

enum class samme : std::uint8_t {
  plain,     ///< SAMME before 1.3: the weight for the class, nothing for the others
  symmetric, ///< SAMME since 1.3: the others lose weight / (classes - 1)
  real,      ///< SAMME.R: centred logarithms of the probabilities
};

/// SAMME: a vote of `weight` for one class.
std::vector<double> vote_scores(samme how, double weight, std::size_t predicted, std::size_t classes);

/// SAMME.R: (classes - 1) * (log p - mean(log p)), p not below float64's eps.
std::vector<double> real_scores(std::vector<double> proba);

/// The same two as steps, for members that are no trees.
ir::value score_steps(ir::builder& b, const classified& member, samme how, double weight);

} // namespace convert::sklearn
