// convert/frontend/sklearn/boosting.cpp -- starts, losses and ties of gradient boosting, of every version.
#include <doctest/doctest.h>

#include <cmath>

#include "ensemble_cases.hpp"
#include "pickled_trees.hpp"

using namespace pickled;

namespace {

/// Every stage holds one tree that answers `value` everywhere.
code stages(const std::vector<std::vector<double>>& values) {
  std::vector<code> trees;
  for (const auto& stage : values)
    for (const double value : stage) trees.push_back(tree_regressor(tree_of({leaf({value})})));
  const auto rows = static_cast<std::int32_t>(values.size());
  const auto columns = static_cast<std::int32_t>(values.at(0).size());
  return array({integer(rows), integer(columns)}, "O8", list(trees));
}

code prior(const std::vector<double>& shares) {
  return object("DummyClassifier", {{"strategy", text("prior")}, {"class_prior_", numbers(shares)}});
}

struct boosted {
  const char* loss = "log_loss";
  code init = text("zero");
  std::vector<std::vector<double>> values = {{0}};
  const char* version = "1.2.1";
};

code classifier(const boosted& parts) {
  const std::size_t outputs = parts.values.at(0).size();
  std::vector<std::int64_t> classes = {10, 11};
  if (outputs > 1) classes.resize(outputs, 12);
  return object("GradientBoostingClassifier", {{"n_features_in_", integer(1)},
                                               {"loss", text(parts.loss)},
                                               {"init_", parts.init},
                                               {"classes_", integers(classes)},
                                               {"learning_rate", number(0.5)},
                                               {"estimators_", stages(parts.values)},
                                               {"_sklearn_version", text(parts.version)}});
}

code regressor(const char* loss, const code& init) {
  return object("GradientBoostingRegressor", {{"n_features_in_", integer(1)},
                                              {"loss", text(loss)},
                                              {"init_", init},
                                              {"learning_rate", number(0.5)},
                                              {"estimators_", stages({{4}, {6}})}});
}

double raw_of(const code& model) { return answers::of(model_of(model), "raw", {0}).at(0); }
double class_of(const code& model) { return answers::of(model_of(model), "predict", {0}).at(0); }

} // namespace

