// pounce/kernels/search.cpp -- binary search against counting.
#include <doctest/doctest.h>

#include <vector>

#include <pounce/core/arch.hpp>
#include <pounce/kernels/search.hpp>

TEST_SUITE("kernels/search") {
  TEST_CASE("leading counts what lies on the left for every length and place") {
    for (std::size_t n = 0; n <= 33; ++n) {
      std::vector<double> numbers(n);
      for (std::size_t i = 0; i < n; ++i) numbers[i] = static_cast<double>(i);
      for (std::size_t place = 0; place <= n; ++place) {
        CAPTURE(n);
        CAPTURE(place);
        const auto below = [=](double x) { return x < static_cast<double>(place); };
        CHECK(pounce::kernels::leading<pounce::default_arch>(numbers, below) == place);
      }
    }
  }

  TEST_CASE("leading stays within numbers that are not sorted") {
    const std::vector<double> numbers{5, -1, 3, 0, 9};
    const auto below = [](double x) { return x < 4; };
    CHECK(pounce::kernels::leading<pounce::default_arch>(numbers, below) <= numbers.size());
  }
}
