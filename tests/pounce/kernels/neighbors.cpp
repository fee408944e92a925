// pounce/kernels/neighbors.cpp -- the nearest points, and which of equally far ones are found.
#include <algorithm>
#include <utility>

#include <doctest/doctest.h>

#include <pounce/kernels/neighbors.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using format::neighbor_metric;
using format::step_kind;

namespace {

/// Points (n, width) with their numbers 0, 1, ... as values.
struct table {
  std::vector<double> points;
  std::size_t width = 1;
  std::vector<double> bounds = {};
  bool balls = false;
  double exponent = 2;
  int flags = 0; // those besides balls

  std::vector<double> nearest(std::uint32_t count, const std::vector<double>& x,
                              neighbor_metric how = neighbor_metric::euclidean) const {
    one_step step(step_kind::neighbors);
    std::vector<double> values(points.size() / width);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i);
    step.step.a = step.append(points);
    step.step.b = step.append(values);
    step.step.c = step.append(bounds);
    step.step.alpha = exponent;
    return step.variant(how).flags(flags | (balls ? format::balls : 0))(x, 2 * count);
  }
};

} // namespace

TEST_SUITE("kernels/neighbors") {
  TEST_CASE("distances ascend, values stand beside them") {
    const table line{{5, 1, 9, 2}};
    CHECK(same(line.nearest(3, {1.5}), {0.5, 0.5, 3.5, 3, 1, 0}));
  }

  TEST_CASE("every metric has its own distance") {
    table plane{{3, 4, 30, 40}, 2};
    CHECK(same(plane.nearest(1, {0, 0}), {5, 0}));
    CHECK(same(plane.nearest(1, {0, 0}, neighbor_metric::manhattan), {7, 0}));
    CHECK(same(plane.nearest(1, {0, 0}, neighbor_metric::chebyshev), {4, 0}));
    plane.exponent = 3;
    CHECK(near(plane.nearest(1, {0, 0}, neighbor_metric::minkowski), {std::cbrt(91.0), 0}, 1e-15));
  }

  TEST_CASE("several values a point keep their order") {
    one_step step(step_kind::neighbors);
    step.step.a = step.append({1, 2, 3});
    step.step.b = step.append({10, 11, 12, 20, 21, 22, 30, 31, 32});
    CHECK(same(step({2.9}, 8), {3 - 2.9, 2.9 - 2, 30, 31, 32, 20, 21, 22}));
  }

  TEST_CASE("of equally far points the first met stay") {
    const table same_place{{7, 7, 7, 7}};
    CHECK(same(same_place.nearest(2, {0}), {7, 7, 1, 0}));
  }

  TEST_CASE("the heap says which of equally far points gives way to a nearer one") {
    // scikit-learn 1.2.1, KNeighborsClassifier(3, algorithm='kd_tree'): the heap of 1, 1, 1 loses its root, the last.
    const table near_last{{1, 1, 1, 0}};
    CHECK(same(near_last.nearest(3, {0}), {0, 1, 1, 3, 0, 1}));
  }

  TEST_CASE("equally far ones stand in the order that scikit-learn's sort leaves them in") {
    // scikit-learn 1.2.1, KNeighborsClassifier(9, algorithm='kd_tree', leaf_size=100).kneighbors
    const table line{{1, 2, 2, 1, 3, 1, 2, 1, 1, 2}};
    CHECK(same(line.nearest(9, {0}), {1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 5, 8, 7, 0, 6, 1, 9, 2}));
    table later{{1, 2, 2, 1, 3, 1, 2, 1, 1, 2, 1, 2, 3, 1, 2, 2, 1}}; // the same of 1.9.0 with 16
    later.flags = format::introsort;
    const auto sorted = later.nearest(16, {0});
    CHECK(same({sorted.begin() + 16, sorted.end()}, {0, 13, 10, 8, 16, 5, 3, 7, 11, 2, 14, 6, 1, 9, 15, 12}));
  }

  TEST_CASE("a tree's nearer half is met first") {
    // Two leaves, [0, 1] and [3, 4]; both points in the middle are at 1.
    const table halves{{0, 1, 3, 4}, 1, {0, 0, 3, 4, 1, 4}};
    CHECK(same(halves.nearest(1, {2}), {1, 1}));
    const table turned{{3, 4, 0, 1}, 1, {0, 3, 0, 4, 4, 1}};
    CHECK(same(turned.nearest(1, {2}), {1, 0}));
  }

  TEST_CASE("boxes and balls find what a look at all points finds") {
    for (int seed = 0; seed < 200; ++seed) {
      numbers random(static_cast<std::uint64_t>(seed));
      const std::size_t width = 1 + static_cast<std::size_t>(seed) % 3;
      table all{random.many(16 * width), width};
      table boxes = all;
      table balls = all;
      balls.balls = true;
      std::vector<double> upper;
      std::vector<double> radii;
      for (const auto& [first, end] : {std::pair<std::size_t, std::size_t>{0, 16}, {0, 8}, {8, 16}}) {
        double radius = 0;
        for (std::size_t i = 0; i < width; ++i) {
          double low = infinity;
          double high = -infinity;
          for (std::size_t p = first; p < end; ++p) {
            low = std::fmin(low, all.points[p * width + i]);
            high = std::fmax(high, all.points[p * width + i]);
          }
          boxes.bounds.push_back(low);
          upper.push_back(high);
          balls.bounds.push_back((low + high) / 2);
          radius += (high - low) / 2;
        }
        radii.push_back(radius);
      }
      boxes.bounds.insert(boxes.bounds.end(), upper.begin(), upper.end());
      balls.bounds.insert(balls.bounds.end(), radii.begin(), radii.end());
      for (const auto how : {neighbor_metric::euclidean, neighbor_metric::manhattan,
                             neighbor_metric::chebyshev, neighbor_metric::minkowski}) {
        const auto x = random.many(width);
        const auto plain = all.nearest(3, x, how);
        CHECK(same(boxes.nearest(3, x, how), plain));
        CHECK(same(balls.nearest(3, x, how), plain));
      }
    }
  }

  TEST_CASE("where distances overflow, the stand-in is infinitely far away") {
    one_step step(step_kind::neighbors);
    step.step.a = step.append({1, 2, 3});
    step.step.b = step.append({10, 20, 30});
    step.step.beta = 1;
    CHECK(same(step({1e200}, 4), {infinity, infinity, 20, 20}));
    CHECK(same(step({quiet_nan}, 2), {infinity, 20}));
  }

  TEST_CASE("all points can be asked for") {
    numbers random(3);
    const auto points = random.many(500);
    const auto found = table{points}.nearest(500, {0.25});
    CHECK(std::is_sorted(found.begin(), found.begin() + 500));
    auto order = std::vector<double>(found.begin() + 500, found.end());
    std::sort(order.begin(), order.end());
    for (std::size_t i = 0; i < order.size(); ++i) CHECK(order[i] == static_cast<double>(i));
  }
}
