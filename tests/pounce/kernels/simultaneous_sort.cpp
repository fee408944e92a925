// pounce/kernels/simultaneous_sort.cpp -- where equal distances come to stand.
#include <algorithm>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

#include <pounce/kernels/simultaneous_sort.hpp>
#include <support/reference_kernels.hpp>

namespace {

struct sorted {
  std::vector<double> distances;
  std::vector<double> points;

  sorted(std::vector<double> unsorted, bool introsort)
      : distances(std::move(unsorted)), points(distances.size()) {
    std::iota(points.begin(), points.end(), 0.0);
    pounce::kernels::simultaneous_sort({distances.data(), points.data()}, distances.size(), introsort);
  }
};

} // namespace

TEST_SUITE("kernels/simultaneous_sort") {
  TEST_CASE("equal distances stand where scikit-learn 1.2.1 leaves them") {
    // sklearn.neighbors._kd_tree.simultaneous_sort
    const sorted mixed({2, 1, 2, 1, 1, 2, 1, 2, 1, 1, 3, 1}, false);
    CHECK(mixed.distances == std::vector<double>{1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3});
    CHECK(mixed.points == std::vector<double>{6, 11, 9, 1, 4, 8, 3, 2, 7, 0, 5, 10});
    const sorted equal(std::vector<double>(9, 1.0), false);
    CHECK(equal.points == std::vector<double>{8, 0, 1, 2, 3, 4, 6, 7, 5});
  }

  TEST_CASE("up to three, with introsort up to fifteen, keep their order") {
    for (const std::size_t count : {1U, 2U, 3U, 15U}) {
      const sorted equal(std::vector<double>(count, 1.0), true);
      CHECK(std::ranges::is_sorted(equal.points));
    }
    CHECK(sorted({1, 1, 1}, false).points == std::vector<double>{0, 1, 2});
    CHECK_FALSE(std::ranges::is_sorted(sorted(std::vector<double>(16, 1.0), true).points));
  }

  TEST_CASE("any number of any distances ascend, each with its own point") {
    for (int seed = 0; seed < 400; ++seed) {
      reference::numbers random(static_cast<std::uint64_t>(seed));
      std::vector<double> distances = random.many(1 + static_cast<std::size_t>(seed) * 7);
      const bool coarse = seed % 3 == 0;
      for (double& d : distances) d = coarse ? std::round(d) : d;
      if (seed % 5 == 0) std::ranges::sort(distances); // the depth of many levels
      const sorted all(distances, seed % 2 == 0);
      CHECK(std::ranges::is_sorted(all.distances));
      auto points = all.points;
      for (std::size_t i = 0; i < points.size(); ++i)
        CHECK(distances[static_cast<std::size_t>(points[i])] == all.distances[i]);
      std::ranges::sort(points);
      CHECK(std::ranges::adjacent_find(points) == points.end());
    }
  }

  TEST_CASE("a hundred thousand equal distances are a matter of milliseconds") {
    CHECK(std::ranges::is_sorted(sorted(std::vector<double>(100000, 1.0), false).distances));
  }
}