TEST_SUITE("convert/frontend/sklearn/boosting") {
  TEST_CASE("every stage adds its value times the learning rate") {
    CHECK(raw_of(classifier({.values = {{4}, {-1}}})) == 1.5);
  }

  TEST_CASE("a raw zero is the first class up to 1.3 and the second later") {
    CHECK(class_of(classifier({})) == 0);
    CHECK(class_of(classifier({.version = "1.3.2"})) == 0);
    CHECK(class_of(classifier({.version = "1.4.0"})) == 1);
  }

  TEST_CASE("the exponential loss has half the log-odds, twice the slope, and the second class at zero") {
    CHECK(raw_of(classifier({.loss = "exponential", .init = prior({0.25, 0.75})})) ==
          doctest::Approx(0.5 * std::log(3)));
    CHECK(class_of(classifier({.loss = "exponential"})) == 1);
    const auto m = model_of(classifier({.loss = "exponential", .values = {{2}}}));
    CHECK(answers::of(m, "proba", {0}).at(1) == doctest::Approx(1 / (1 + std::exp(-2.0))));
  }

  TEST_CASE("a prior becomes log-odds, clipped by float32's epsilon, and since 1.8 by float64's") {
    CHECK(raw_of(classifier({.init = prior({0.25, 0.75})})) == doctest::Approx(std::log(3)));
    const double eps = 0x1p-23;
    CHECK(raw_of(classifier({.init = prior({1, 0})})) == std::log(eps / (1 - eps)));
    CHECK(raw_of(classifier({.init = prior({1, 0}), .version = "1.7.2"})) == std::log(eps / (1 - eps)));
    const double fine = 0x1p-52;
    CHECK(raw_of(classifier({.init = prior({1, 0}), .version = "1.8.0"})) == std::log(fine / (1 - fine)));
    const auto by_tree = [](const char* version) {
      const code guess = object("DummyClassifier", {{"strategy", text("most_frequent")},
                                                    {"n_outputs_", integer(1)},
                                                    {"classes_", integers({0, 1})},
                                                    {"class_prior_", numbers({1, 0})}});
      return raw_of(classifier({.init = guess, .version = version}));
    };
    CHECK(by_tree("1.7.2") == doctest::Approx(std::log(eps)).epsilon(1e-6));
    CHECK(by_tree("1.9.0") == doctest::Approx(std::log(fine)).epsilon(1e-6));
  }

  TEST_CASE("priors of many classes are logarithms, centred since 1.4") {
    const boosted before{.init = prior({0.5, 0.25, 0.25}), .values = {{0, 0, 0}}};
    boosted since = before;
    since.version = "1.4.0";
    CHECK(raw_of(classifier(before)) == std::log(0.5));
    CHECK(raw_of(classifier(since)) ==
          doctest::Approx(std::log(0.5) - (std::log(0.5) + 2 * std::log(0.25)) / 3));
  }

  TEST_CASE("all losses of regressors answer the sum over a constant") {
    const code constant = object("DummyRegressor", {{"constant_", numbers({10})}});
    for (const char* loss : {"squared_error", "ls", "absolute_error", "lad", "huber", "quantile"}) {
      CAPTURE(loss);
      CHECK(answers::of(model_of(regressor(loss, constant)), "predict", {0}) == std::vector{15.0});
    }
  }

  TEST_CASE("a tree as the first guess reads the row") {
    const code guess = tree_regressor(tree_of(stump(0, {1}, {2})));
    const auto m = model_of(regressor("squared_error", guess));
    CHECK(answers::of(m, "predict", {-1}) == std::vector{6.0});
    CHECK(answers::of(m, "predict", {1}) == std::vector{7.0});
  }

  TEST_CASE("trees are added to a first guess one after the other, as to a constant") {
    const code guess = tree_regressor(tree_of({leaf({0.3})}));
    const auto m = model_of(object("GradientBoostingRegressor", {{"n_features_in_", integer(1)},
                                                                 {"loss", text("squared_error")},
                                                                 {"init_", guess},
                                                                 {"learning_rate", number(1)},
                                                                 {"estimators_", stages({{0.2}, {0.1}})}}));
    CHECK(answers::of(m, "predict", {0}) == std::vector{0.3 + 0.2 + 0.1});
    CHECK(0.3 + 0.2 + 0.1 != 0.3 + (0.2 + 0.1));
  }

  TEST_CASE("a model that computes in single precision is refused as the first guess") {
    CHECK(refused(regressor("squared_error", ridge({1}, 0))) ==
          "`GradientBoostingRegressor.init_`: a `Ridge` as `init` computes in single precision, which is not "
          "supported");
  }

  TEST_CASE("a loss that is not known is refused") {
    CHECK(refused(regressor("hinge", text("zero"))) ==
          "`GradientBoostingRegressor.loss`: loss `hinge` is not supported");
    CHECK(refused(classifier({.loss = "hinge"})) ==
          "`GradientBoostingClassifier.loss`: loss `hinge` is not supported");
  }

  TEST_CASE("another number of trees a stage than of raw outputs is refused") {
    auto three = classifier({.loss = "log_loss", .values = {{0, 0, 0}}});
    const code two_classes = integers({10, 11});
    const code three_classes = integers({10, 11, 12});
    three.replace(three.find(three_classes), three_classes.size(), two_classes);
    CHECK(refused(three) == "`GradientBoostingClassifier.estimators_`: not a table of trees with 1 columns");
  }

  TEST_CASE("NaN is refused") { CHECK(answers::refuses(model_of(classifier({})), {answers::missing})); }

  TEST_CASE("gradient boosting of every version answers as scikit-learn did") {
    CHECK(ensemble_cases::worst("gb_") <= 1e-12);
  }
}
