// convert/frontend/sklearn/bernoulli_noise.cpp -- errors of the logarithms, weighed by the odds that they can change.
//
// Source  scikit-learn 1.2.1, `sklearn/naive_bayes.py`, `BernoulliNB._joint_log_likelihood`. numpy 1.24 on a machine with
//         AVX-512, against long double: exp is off by up to 1.52 units of the last place, log by 1.22; elsewhere both are the
//         C library's, off by 0.52.
#include <convert/frontend/sklearn/bernoulli_noise.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <string>

#include <convert/frontend/sklearn/rounding_noise.hpp>

namespace convert::sklearn {

namespace {

constexpr double ulp = std::numeric_limits<double>::epsilon();
constexpr double shows = 1e-11; // a tenth of f64's tolerance

/// How far two machines' log(1 - exp(log_p)) may be apart.
double error_of_rest(double log_p, double log_rest) {
  constexpr double of_exp = 2;
  constexpr double of_log = 2;
  if (log_p == 0) return 0; // exp(0) is 1 everywhere
  const double p = std::exp(log_p);
  return of_exp * ulp * p / (1 - p) + of_log * ulp * std::fabs(log_rest);
}

class judged {
 public:
  explicit judged(const bernoulli_classes& of) : of_(of), classes_(of.bias.size()) {
    for (std::size_t at = 0; at < of.log_p.size(); ++at)
      errors_.push_back(error_of_rest(of.log_p[at], of.log_rest[at]));
    for (std::size_t k = 0; k < classes_; ++k) {
      log_prior_.push_back(of.bias[k]);
      for (std::size_t i = 0; i < of.columns; ++i) log_prior_[k] -= rest(k, i);
    }
  }

  /// The largest shift of a class' probability over all rows of bits.
  double of_bits() const {
    double worst = 0;
    for (std::size_t k = 0; k < classes_; ++k) {
      const std::vector<double> log_odds = log_odds_without_bits(k);
      double shift = 0;
      for (std::size_t i = 0; i < of_.columns; ++i) {
        const double error = errors_[k * of_.columns + i];
        shift += std::isfinite(error) ? error * std::exp(log_odds[i]) : error;
      }
      worst = std::max(worst, shift);
    }
    return worst;
  }

  /// The same over rows with one number of any size.
  double of_numbers() const {
    double worst = 0;
    for (std::size_t k = 1; k < classes_; ++k)
      for (std::size_t j = 0; j < k; ++j) worst = std::max(worst, of_numbers(k, j));
    return worst;
  }

 private:
  double rest(std::size_t k, std::size_t i) const { return of_.log_rest[k * of_.columns + i]; }
  double log_p(std::size_t k, std::size_t i) const { return of_.log_p[k * of_.columns + i]; }
  double weight(std::size_t k, std::size_t i) const { return log_p(k, i) - rest(k, i); }

  /// For each feature the logarithm of the largest odds of class k against the others, over the rows whose bit there is
  /// zero, at most 0. The only class has probability 1 whatever its score.
  std::vector<double> log_odds_without_bits(std::size_t k) const {
    std::vector<double> least(of_.columns, 0.0);
    if (classes_ == 1) least.assign(of_.columns, -std::numeric_limits<double>::infinity());
    for (std::size_t j = 0; j < classes_; ++j) {
      if (j == k) continue;
      double most = log_prior_[k] - log_prior_[j];
      for (std::size_t i = 0; i < of_.columns; ++i) most += std::max(if_zero(k, j, i), if_one(k, j, i));
      if (!std::isfinite(most)) continue; // nothing is known
      for (std::size_t i = 0; i < of_.columns; ++i)
        least[i] = std::min(least[i], most - std::max(if_zero(k, j, i), if_one(k, j, i)) + if_zero(k, j, i));
    }
    return least;
  }

  double if_zero(std::size_t k, std::size_t j, std::size_t i) const { return rest(k, i) - rest(j, i); }
  double if_one(std::size_t k, std::size_t j, std::size_t i) const { return log_p(k, i) - log_p(j, i); }

  /// t (error) exp(-|t (apart) - (others)|) is largest where the difference of the two scores is about nothing.
  double of_numbers(std::size_t k, std::size_t j) const {
    double reach = 1 + std::fabs(of_.bias[k] - of_.bias[j]);
    for (std::size_t i = 0; i < of_.columns; ++i) reach += std::fabs(weight(k, i) - weight(j, i));
    double worst = 0;
    for (std::size_t i = 0; i < of_.columns; ++i) {
      const bool same = log_p(k, i) == log_p(j, i); // and so are their errors
      const double of_weights = same ? 0 : errors_[k * of_.columns + i] + errors_[j * of_.columns + i];
      const double of_sums = ulp * (std::fabs(weight(k, i)) + std::fabs(weight(j, i)));
      if (of_weights + of_sums == 0) continue;
      worst = std::max(worst, (of_weights + of_sums) / std::fabs(weight(k, i) - weight(j, i)) * reach);
    }
    return worst;
  }

  const bernoulli_classes& of_;
  std::size_t classes_;
  std::vector<double> errors_;    // as log_rest
  std::vector<double> log_prior_; // (classes)
};

} // namespace

void judge_bernoulli(ir::builder& b, pickle::value object, const bernoulli_classes& of, bool binarized) {
  const judged all(of);
  const double bits = all.of_bits();
  const double numbers = binarized ? 0.0 : all.of_numbers();
  const std::string lost =
      "`" + object.path() + "`: its sums cancel so far that not six digits of its own answers are certain";
  if (bits > most_noise)
    throw refusal(lost +
                  ": next to no smoothing, and features that a class always has: that is not supported");
  if (numbers > most_noise)
    throw refusal(
        lost +
        ": with `binarize=None` two classes' weights are apart by rounding only (`binarize=0.0` is the "
        "same for rows of 0 and 1)");
  if (bits > shows || numbers > shows) b.mark_cancellation();
}

} // namespace convert::sklearn
