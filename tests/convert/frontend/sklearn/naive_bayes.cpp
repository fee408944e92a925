// convert/frontend/sklearn/naive_bayes.cpp -- five kinds of naive Bayes by hand, and the names that attributes had.
#include <cmath>
#include <numbers>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code discrete(std::string_view name, const code& log_prob, attributes more = {}) {
  attributes all = {{"n_features_in_", integer(2)},
                    {"classes_", texts({"no", "yes"})},
                    {"class_log_prior_", numbers({-1, -2})},
                    {"feature_log_prob_", log_prob}};
  for (auto& entry : more) all.push_back(entry);
  return object(name, all);
}

code normal(const std::string& variance, const char* version) {
  return object("GaussianNB", {{"n_features_in_", integer(1)},
                               {"classes_", integers({3, 5})},
                               {"class_prior_", numbers({0.25, 0.75})},
                               {"theta_", numbers({0, 10})},
                               {variance, numbers({1, 4})},
                               {"_sklearn_version", text(version)}});
}

code table(const std::vector<double>& logs, std::int32_t categories) {
  std::string data;
  for (const double x : logs) data += little_endian(std::bit_cast<std::uint64_t>(x), 8);
  return array({integer(2), integer(categories)}, "f8", bytes(data));
}

code categories() {
  return discrete("CategoricalNB", list({table({-1, -2, -3, -4}, 2), table({-5, -6, -7, -8, -9, -10}, 3)}));
}

std::vector<double> probabilities(double first, double second) {
  const double sum = std::log(std::exp(first) + std::exp(second));
  return {std::exp(first - sum), std::exp(second - sum)};
}

bool near(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::fabs(a[0] - b[0]) < 1e-14 && std::fabs(a[1] - b[1]) < 1e-14;
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/naive_bayes") {
  TEST_CASE("a normal distribution a class, its variance under the name of either version") {
    const auto likelihood = [](double x, double mean, double variance, double prior) {
      return std::log(prior) - std::log(2 * std::numbers::pi * variance) / 2 -
             (x - mean) * (x - mean) / variance / 2;
    };
    for (const auto& [name, version] : {std::pair{"sigma_", "0.23.2"}, std::pair{"var_", "1.9.0"}}) {
      const auto m = model_of(normal(name, version));
      CHECK(near(answers::of(m, "proba", {3}),
                 probabilities(likelihood(3, 0, 1, 0.25), likelihood(3, 10, 4, 0.75))));
      CHECK(answers::of(m, "predict", {3}) == std::vector{0.0});
      CHECK(answers::of(m, "predict", {6}) == std::vector{1.0});
      CHECK(answers::refuses(m, {missing}));
      CHECK(answers::refuses(m, {INFINITY}));
    }
  }

  TEST_CASE("far from all classes the nearest takes all") {
    const auto m = model_of(normal("var_", "1.2.1"));
    CHECK(answers::of(m, "proba", {-1e9}) == std::vector{0.0, 1.0});
    CHECK(std::isnan(answers::of(m, "proba", {1e200})[0])); // both likelihoods are -inf
  }

  TEST_CASE("counts are weighed by logarithms") {
    const auto m = model_of(discrete("MultinomialNB", numbers({-1, -3, -2, -0.5})));
    CHECK(near(answers::of(m, "proba", {2, 3}), probabilities(-1 - 2 - 9, -2 - 4 - 1.5)));
    CHECK(near(answers::of(m, "proba", {-2, 0}), probabilities(1, 2))); // only fit insists on counts
  }

  TEST_CASE("the complement's prior counts for one class only") {
    const auto m = model_of(discrete("ComplementNB", numbers({-1, -3, -2, -0.5})));
    CHECK(near(answers::of(m, "proba", {2, 3}), probabilities(-2 - 9, -4 - 1.5)));
    const auto one = model_of(object("ComplementNB", {{"n_features_in_", integer(1)},
                                                      {"classes_", texts({"only"})},
                                                      {"class_log_prior_", numbers({0})},
                                                      {"feature_log_prob_", numbers({-1})}}));
    CHECK(answers::of(one, "proba", {7}) == std::vector{1.0});
  }

  TEST_CASE("what is above the threshold counts as there, or rows are 0 and 1 already") {
    const double half = std::log(0.5);
    const double rare = std::log(0.1);
    const auto expected = [&](double a, double b) {
      const auto term = [](double x, double log_p) {
        return x * log_p + (1 - x) * std::log(1 - std::exp(log_p));
      };
      return probabilities(-1 + term(a, half) + term(b, rare), -2 + term(a, rare) + term(b, half));
    };
    const code logs = numbers({half, rare, rare, half});
    const auto m = model_of(discrete("BernoulliNB", logs, {{"binarize", number(0.5)}}));
    CHECK(near(answers::of(m, "proba", {0.5, 7}), expected(0, 1)));
    CHECK(near(answers::of(m, "proba", {std::nextafter(0.5, 1), -0.0}), expected(1, 0)));
    const auto raw = model_of(discrete("BernoulliNB", logs, {{"binarize", none()}}));
    CHECK(near(answers::of(raw, "proba", {0.25, 2}), expected(0.25, 2)));
  }

  TEST_CASE("a category is a number cut off at the point") {
    const auto m = model_of(categories());
    CHECK(near(answers::of(m, "proba", {0, 0}), probabilities(-1 - 5 - 1, -3 - 8 - 2)));
    CHECK(near(answers::of(m, "proba", {1.9, 2.5}), probabilities(-2 - 7 - 1, -4 - 10 - 2)));
    CHECK(near(answers::of(m, "proba", {-0.9, -0.0}), answers::of(m, "proba", {0, 0})));
  }

  TEST_CASE("categories that nobody knows, negative ones and what is no number are refused") {
    const auto m = model_of(categories());
    using why = convert::ir::row_refusal::kind;
    const auto refused_as = [&](const std::vector<double>& row, why expected, std::uint32_t feature) {
      const auto found = convert::ir::evaluate(m, row).refused;
      return found && found->why == expected && found->feature == feature;
    };
    CHECK(refused_as({2, 0}, why::unseen, 0));
    CHECK(refused_as({1, 3}, why::unseen, 1));
    CHECK(refused_as({1, 1e300}, why::unseen, 1));
    CHECK(refused_as({-1, 0}, why::out_of_range, 0));
    CHECK(refused_as({0, missing}, why::missing, 1));
    CHECK(refused_as({0, INFINITY}, why::infinite, 1));
  }

  TEST_CASE("tables that do not fit are refused") {
    CHECK(refused(discrete("MultinomialNB", numbers({-1, -3}))) ==
          "`MultinomialNB.feature_log_prob_`: 1 rows for 2 classes");
    CHECK(refused(discrete("CategoricalNB", list({table({-1, -2}, 1)}))) ==
          "`CategoricalNB.feature_log_prob_`: 1 tables for 2 features");
  }
}
