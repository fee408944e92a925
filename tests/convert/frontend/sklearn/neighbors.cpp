// convert/frontend/sklearn/neighbors.cpp -- votes, means and weights of the nearest rows, and tables that are refused.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled_trees.hpp"

using namespace pickled;

namespace {

code column(const std::vector<double>& x) {
  std::string data;
  for (const double v : x) data += eight_bytes(v);
  return array({integer(static_cast<std::int32_t>(x.size())), integer(1)}, "f8", bytes(data));
}

/// In one column all metrics say the same; Euclid's is not taken with weights by distance where there is no tree.
attributes table(const std::vector<double>& points, const code& targets, int count,
                 const std::string& weights, const char* version = "1.2.1") {
  return {{"n_features_in_", integer(1)},
          {"n_neighbors", integer(count)},
          {"weights", text(weights)},
          {"_fit_X", column(points)},
          {"_y", targets},
          {"_fit_method", text("brute")},
          {"effective_metric_", text(weights == "distance" ? "manhattan" : "euclidean")},
          {"effective_metric_params_", dict({})},
          {"_sklearn_version", text(version)}};
}

attributes with(attributes all, const std::string& name, const code& value) {
  for (auto& entry : all)
    if (entry.first == name) {
      entry.second = value;
      return all;
    }
  all.emplace_back(name, value);
  return all;
}

code classifier(attributes all) {
  all = with(std::move(all), "outputs_2d_", boolean(false));
  return object("KNeighborsClassifier", with(std::move(all), "classes_", texts({"a", "b", "c"})));
}

code regressor(attributes all) { return object("KNeighborsRegressor", std::move(all)); }

/// A KDTree with two leaves over the rows in `order`.
code tree(const std::vector<std::int64_t>& order, std::int64_t half, const std::vector<double>& bounds) {
  const auto count = static_cast<std::int64_t>(order.size());
  std::string nodes;
  for (const auto& [first, end] : {std::pair<std::int64_t, std::int64_t>{0, count}, {0, half}, {half, count}})
    nodes += eight_bytes(first) + eight_bytes(end) + eight_bytes(std::int64_t{0}) + eight_bytes(0.0);
  const std::vector<field> fields = {
      {"idx_start", "i8", 0}, {"idx_end", "i8", 8}, {"is_leaf", "i8", 16}, {"radius", "f8", 24}};
  return global("sklearn.neighbors._kd_tree", "newObj") +
         tuple({global("sklearn.neighbors._kd_tree", "KDTree")}) + "R" +
         tuple({none(), integers(order), records(fields, 32, nodes), numbers(bounds)}) + "b";
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/neighbors") {
  TEST_CASE("every neighbor has a vote, the first of equal classes wins") {
    const auto m = model_of(classifier(table({0, 1, 2, 5.5}, integers({2, 1, 1, 0}), 3, "uniform")));
    CHECK(answers::of(m, "proba", {0.1}) == std::vector{0.0, 2.0 / 3, 1.0 / 3});
    CHECK(answers::of(m, "predict", {0.1}) == std::vector{1.0});
    const auto two = model_of(classifier(table({0, 1.5}, integers({2, 1}), 2, "uniform")));
    CHECK(answers::of(two, "predict", {0}) == std::vector{1.0});
    CHECK(answers::refuses(two, {missing}));
  }

  TEST_CASE("weights are one by the distance, and all where there is none") {
    const auto m = model_of(classifier(table({0, 1, 3.5}, integers({0, 1, 1}), 3, "distance")));
    const auto found = answers::of(m, "proba", {0.5});
    CHECK(std::fabs(found[0] - 2 / (2 + 2 + 1 / 3.0)) < 1e-15);
    CHECK(answers::of(m, "proba", {1}) == std::vector{0.0, 1.0, 0.0});
  }

  TEST_CASE("rows too far to weigh anything have no probabilities, and are refused since 1.3") {
    const code both = tree({0, 1}, 1, {0, 0, 1.5, 1.5, 0, 1.5});
    const auto in_tree = [&](const char* version) {
      auto all = table({0, 1.5}, integers({2, 1}), 2, "distance", version);
      all = with(all, "effective_metric_", text("euclidean")); // whose squares overflow
      return model_of(classifier(with(with(all, "_fit_method", text("kd_tree")), "_tree", both)));
    };
    const auto old = in_tree("1.2.1");
    CHECK(answers::of(old, "proba", {1e300}) == std::vector{0.0, 0.0, 0.0});
    CHECK(answers::of(old, "predict", {1e300}) == std::vector{0.0});
    const auto later = in_tree("1.3.0");
    CHECK(answers::refuses(later, {1e300}));
    CHECK(answers::of(later, "predict", {1.5}) == std::vector{1.0});
  }

  TEST_CASE("several targets are several answers") {
    const code y = array({integer(2), integer(2)}, "i8",
                         bytes(eight_bytes(std::int64_t{0}) + eight_bytes(std::int64_t{1}) +
                               eight_bytes(std::int64_t{1}) + eight_bytes(std::int64_t{0})));
    auto all = with(table({0, 1.5}, y, 1, "uniform"), "outputs_2d_", boolean(true));
    all = with(all, "classes_", list({integers({10, 20}), texts({"x", "y"})}));
    const auto m = model_of(object("KNeighborsClassifier", all));
    CHECK(answers::of(m, "predict_0", {2}) == std::vector{1.0});
    CHECK(answers::of(m, "predict_1", {2}) == std::vector{0.0});
  }

  TEST_CASE("means are plain or weighted") {
    const auto plain = model_of(regressor(table({0, 1, 3.5}, numbers({1, 2, 6}), 2, "uniform")));
    CHECK(answers::of(plain, "predict", {0.9}) == std::vector{1.5});
    const auto weighted = model_of(regressor(table({0, 1, 3.5}, numbers({1, 2, 6}), 2, "distance")));
    CHECK(answers::of(weighted, "predict", {0.25}) == std::vector{(1 * 4 + 2 / 0.75) / (4 + 1 / 0.75)});
    CHECK(answers::of(weighted, "predict", {3.5}) == std::vector{6.0});
    auto all = with(table({0, 1.5}, numbers({1, 2}), 2, "distance"), "effective_metric_", text("euclidean"));
    all = with(with(all, "_fit_method", text("kd_tree")), "_tree", tree({0, 1}, 1, {0, 0, 1.5, 1.5, 0, 1.5}));
    CHECK(std::isnan(answers::of(model_of(regressor(all)), "predict", {1e300})[0])); // no weight at all
  }

  TEST_CASE("a tree's order decides which of equally far rows are met first") {
    auto all = table({1.5, -1.5, 4, 5}, numbers({10, 20, 30, 40}), 1, "uniform");
    all = with(all, "_fit_method", text("kd_tree"));
    const auto m = model_of(regressor(with(all, "_tree", tree({1, 0, 2, 3}, 2, {-1.5, -1.5, 4, 5, 1.5, 5}))));
    CHECK(answers::of(m, "predict", {0}) == std::vector{20.0});
    CHECK(answers::of(m, "predict", {4.5}) == std::vector{30.0});
    CHECK(answers::of(m, "predict", {1e300}) == std::vector{10.0}); // row 0 stands in
  }

  TEST_CASE("trees that scikit-learn did not make are refused") {
    const auto refused_with = [&](const code& made) {
      auto all = with(table({1.5, -1.5, 4, 5}, numbers({10, 20, 30, 40}), 1, "uniform"), "_tree", made);
      return refused(regressor(with(all, "_fit_method", text("kd_tree"))));
    };
    CHECK(refused_with(tree({1, 0, 2, 3}, 1, {0, 0, 0, 0, 0, 0}))
              .ends_with("a tree whose nodes are not halves"));
    CHECK(refused_with(tree({1, 1, 2, 3}, 2, {0, 0, 0, 0, 0, 0}))
              .ends_with("a tree that does not hold every row once"));
    CHECK(refused_with(tree({1, 0, 2, 3}, 2, {0, 0})).ends_with("2 bounds for 3 nodes"));
  }

  TEST_CASE("ties that threads or numpy break are refused") {
    std::vector<double> points(257);
    for (std::size_t i = 0; i < points.size(); ++i) points[i] = static_cast<double>(i % 50);
    std::vector<double> targets(257, 1.0);
    targets[256] = 2;
    const code y = numbers(targets);
    CHECK(refused(regressor(table(points, y, 3, "uniform")))
              .find("and the number of threads decides which are neighbors") != std::string::npos);
    for (double& x : points) x += 0.25; // no whole numbers, but the same ones again and again
    CHECK(refused(regressor(table(points, y, 3, "uniform"))) != "");
    const code agreeing = numbers(std::vector<double>(257, 1.0)); // then it does not matter which are found
    CHECK(refused(regressor(table(points, agreeing, 3, "uniform"))) == "");
    for (std::size_t i = 0; i < points.size(); ++i) points[i] = std::sqrt(static_cast<double>(i) + 2);
    CHECK(refused(regressor(table(points, y, 3, "uniform"))) == "");
    CHECK(refused(regressor(table({1, 2, 2}, numbers({1, 2, 3}), 3, "uniform", "1.0.2")))
              .find("numpy.argpartition") != std::string::npos);
    CHECK(refused(regressor(table({1, 2, 2}, numbers({1, 2, 3}), 3, "uniform", "1.1.0"))) == "");
    const code whole = array(
        {integer(3), integer(1)}, "i8",
        bytes(eight_bytes(std::int64_t{1}) + eight_bytes(std::int64_t{2}) + eight_bytes(std::int64_t{2})));
    const code truths = array({integer(3), integer(1)}, "b1", bytes("\1\0\0"s));
    for (const code& other :
         {whole, truths}) { // what is no double goes through argpartition in every version
      const auto made = with(table({1, 2, 2}, numbers({1, 2, 3}), 3, "uniform", "1.1.0"), "_fit_X", other);
      CHECK(refused(regressor(made)).find("numpy.argpartition") != std::string::npos);
    }
  }

  TEST_CASE("so are those whose weights come together as the number of rows asked says, if there are enough "
            "to show") {
    std::vector<double> points(20);
    for (std::size_t i = 0; i < points.size(); ++i) points[i] = static_cast<double>(i % 5);
    const code y = integers({0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1});
    CHECK(refused(classifier(table(points, y, 8, "distance"))).find("the number of rows asked decides") !=
          std::string::npos);
    CHECK(refused(classifier(table(points, y, 7, "distance"))) == "");
    CHECK(refused(classifier(table(points, y, 8, "uniform"))) == "");
    for (double& x : points) x = std::sqrt(x + 2) + 1e-3 * static_cast<double>(&x - points.data());
    CHECK(refused(classifier(table(points, y, 8, "distance"))) == "");
  }

  TEST_CASE("a scaled grid's rows are equally far away but for rounding, which decides without a tree") {
    std::vector<double> grid; // three places, four rows each
    std::vector<double> targets;
    for (int i = 0; i < 12; ++i) {
      grid.push_back((i % 3 - 1) / 0.7);
      targets.push_back(i % 3);
    }
    const code y = numbers(targets);
    CHECK(refused(regressor(table(grid, y, 5, "uniform"))) ==
          "`KNeighborsRegressor`: rows of the table are equally far away but for rounding, and the BLAS "
          "decides which are "
          "neighbors: fit it again with algorithm='kd_tree'");
    CHECK(refused(regressor(table(grid, y, 4, "uniform"))) ==
          ""); // four rows at no distance, and nothing more
    const code agreeing = numbers(std::vector<double>(12, 1.0));
    CHECK(refused(regressor(table(grid, agreeing, 5, "uniform"))) == "");
    CHECK(refused(regressor(with(table(grid, y, 5, "uniform"), "effective_metric_", text("manhattan")))) ==
          "");
    for (double& x : grid) x = std::round(x); // whole numbers are exact: the first is taken
    CHECK(refused(regressor(table(grid, y, 5, "uniform"))) == "");
    for (std::size_t i = 0; i < grid.size(); ++i) grid[i] = std::sqrt(static_cast<double>(i) + 2);
    CHECK(refused(regressor(table(grid, y, 5, "uniform"))) == "");
  }

  TEST_CASE("weights by a distance that is rounding noise are refused, with a tree they are not") {
    const auto near = with(table({1.5, -1.5, 4, 5}, numbers({10, 20, 30, 40}), 1, "distance"),
                           "effective_metric_", text("euclidean"));
    CHECK(refused(regressor(near)) == "`KNeighborsRegressor`: weights by a distance that is found without a "
                                      "tree are rounding noise near rows of the "
                                      "table: fit it again with algorithm='kd_tree'");
    CHECK(refused(classifier(with(near, "_y", integers({0, 1, 2, 0})))) != "");
    const auto in_tree = with(near, "_fit_method", text("kd_tree"));
    CHECK(refused(regressor(with(in_tree, "_tree", tree({1, 0, 2, 3}, 2, {-1.5, -1.5, 4, 5, 1.5, 5})))) ==
          "");
  }

  TEST_CASE("by their directions rows are near whatever their length") {
    const auto in_directions = [](const std::vector<double>& points, const code& y,
                                  const std::string& weights = "uniform") {
      std::string data;
      for (const double v : points) data += eight_bytes(v);
      const auto rows = static_cast<std::int32_t>(points.size() / 2);
      auto all =
          with(table({}, y, 1, weights), "_fit_X", array({integer(rows), integer(2)}, "f8", bytes(data)));
      return regressor(with(with(all, "effective_metric_", text("cosine")), "n_features_in_", integer(2)));
    };
    const code y = numbers({10, 20, 30});
    const auto m = model_of(in_directions({0.1, 0.02, 30.5, 31, 0.5, 7}, y));
    CHECK(answers::of(m, "predict", {1000, 10}) == std::vector{10.0});
    CHECK(answers::of(m, "predict", {0.01, 0.011}) == std::vector{20.0});
    CHECK(answers::of(m, "predict", {-1e-9, 1e9}) == std::vector{30.0});
    CHECK(answers::refuses(m, {0, 0})); // as far away from all, and numpy.argpartition would decide
    CHECK(answers::refuses(m, {1e200, 1e200}));
    CHECK(refused(in_directions({0.1, 0.02, 0, 0, 0.5, 7}, y)) ==
          "`KNeighborsRegressor._fit_X`: row 1 has no length that it could be divided by, and no angle to "
          "others");
    CHECK(refused(in_directions({0.1, 0.3, 0.2, 0.6, 0.5, 7}, y)) ==
          "`KNeighborsRegressor`: rows of the table are equally far away, and numpy.argpartition decides "
          "which are "
          "neighbors: fit it again behind a Normalizer, with metric='euclidean' and algorithm='kd_tree'");
    CHECK(refused(in_directions({0.1, 0.3, 0.2, 0.6, 0.5, 7}, numbers({10, 10, 30}))) == "");
    CHECK(refused(in_directions({1, 2, 3, 4, 5, 6}, y)).find("numpy.argpartition") != std::string::npos);
    CHECK(refused(in_directions({0.1, 0.02, 30.5, 31, 0.5, 7}, y, "distance")).find("rounding noise") !=
          std::string::npos);
  }

  TEST_CASE("what a table of numbers can not say is refused by name") {
    const auto base = table({0, 1.5}, numbers({1, 2}), 1, "uniform");
    CHECK(refused(regressor(with(base, "effective_metric_", text("canberra")))) ==
          "`KNeighborsRegressor`: metric `canberra` is not supported, euclidean, manhattan, chebyshev, "
          "minkowski and cosine are");
    CHECK(refused(regressor(with(base, "effective_metric_params_", dict({{"w", numbers({1})}})))) ==
          "`KNeighborsRegressor`: a metric with weights is not supported");
    CHECK(refused(regressor(with(base, "weights", global("a", "function")))) ==
          "`KNeighborsRegressor`: weights by a function are not supported");
    CHECK(refused(regressor(with(base, "n_neighbors", integer(3)))) ==
          "`KNeighborsRegressor`: n_neighbors 3 of 2 rows");
    const code floats = array({integer(2)}, "f4", bytes(std::string(8, '\0')));
    CHECK(refused(regressor(with(base, "_y", floats))) ==
          "`KNeighborsRegressor._y`: targets in float32 are averaged in float32, which is not supported");
  }
}
