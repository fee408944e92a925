// convert/frontend/sklearn/leaf_classes.cpp -- leaf values to probabilities, with numpy's own order of
// additions.
//
// Source    scikit-learn 0.23 .. 1.3, sklearn/tree/_classes.py, DecisionTreeClassifier.predict_proba: divides
// by
//           the row's sum, a sum of zero by 1. Since 1.4 (pull request 27639) `tree_.value` holds fractions
//           and predict_proba returns them as they are. numpy 1.24, numpy/core/src/umath/loops_utils.h.src,
//           DOUBLE_pairwise_sum.
#include <convert/frontend/sklearn/leaf_classes.hpp>

#include <array>
#include <cmath>
#include <string>

namespace convert::sklearn {

double pairwise_sum(std::span<const double> numbers) {
  const std::size_t n = numbers.size();
  if (n < 8) {
    double sum = 0;
    for (const double x : numbers) sum += x;
    return sum;
  }
  if (n > 128) { // halves whose first is a multiple of eight long; as deep as log2(n)
    const std::size_t half = n / 2 - (n / 2) % 8;
    return pairwise_sum(numbers.first(half)) + pairwise_sum(numbers.subspan(half));
  }
  std::array<double, 8> lane{};
  for (std::size_t k = 0; k < 8; ++k) lane[k] = numbers[k];
  std::size_t i = 8;
  for (; i + 8 <= n; i += 8)
    for (std::size_t k = 0; k < 8; ++k) lane[k] += numbers[i + k];
  double sum = ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
  for (; i < n; ++i) sum += numbers[i];
  return sum;
}

std::size_t first_largest(std::span<const double> numbers) {
  std::size_t best = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (std::isnan(numbers[i])) return i;
    if (numbers[i] > numbers[best]) best = i;
  }
  return best;
}

std::vector<double> leaf_probabilities(std::span<const double> value, std::size_t classes,
                                       version written_by) {
  std::vector<double> made(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(classes));
  if (written_by >= version{1, 4, 0}) return made;
  double sum = pairwise_sum(made);
  if (sum == 0) sum = 1;
  for (double& p : made) p /= sum;
  return made;
}

std::vector<std::vector<ir::label>> target_classes(pickle::value object, std::size_t outputs) {
  const auto classes = object.required("classes_");
  std::vector<std::vector<ir::label>> made;
  if (outputs == 1) {
    made.push_back(labels_of(classes));
  } else {
    for (const pickle::value& target : classes.elements()) made.push_back(labels_of(target));
  }
  if (made.size() != outputs)
    throw refusal("`" + classes.path() + "`: classes of " + std::to_string(made.size()) +
                  " targets, not of " + std::to_string(outputs));
  for (const auto& labels : made)
    if (labels.empty()) throw refusal("`" + classes.path() + "`: a target without classes");
  return made;
}

} // namespace convert::sklearn
