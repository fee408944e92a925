// convert/ir/evaluate_neighbors.cpp -- the oracle's nearest points against scikit-learn's.
#include "one_step.hpp"

using namespace convert::ir;

namespace {

neighbors of_line(std::vector<double> points, std::uint32_t count) {
  neighbors s;
  s.count = count;
  for (std::size_t i = 0; i < points.size(); ++i) s.values.push_back(static_cast<double>(i));
  s.points = std::move(points);
  return s;
}

} // namespace

TEST_SUITE("ir/evaluate_neighbors") {
  TEST_CASE("distances ascend, values stand beside them") {
    CHECK(made_of({1.5}, of_line({5, 1, 9, 2}, 3)) == std::vector{0.5, 0.5, 3.5, 1.0, 3.0, 0.0});
  }

  TEST_CASE("equally far points are those that scikit-learn 1.2.1 finds") {
    // KNeighborsClassifier(3, algorithm='brute').kneighbors: of 1, 1, 1 the last gives way to 0.
    CHECK(made_of({0}, of_line({1, 1, 1, 0}, 3)) == std::vector{0.0, 1.0, 1.0, 3.0, 0.0, 1.0});
    CHECK(made_of({0}, of_line({7, 7, 7, 7}, 2)) == std::vector{7.0, 7.0, 0.0, 1.0});
  }

  TEST_CASE("a tree's nearer half is met first, the left one of equals") {
    neighbors s = of_line({0, 1, 3, 4}, 1);
    s.bounds = {0, 0, 3, 4, 1, 4};
    CHECK(made_of({2}, s) == std::vector{1.0, 1.0});
    CHECK(made_of({2.5}, s) == std::vector{0.5, 2.0});
    s.balls = true;
    s.bounds = {2, 0.5, 3.5, 2, 0.5, 0.5};
    CHECK(made_of({2}, s) == std::vector{1.0, 1.0});
  }

  TEST_CASE("points that are too far have a stand-in") {
    neighbors s = of_line({1, 2, 3}, 2);
    s.far_away = 2;
    CHECK(made_of({1e200}, s) == std::vector{endless, endless, 2.0, 2.0});
    CHECK(made_of({no_number}, s) == std::vector{endless, endless, 2.0, 2.0});
  }
}
