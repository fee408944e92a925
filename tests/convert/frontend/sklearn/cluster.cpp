// convert/frontend/sklearn/cluster.cpp -- the nearest centre as the last step, distances before it, and a hierarchy.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code k_means(const std::vector<double>& centres) {
  return object("KMeans", {{"n_features_in_", integer(2)}, {"cluster_centers_", numbers(centres)}});
}

code leaf_at(double x, double y, int label) {
  return object(
      "_BisectingTree",
      {{"center", numbers({x, y})}, {"left", none()}, {"right", none()}, {"label", integer(label)}});
}

code fork(double x, double y, const code& left, const code& right) {
  return object("_BisectingTree", {{"center", numbers({x, y})}, {"left", left}, {"right", right}});
}

/// The mean (1, 1) was subtracted before centres were found: (-10, 1), and right of it (0, 1) and (10, 1).
code bisecting() {
  const code tree = fork(0, 0, leaf_at(-11, 0, 7), fork(4, 0, leaf_at(-1, 0, 2), leaf_at(9, 0, 0)));
  return object("BisectingKMeans",
                {{"n_features_in_", integer(2)}, {"_X_mean", numbers({1, 1})}, {"_bisecting_tree", tree}});
}

std::string label_at(const convert::ir::model& m, const std::vector<double>& row) {
  const auto found = answers::of(m, "predict", row);
  return m.outputs.front().labels.at(static_cast<std::size_t>(found.at(0))).text;
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/cluster") {
  TEST_CASE("the last step names the nearest centre, the first of equals") {
    const auto m = model_of(k_means({0, 0, 4, 0, 0, 4}));
    CHECK(label_at(m, {3, 1}) == "1");
    CHECK(label_at(m, {1, 3}) == "2");
    CHECK(label_at(m, {2, 2}) == "0");
    CHECK(answers::refuses(m, {missing, 0}));
  }

  TEST_CASE(
      "centres that are one place but for rounding are refused, those that are the same to the bit are not") {
    CHECK(refused(k_means({1, 1, 0, 5, 1, std::nextafter(1, 0)})) ==
          "`KMeans.cluster_centers_`: the centres 0 and 2 are one place but for rounding, which decides "
          "between them: fit it "
          "again with fewer clusters");
    CHECK(refused(k_means({1, 1, 0, 5, 1, 1})) == "");
    CHECK(refused(k_means({1, 1, 0, 5, 1, 1 - 1e-9})) == "");
  }

  TEST_CASE("a step before the last measures distances") {
    const auto m = model_of(pipeline({k_means({0, 0, 3, 4}), ridge({1, 10}, 0)}));
    CHECK(answers::of(m, "predict", {0, 0}) == std::vector{50.0});
    CHECK(m.sums_cancel); // the trainer's own distance is noise beside a centre
    CHECK_FALSE(model_of(k_means({0, 0, 3, 4})).sums_cancel);
  }

  TEST_CASE("distances that overflow leave the first centre, or those that do not") {
    const auto m = model_of(k_means({1e10, -1e10, 1, 1, 2, 0}));
    CHECK(label_at(m, {1e300, 1e300}) == "0"); // inf - inf: NaN stands first
    const auto behind = model_of(k_means({2, 0, 1e10, -1e10, 1, 1}));
    CHECK(label_at(behind, {1e300, 1e300}) == "0");
    CHECK(label_at(behind, {-1e300, -1e300}) == "0");
  }

  TEST_CASE("a hierarchy is walked fork by fork") {
    const auto m = model_of(bisecting());
    CHECK(label_at(m, {-10, 1}) == "7");
    CHECK(label_at(m, {0, 1}) == "2");
    CHECK(label_at(m, {10, 1}) == "0");
    // (-4, 1) is nearer to the centre (0, 1) than to (-10, 1), but the fork asks for (5, 1).
    CHECK(label_at(m, {-4, 1}) == "7");
  }

  TEST_CASE("one cluster needs no walk") {
    const auto m = model_of(
        object("BisectingKMeans", {{"n_features_in_", integer(2)}, {"_bisecting_tree", leaf_at(1, 2, 0)}}));
    CHECK(label_at(m, {5, 5}) == "0");
  }

  TEST_CASE("a clustering of floats raises for doubles, and is refused") {
    const code floats = array({integer(1), integer(2)}, "f4", bytes(std::string(8, '\0')));
    CHECK(refused(object("KMeans", {{"n_features_in_", integer(2)}, {"cluster_centers_", floats}})) ==
          "`KMeans.cluster_centers_`: fitted on float32, so that predict raises for float64 rows");
  }
}
