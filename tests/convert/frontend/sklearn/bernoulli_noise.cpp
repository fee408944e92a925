// convert/frontend/sklearn/bernoulli_noise.cpp -- Bernoulli naive Bayes where 1 - exp(...) is made of last bits, and where not.
#include <cmath>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

/// Two classes over two features: the logarithms of the probabilities, class by class.
code bernoulli(const std::vector<double>& log_p, const code& binarize) {
  return object("BernoulliNB", {{"n_features_in_", integer(2)},
                                {"classes_", texts({"no", "yes"})},
                                {"class_log_prior_", numbers({std::log(0.5), std::log(0.5)})},
                                {"feature_log_prob_", numbers(log_p)},
                                {"binarize", binarize}});
}

/// What `n` rows that all have a feature make of it: log((n + alpha) / (n + 2 alpha)).
double always(double n, double alpha) { return std::log(n + alpha) - std::log(n + 2 * alpha); }

double some_of(double count, double n, double alpha) {
  return std::log(count + alpha) - std::log(n + 2 * alpha);
}

constexpr std::string_view lost =
    "`BernoulliNB`: its sums cancel so far that not six digits of its own answers are certain: ";

} // namespace

TEST_SUITE("convert/frontend/sklearn/bernoulli_noise") {
  TEST_CASE("ordinary smoothing keeps ten digits, a feature that all rows have included") {
    const auto m = model_of(
        bernoulli({always(1000, 1), some_of(20, 1000, 1), always(700, 1), some_of(5, 700, 1)}, number(0)));
    CHECK_FALSE(m.sums_cancel);
  }

  TEST_CASE("next to no smoothing is refused where every class always has a feature") {
    const std::vector<double> logs = {always(100, 1e-10), some_of(20, 100, 1e-10), always(70, 1e-10),
                                      some_of(5, 70, 1e-10)};
    CHECK(refused(bernoulli(logs, number(0))) ==
          std::string(lost) +
              "next to no smoothing, and features that a class always has: that is not supported");
  }

  TEST_CASE("next to no smoothing converts where the class that always has a feature is out of question "
            "without it") {
    const std::vector<double> logs = {always(100, 1e-10), some_of(50, 100, 1e-10), some_of(30, 70, 1e-10),
                                      some_of(5, 70, 1e-10)};
    const auto m = model_of(bernoulli(logs, number(0)));
    CHECK_FALSE(m.sums_cancel);
    CHECK(answers::of(m, "proba", {0, 0})[0] < 1e-11);
  }

  TEST_CASE("little smoothing leaves six digits") {
    const auto m = model_of(bernoulli(
        {always(100, 1e-4), some_of(20, 100, 1e-4), always(70, 1e-4), some_of(5, 70, 1e-4)}, number(0)));
    CHECK(m.sums_cancel);
  }

  TEST_CASE("a probability whose complement is less than the last bit is refused") {
    CHECK(refused(bernoulli({-1e-17, -1, -0.5, -1}, number(0))).starts_with(lost));
  }

  TEST_CASE("numbers as they come are weighed by what sets classes apart, not by rounding") {
    const std::vector<double> apart = {some_of(30, 100, 1), some_of(20, 100, 1), some_of(60, 70, 1),
                                       some_of(5, 70, 1)};
    CHECK_FALSE(model_of(bernoulli(apart, none())).sums_cancel);
    const double half = std::log(0.5);
    CHECK(refused(bernoulli({std::nextafter(half, 0), -2, half, -1}, none())) ==
          std::string(lost) + "with `binarize=None` two classes' weights are apart by rounding only "
                              "(`binarize=0.0` is the same for rows of 0 and 1)");
    CHECK(refused(bernoulli({-0.25, -2, -0.25, -1}, none()))
              .starts_with(lost)); // a large number drowns the rest
    CHECK(refused(bernoulli({-0.25, -2, -0.25, -1}, number(0))) == "");
    CHECK(model_of(bernoulli({-0.25, -2, -0.25 + 1e-5, -1}, none())).sums_cancel);
  }
}
