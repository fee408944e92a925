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
    CHECK(made_of({1.5}, of_line({5, 1, 9, 2}, 3)) == std::vector{0.5, 0.5, 3.5, 3.0, 1.0, 0.0});
  }

  TEST_CASE("equally far points are those that scikit-learn 1.2.1 finds") {
    // KNeighborsClassifier(3, algorithm='kd_tree').kneighbors: of 1, 1, 1 the last gives way to 0.
    CHECK(made_of({0}, of_line({1, 1, 1, 0}, 3)) == std::vector{0.0, 1.0, 1.0, 3.0, 0.0, 1.0});
    CHECK(made_of({0}, of_line({7, 7, 7, 7}, 2)) == std::vector{7.0, 7.0, 1.0, 0.0});
  }

  TEST_CASE("equally far neighbors stand in the order of scikit-learn 1.2.1") {
    // KNeighborsClassifier(9, algorithm='kd_tree', leaf_size=100).kneighbors
    const auto found = made_of({0}, of_line({1, 2, 2, 1, 3, 1, 2, 1, 1, 2}, 9));
    CHECK(std::vector(found.begin() + 9, found.end()) == std::vector<double>{3, 5, 8, 7, 0, 6, 1, 9, 2});
    // 1.9.0, the same with 16.
    neighbors later = of_line({1, 2, 2, 1, 3, 1, 2, 1, 1, 2, 1, 2, 3, 1, 2, 2, 1}, 16);
    later.introsort = true;
    const auto sorted = made_of({0}, later);
    CHECK(std::vector(sorted.begin() + 16, sorted.end()) ==
          std::vector<double>{0, 13, 10, 8, 16, 5, 3, 7, 11, 2, 14, 6, 1, 9, 15, 12});
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
