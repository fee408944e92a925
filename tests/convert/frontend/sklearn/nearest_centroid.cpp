// convert/frontend/sklearn/nearest_centroid.cpp -- nearest by two metrics, and with priors.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code centroids(const std::string& metric, attributes more = {}) {
  attributes all = {{"n_features_in_", integer(2)},
                    {"metric", text(metric)},
                    {"classes_", texts({"a", "b"})},
                    {"centroids_", numbers({0, 0, 3, 3})}};
  for (auto& entry : more) all.push_back(entry);
  return object("NearestCentroid", all);
}

attributes priors(double first) {
  return {{"class_prior_", numbers({first, 1 - first})}, {"within_class_std_dev_", numbers({2, 0})}};
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/nearest_centroid") {
  TEST_CASE("metrics disagree about the nearest") {
    const std::vector<double> row = {4.1, -1}; // to (0, 0): 4.2 and 5.1; to (3, 3): 4.1 and 5.1
    CHECK(answers::of(model_of(centroids("euclidean")), "predict", row) == std::vector{1.0});
    CHECK(answers::of(model_of(centroids("manhattan")), "predict", {1, 2}) == std::vector{0.0}); // 3 and 3
  }

  TEST_CASE("equal priors leave the nearest, but scores are scaled by the spread") {
    const auto m = model_of(centroids("euclidean", priors(0.5)));
    CHECK(answers::of(m, "predict", {2, 2}) == std::vector{1.0});
    // Columns are divided by 2 and by nothing.
    const double difference = -(0.25 + 1) + (1 + 4);
    CHECK(std::fabs(answers::of(m, "raw", {2, 2})[0] - difference) < 1e-14);
    CHECK(std::fabs(answers::of(m, "proba", {2, 2})[1] - 1 / (1 + std::exp(-difference))) < 1e-15);
  }

  TEST_CASE("unequal priors decide with the scores") {
    const auto m = model_of(centroids("euclidean", priors(0.999)));
    CHECK(answers::of(m, "predict", {2, 2}) == std::vector{0.0});
    const auto manhattan = model_of(centroids("manhattan", priors(0.999)));
    CHECK(answers::of(manhattan, "predict", {2, 2}) == std::vector{0.0});
    CHECK(answers::of(manhattan, "raw", {2, 2}).empty());
  }

  TEST_CASE("scores refuse a row that the spread makes infinite") {
    const attributes narrow = {{"class_prior_", numbers({0.5, 0.5})},
                               {"within_class_std_dev_", numbers({0.01, 1})}};
    CHECK(answers::refuses(model_of(centroids("euclidean", narrow)), {1e307, 0}));
    CHECK(answers::of(model_of(centroids("manhattan", narrow)), "predict", {1e307, 0}) == std::vector{0.0});
  }

  TEST_CASE("another metric is refused") {
    CHECK(refused(centroids("cosine")) == "`NearestCentroid`: metric `cosine` is not supported");
  }
}
