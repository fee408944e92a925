// convert/frontend/sklearn/hist_boosting.cpp -- nodes, categories, links and ties of histogram gradient boosting.
#include <doctest/doctest.h>

#include <cmath>

#include "ensemble_cases.hpp"
#include "pickled_trees.hpp"

using namespace pickled;

namespace {

/// x <= threshold, or, if `left_categories` says so, x in a set of categories below 8: 1, else 2.
struct split {
  double threshold = 0;
  bool missing_left = false;
  unsigned left_categories = 0;
  unsigned known_categories = 0;
  bool categorical() const { return known_categories != 0; }
};

code predictor(const split& s, const std::string& extra_field = {}) {
  std::vector<field> fields = {{"value", "f8", 0},
                               {"count", "u4", 8},
                               {"feature_idx", "u4", 12},
                               {"num_threshold", "f8", 16},
                               {"missing_go_to_left", "u1", 24},
                               {"left", "u4", 25},
                               {"right", "u4", 29},
                               {"is_leaf", "u1", 33},
                               {"is_categorical", "u1", 34},
                               {"bitset_idx", "u4", 35}};
  if (!extra_field.empty()) fields.push_back({extra_field, "u1", 39});
  const auto node = [&](double value, bool is_leaf) {
    return eight_bytes(value) + little_endian(1, 4) + little_endian(0, 4) + eight_bytes(s.threshold) +
           little_endian(s.missing_left ? 1 : 0, 1) + little_endian(1, 4) + little_endian(2, 4) +
           little_endian(is_leaf ? 1 : 0, 1) + little_endian(s.categorical() ? 1 : 0, 1) +
           little_endian(0, 4) + little_endian(0, 1);
  };
  const code nodes = records(fields, 40, node(0, false) + node(1, true) + node(2, true));
  const code sets = array({integer(1), integer(8)}, "u4",
                          bytes(little_endian(s.left_categories, 4) + std::string(28, '\0')));
  return object("TreePredictor", {{"nodes", nodes}, {"raw_left_cat_bitsets", sets}});
}

code mapper(const split& s) {
  std::vector<double> known;
  for (int c = 0; c < 8; ++c)
    if ((s.known_categories >> c & 1U) != 0) known.push_back(c);
  return object("_BinMapper", {{"is_categorical_", integers({s.categorical() ? 1 : 0})},
                               {"bin_thresholds_", list({numbers(known)})}});
}

code boosted(const char* name, const char* loss, const split& s, attributes more = {}) {
  more.insert(more.end(), {{"n_features_in_", integer(1)},
                           {"_loss", object(loss, {})},
                           {"_baseline_prediction", numbers({0})},
                           {"n_trees_per_iteration_", integer(1)},
                           {"_bin_mapper", mapper(s)},
                           {"_predictors", list({list({predictor(s)})})}});
  return object(name, std::move(more));
}

code regressor(const split& s, attributes more = {}) {
  return boosted("HistGradientBoostingRegressor", "HalfSquaredError", s, std::move(more));
}

double answer(const code& model, double x) { return answers::of(model_of(model), "predict", {x}).at(0); }

const attributes categorical = {{"is_categorical_", list({boolean(true)})}};

} // namespace

