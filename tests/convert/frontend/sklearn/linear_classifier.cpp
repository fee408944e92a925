// convert/frontend/sklearn/linear_classifier.cpp -- scores, classes and the probabilities of each kind.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code logistic_as(const std::string& multi_class, const std::vector<double>& coef, const code& classes,
                 const std::string& solver = "lbfgs") {
  const std::size_t rows = coef.size(); // one feature
  return object("LogisticRegression", {{"n_features_in_", integer(1)},
                                       {"coef_", numbers(coef)},
                                       {"intercept_", numbers(std::vector<double>(rows, 0.0))},
                                       {"classes_", classes},
                                       {"multi_class", text(multi_class)},
                                       {"solver", text(solver)}});
}

double logistic_function(double x) { return 1 / (1 + std::exp(-x)); }

} // namespace

TEST_SUITE("convert/frontend/sklearn/linear_classifier") {
  TEST_CASE("a score of zero is the first class") {
    const auto m = model_of(logistic({1}, 0));
    CHECK(answers::of(m, "predict", {0}) == std::vector{0.0});
    CHECK(answers::of(m, "predict", {5e-324}) == std::vector{1.0});
  }

  TEST_CASE("two classes by the multinomial way have twice the score") {
    const auto automatic = model_of(logistic_as("auto", {1}, integers({0, 1})));
    const auto multinomial = model_of(logistic_as("multinomial", {1}, integers({0, 1})));
    CHECK(answers::of(automatic, "proba", {0.7})[1] ==
          doctest::Approx(logistic_function(0.7)).epsilon(1e-14));
    CHECK(answers::of(multinomial, "proba", {0.7})[1] ==
          doctest::Approx(logistic_function(1.4)).epsilon(1e-14));
  }

  TEST_CASE("where no class has a probability all have the same since 1.9, and none before") {
    const auto lost = [](const char* version) {
      return model_of(object("SGDClassifier", {{"n_features_in_", integer(1)},
                                               {"coef_", numbers({-1, -2, -3})},
                                               {"intercept_", numbers({0, 0, 0})},
                                               {"classes_", integers({0, 1, 2})},
                                               {"loss", text("log_loss")},
                                               {"_sklearn_version", text(version)}}));
    };
    CHECK(std::isnan(answers::of(lost("1.8.0"), "proba", {1e300})[0]));
    CHECK(answers::of(lost("1.9.0"), "proba", {1e300}) == std::vector(3, 1.0 / 3));
  }

  TEST_CASE("many classes are softmax, or one against the rest where the solver is liblinear") {
    const auto classes = texts({"a", "b", "c"});
    const auto softmax = model_of(logistic_as("auto", {0, 1, 2}, classes));
    const double sum = 1 + std::exp(1) + std::exp(2);
    CHECK(answers::of(softmax, "proba", {1})[2] == doctest::Approx(std::exp(2) / sum).epsilon(1e-14));
    const auto rest = model_of(logistic_as("auto", {0, 1, 2}, classes, "liblinear"));
    const double each = logistic_function(0) + logistic_function(1) + logistic_function(2);
    CHECK(answers::of(rest, "proba", {1})[2] == doctest::Approx(logistic_function(2) / each).epsilon(1e-14));
  }

  TEST_CASE("a LinearSVC may know fewer classes than it has names for, and takes the first names") {
    const auto svc = [](const std::vector<double>& coef) {
      return object("LinearSVC", {{"n_features_in_", integer(1)},
                                  {"coef_", numbers(coef)},
                                  {"intercept_", numbers(std::vector<double>(coef.size(), 0.0))},
                                  {"classes_", texts({"a", "b", "c", "d"})}});
    };
    const auto three = model_of(svc({-1, 1, 2}));
    CHECK(answers::of(three, "predict", {1}) == std::vector{2.0});
    CHECK(answers::of(three, "predict", {-1}) == std::vector{0.0});
    const auto one = model_of(svc({1}));
    CHECK(answers::of(one, "predict", {1}) == std::vector{1.0});
    CHECK(answers::of(one, "predict", {-1}) == std::vector{0.0});
    CHECK(refused(svc({1, 2, 3, 4, 5})) == "`LinearSVC`: 5 rows of coefficients for 4 classes");
  }

  TEST_CASE("modified huber probabilities are uniform where all are zero") {
    const auto m = model_of(object("SGDClassifier", {{"n_features_in_", integer(1)},
                                                     {"coef_", numbers({1, 1, 1})},
                                                     {"intercept_", numbers({0, 0, 0})},
                                                     {"classes_", integers({0, 1, 2})},
                                                     {"loss", text("modified_huber")}}));
    CHECK(answers::of(m, "proba", {-5}) == std::vector(3, 1.0 / 3));
    CHECK(answers::of(m, "proba", {5}) == std::vector(3, 1.0 / 3));
  }

  TEST_CASE("a hinge has no probabilities") {
    const auto m = model_of(object("SGDClassifier", {{"n_features_in_", integer(1)},
                                                     {"coef_", numbers({1})},
                                                     {"intercept_", numbers({0})},
                                                     {"classes_", integers({0, 1})},
                                                     {"loss", text("hinge")}}));
    CHECK(m.outputs.size() == 2); // predict and raw
  }

  TEST_CASE("labels print as Python prints them") {
    const auto m = model_of(logistic_as("auto", {1}, numbers({1, 2})));
    CHECK(m.outputs.front().labels[1].text == "2.0");
  }

  TEST_CASE("classes without a row of coefficients are refused") {
    CHECK(refused(logistic_as("auto", {1, 2}, integers({0, 1, 2}))) ==
          "`LogisticRegression`: 2 rows of coefficients for 3 classes");
  }

  TEST_CASE("an unknown way to many classes is refused") {
    CHECK(refused(logistic_as("crammer_singer", {1}, integers({0, 1}))) ==
          "`LogisticRegression`: multi_class `crammer_singer` is not supported");
  }
}
