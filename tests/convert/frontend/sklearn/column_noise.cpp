// convert/frontend/sklearn/column_noise.cpp -- columns of rounding errors, and the steps that make much of them or do not.
#include <doctest/doctest.h>

#include "pickled.hpp"
#include "pickled_trees.hpp"

using namespace pickled;

namespace {

/// Two columns that were always equal: their difference is nothing but rounding.
code pca_of_equals(double variance = 1e-33) {
  return object("PCA", {{"n_features_in_", integer(2)},
                        {"mean_", numbers({0, 0})},
                        {"components_", numbers({1, 1, 1, -1})},
                        {"explained_variance_", numbers({4, variance})},
                        {"whiten", boolean(false)}});
}

std::string lost(const std::string& place, int column) {
  return "`" + place + "`: column " + std::to_string(column) +
         " of its answer is nothing but rounding errors, which scikit-learn does not repeat from machine to "
         "machine "
         "either, and a later step makes much of it: fit it again without constant columns and such that "
         "others "
         "determine, or with fewer components (n_components=0.9999 leaves them out)";
}

code before(const code& step) { return pipeline({pca_of_equals(), step}); }

code bins(const std::vector<double>& edges) {
  return object("KBinsDiscretizer", {{"n_features_in_", integer(2)},
                                     {"encode", text("ordinal")},
                                     {"n_bins_", integers({2, static_cast<std::int64_t>(edges.size()) - 1})},
                                     {"bin_edges_", objects({numbers({-1, 0, 1}), numbers(edges)})}});
}

code ranks(const std::vector<double>& quantiles) {
  return object("QuantileTransformer", {{"n_features_in_", integer(2)},
                                        {"output_distribution", text("uniform")},
                                        {"references_", numbers({0, 1})},
                                        {"quantiles_", numbers(quantiles)}});
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/column_noise") {
  TEST_CASE("a null component alone, or scaled by itself as it is, is answered") {
    CHECK(answers::of(model_of(pca_of_equals()), "transform", {1, 1}) == std::vector{2.0, 0.0});
    CHECK(answers::of(model_of(before(standard_scaler({0, 0}, {2, 1}))), "transform", {1, 1}) ==
          std::vector{1.0, 0.0});
  }

  TEST_CASE(
      "a scaler that divides it by its own spread is refused, and one of a column that spreads is not") {
    CHECK(refused(before(standard_scaler({0, 0}, {2, 3e-17}))) == lost("Pipeline.steps[0][1]", 1));
    const auto fine = pipeline({pca_of_equals(1e-6), standard_scaler({0, 0}, {2, 1e-3})});
    CHECK(answers::of(model_of(fine), "transform", {1, 1}) == std::vector{1.0, 0.0});
  }

  TEST_CASE("so is one after a truncated decomposition past the rank of the data, but not where columns are "
            "far from 0") {
    const auto svd = [](const std::vector<double>& variance, const std::vector<double>& singular) {
      return object("TruncatedSVD", {{"n_features_in_", integer(2)},
                                     {"components_", numbers({1, 1, 1, -1})},
                                     {"explained_variance_", numbers(variance)},
                                     {"singular_values_", numbers(singular)}});
    };
    CHECK(refused(pipeline({svd({4, 1e-33}, {20, 3e-16}), standard_scaler({0, 0}, {2, 3e-17})})) ==
          lost("Pipeline.steps[0][1]", 1));
    // Of 100 rows, the first component's mean is 1000.
    const auto fine = pipeline({svd({4, 1e-6}, {1e4, 1e-2}), standard_scaler({0, 0}, {2, 1e-3})});
    CHECK(answers::of(model_of(fine), "transform", {1, 1}) == std::vector{1.0, 0.0});
  }

  TEST_CASE("a tree that splits on it is refused, and one that splits on another is not") {
    const auto tree = [](int feature) {
      return before(object("DecisionTreeRegressor", {{"n_features_in_", integer(2)},
                                                     {"n_outputs_", integer(1)},
                                                     {"tree_", tree_of(stump(1, {1}, {2}, feature))}}));
    };
    CHECK(refused(tree(1)) == lost("Pipeline.steps[0][1]", 1));
    CHECK(answers::of(model_of(tree(0)), "predict", {1, 1}) == std::vector{2.0});
  }

  TEST_CASE("bins and quantiles among its values are refused, one bin and one quantile are not") {
    CHECK(refused(before(bins({-1e-16, 0, 1e-16}))) == lost("Pipeline.steps[0][1]", 1));
    CHECK(answers::of(model_of(before(bins({0, 1e-16}))), "transform", {1, 1}) == std::vector{1.0, 0.0});
    CHECK(refused(before(ranks({-1, -1e-16, 1, 1e-16}))) == lost("Pipeline.steps[0][1]", 1));
    CHECK(answers::of(model_of(before(ranks({-2, 0, 2, 0}))), "transform", {1, 1}).at(0) == 1.0);
  }

  TEST_CASE("it is followed through a union and a selection of columns") {
    const code both =
        object("FeatureUnion", {{"transformer_list", list({tuple({text("a"), ranks({-1, -1, 1, 1})}),
                                                           tuple({text("b"), pca_of_equals()})})}});
    CHECK(refused(pipeline({both, standard_scaler({0, 0, 0, 0}, {1, 1, 1, 1e-16})})) ==
          lost("Pipeline.steps[0][1].transformer_list[1][1]", 1));
  }

  TEST_CASE("a constant that a power left with its last bits is refused where they are spread out again") {
    const code scaler = object("StandardScaler", {{"n_features_in_", integer(1)},
                                                  {"with_mean", boolean(true)},
                                                  {"with_std", boolean(true)},
                                                  {"mean_", numbers({4e4})},
                                                  {"scale_", numbers({1})},
                                                  {"var_", numbers({0})}});
    const code power = object("PowerTransformer", {{"n_features_in_", integer(1)},
                                                   {"method", text("yeo-johnson")},
                                                   {"lambdas_", numbers({7})},
                                                   {"standardize", boolean(true)},
                                                   {"_scaler", scaler}});
    CHECK(model_of(power).sums_cancel);
    CHECK(refused(pipeline({power, standard_scaler({0}, {1e-10})})) == lost("Pipeline.steps[0][1]", 0));
  }
}
