// convert/frontend/sklearn/decomposition.cpp -- projections, their centre and their scale.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code pca(bool whiten, const char* version = "1.2.1") {
  return object("PCA", {{"n_features_in_", integer(2)},
                        {"mean_", numbers({1, 2})},
                        {"components_", numbers({1, 1, 1, -1})},
                        {"explained_variance_", numbers({4, 0.25})},
                        {"whiten", boolean(whiten)},
                        {"_sklearn_version", text(version)}});
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/decomposition") {
  TEST_CASE("the mean is taken away, then the row is projected") {
    for (const char* version : {"1.2.1", "1.9.0"})
      CHECK(answers::of(model_of(pca(false, version)), "transform", {4, 7}) == std::vector{8.0, -2.0});
  }

  TEST_CASE("whitening divides by the square root of the variance") {
    for (const char* version : {"1.2.1", "1.5.0"})
      CHECK(answers::of(model_of(pca(true, version)), "transform", {4, 7}) == std::vector{4.0, -4.0});
  }

  TEST_CASE("a column that never changes is divided by nothing, which is never zero since 1.5") {
    const auto constant = [](const char* version) {
      return model_of(object("PCA", {{"n_features_in_", integer(2)},
                                     {"mean_", numbers({1, 0})},
                                     {"components_", numbers({1, 0, 0, 1})},
                                     {"explained_variance_", numbers({4, 0})},
                                     {"whiten", boolean(true)},
                                     {"_sklearn_version", text(version)}}));
    };
    CHECK(std::isnan(answers::of(constant("1.2.1"), "transform", {5, 0})[1]));
    CHECK(answers::of(constant("1.5.0"), "transform", {5, 0}) == std::vector{2.0, 0.0});
  }

  TEST_CASE(
      "what was fitted to floats is whitened by roots in floats; since 1.5 its centre is a float's sum") {
    const auto fitted = [](const char* version) {
      return model_of(object("PCA", {{"n_features_in_", integer(2)},
                                     {"mean_", floats({0, 0})},
                                     {"components_", floats({1, 0, 0, 1})},
                                     {"explained_variance_", floats({3, 5})},
                                     {"whiten", boolean(true)},
                                     {"_sklearn_version", text(version)}}));
    };
    const std::vector expected{1.0 / static_cast<double>(std::sqrt(3.0F)),
                               2.0 / static_cast<double>(std::sqrt(5.0F))};
    CHECK(answers::of(fitted("1.2.1"), "transform", {1, 2}) == expected);
    CHECK_FALSE(fitted("1.2.1").sums_cancel);
    CHECK(fitted("1.5.0").sums_cancel);
  }

  TEST_CASE("a constant away from zero whose variance is what rounding left of it is refused") {
    CHECK(refused(object("IncrementalPCA", {{"n_features_in_", integer(2)},
                                            {"mean_", numbers({1, 3.25})},
                                            {"components_", numbers({1, 0, 1e-16, 1})},
                                            {"explained_variance_", numbers({4, 1e-30})},
                                            {"whiten", boolean(true)}}))
              .starts_with("`IncrementalPCA.explained_variance_`: answers would be rounding errors"));
  }

  TEST_CASE("a truncated decomposition has no centre") {
    const auto m = model_of(object("TruncatedSVD", {{"n_features_in_", integer(2)},
                                                    {"components_", numbers({1, 1})},
                                                    {"explained_variance_", numbers({1})},
                                                    {"singular_values_", numbers({10})}}));
    CHECK(answers::of(m, "transform", {4, 7}) == std::vector{11.0});
  }

  TEST_CASE("neighborhood components are a projection") {
    const auto m =
        model_of(object("NeighborhoodComponentsAnalysis",
                        {{"n_features_in_", integer(2)}, {"components_", numbers({1, 1, 2, -1})}}));
    CHECK(answers::of(m, "transform", {4, 7}) == std::vector{11.0, 1.0});
  }

  TEST_CASE("a random projection has no centre either; a sparse one keeps its components sparse") {
    const auto dense =
        model_of(object("GaussianRandomProjection",
                        {{"n_features_in_", integer(2)}, {"components_", numbers({1, 1, 2, -1})}}));
    CHECK(answers::of(dense, "transform", {4, 7}) == std::vector{11.0, 1.0});
    const code sparse = global("scipy.sparse._csr", "csr_matrix") + ")\x81" +
                        dict({{"_shape", tuple({integer(2), integer(2)})},
                              {"data", numbers({3, -0.5, 2})},
                              {"indices", integers({1, 0, 1})},
                              {"indptr", integers({0, 1, 3})}}) +
                        "b";
    const auto some =
        model_of(object("SparseRandomProjection", {{"n_features_in_", integer(2)}, {"components_", sparse}}));
    CHECK(answers::of(some, "transform", {4, 7}) == std::vector{21.0, 12.0});
  }

  TEST_CASE("components that do not fit are refused") {
    CHECK(refused(object("TruncatedSVD",
                         {{"n_features_in_", integer(2)}, {"components_", numbers({1, 1, 1})}})) ==
          "`TruncatedSVD.components_`: 3 numbers do not fit 2 features");
  }
}