TEST_SUITE("convert/frontend/sklearn/hist_boosting") {
  TEST_CASE("x stays float64") {
    const double above = std::nextafter(0.1, 1.0); // the same float32
    CHECK(answer(regressor({.threshold = 0.1}), 0.1) == 1);
    CHECK(answer(regressor({.threshold = 0.1}), above) == 2);
    CHECK(answer(regressor({.threshold = 0.1}), INFINITY) == 2);
  }

  TEST_CASE("NaN goes where the node says") {
    CHECK(answer(regressor({.threshold = 0, .missing_left = true}), answers::missing) == 1);
    CHECK(answer(regressor({.threshold = 0, .missing_left = false}), answers::missing) == 2);
  }

  TEST_CASE("categories of the set go left, other known ones right, unknown ones as if missing") {
    for (const bool missing_left : {false, true}) {
      const code m = regressor(
          {.missing_left = missing_left, .left_categories = 0b0010, .known_categories = 0b0111}, categorical);
      const double missing_answer = missing_left ? 1 : 2;
      CHECK(answer(m, 1) == 1);
      CHECK(answer(m, 0) == 2);
      CHECK(answer(m, 2) == 2);
      CHECK(answer(m, 5) == missing_answer);
      CHECK(answer(m, -1) == missing_answer);
      CHECK(answer(m, -0.5) == missing_answer);
    }
  }

  TEST_CASE("a category is cast to uint8") {
    const code m = regressor({.left_categories = 0b0010, .known_categories = 0b0111}, categorical);
    CHECK(answer(m, 1.7) == 1);
    CHECK(answer(m, 257) == 1);
    CHECK(answer(m, 256) == 2);
  }

  TEST_CASE("negative categories are refused before 1.2") {
    attributes old = categorical;
    old.emplace_back("_sklearn_version", text("1.1.3"));
    const auto m = model_of(regressor({.left_categories = 0b0010, .known_categories = 0b0111}, old));
    CHECK(answers::refuses(m, {-1}));
    CHECK(answers::of(m, "predict", {answers::missing}) == std::vector{2.0});
    CHECK(answers::of(m, "predict", {1}) == std::vector{1.0});
  }

  TEST_CASE("since 1.4 categories are encoded first") {
    // Codes 0, 1, 2 of "a", "b", "c"; code 1 goes left.
    const auto with = [](const code& categories) {
      const code encoder = object("OrdinalEncoder", {{"categories_", list({categories})}});
      const code steps =
          list({tuple({text("encoder"), encoder, none()}), tuple({text("numerical"), none(), none()})});
      attributes more = categorical;
      more.emplace_back("_preprocessor", object("ColumnTransformer", {{"transformers_", steps}}));
      more.emplace_back("_sklearn_version", text("1.5.0"));
      return regressor({.left_categories = 0b0010, .known_categories = 0b0111}, std::move(more));
    };
    const auto words = model_of(with(texts({"a", "b", "c"})));
    REQUIRE(words.features[0].vocabulary.size() == 3);
    CHECK(answers::of(words, "predict", {1}) == std::vector{1.0});
    CHECK(answers::of(words, "predict", {2}) == std::vector{2.0});
    CHECK(answers::of(words, "predict", {-1}) == std::vector{2.0}); // a word that nobody knows
    const code hundreds = with(numbers({-3, 300, 500}));
    CHECK(answer(hundreds, 300) == 1);
    CHECK(answer(hundreds, -3) == 2);
    CHECK(answers::refuses(model_of(hundreds), {INFINITY}));
  }

  TEST_CASE("poisson and gamma answer the exponential") {
    CHECK(answer(boosted("HistGradientBoostingRegressor", "HalfPoissonLoss", {}), 0) ==
          doctest::Approx(std::exp(1.0)));
    CHECK(answer(boosted("HistGradientBoostingRegressor", "HalfGammaLoss", {}), 1) ==
          doctest::Approx(std::exp(2.0)));
    CHECK(answer(boosted("HistGradientBoostingRegressor", "PinballLoss", {}), 1) == 2);
  }

  TEST_CASE("a classifier answers class, probabilities and raw value") {
    const auto m = model_of(
        boosted("HistGradientBoostingClassifier", "HalfBinomialLoss", {}, {{"classes_", texts({"n", "y"})}}));
    CHECK(answers::of(m, "raw", {1}) == std::vector{2.0});
    CHECK(answers::of(m, "proba", {1}).at(1) == doctest::Approx(1 / (1 + std::exp(-2.0))));
    CHECK(answers::of(m, "predict", {1}) == std::vector{1.0});
  }

  TEST_CASE("what is not known is refused by name") {
    CHECK(refused(boosted("HistGradientBoostingRegressor", "TweedieLoss", {})) ==
          "`HistGradientBoostingRegressor._loss`: loss `TweedieLoss` is not supported");
    auto unknown = regressor({});
    const code known = predictor({});
    unknown.replace(unknown.find(known), known.size(), predictor({}, "split_kind"));
    CHECK(
        refused(unknown) ==
        "`HistGradientBoostingRegressor._predictors[0][0].nodes`: node field `split_kind` is not supported");
  }

  TEST_CASE("histogram gradient boosting of every version answers as scikit-learn did") {
    CHECK(ensemble_cases::worst("hist_gb_") <= 1e-12);
  }
}
