// convert/ir/evaluate_probit.cpp -- the oracle's normal quantiles against SciPy's and the cumulative function.
#include <convert/ir/evaluate_step.hpp>

#include <cmath>
#include <limits>
#include <numbers>

#include <doctest/doctest.h>

using convert::ir::probit_of;

TEST_SUITE("ir/evaluate_probit") {
  TEST_CASE("quantiles are SciPy's, from the smallest number on") {
    // SciPy 1.10.1, special.ndtri.
    constexpr double cases[][2] = {{5e-324, -38.467405617144344}, {1e-300, -37.0470962993612},
                                   {1e-20, -9.262340089798409},   {1e-7, -5.1993375821928165},
                                   {0.1, -1.2815515655446004},    {0.25, -0.6744897501960817},
                                   {0.99999, 4.264890793923841},  {0.9999999999999999, 8.209536151601387}};
    for (const auto& c : cases) CHECK(probit_of(c[0]) == doctest::Approx(c[1]).epsilon(1e-14));
    CHECK(std::fabs(probit_of(0.5)) < 1e-15);
  }

  TEST_CASE("the cumulative function undoes it") {
    for (double p = 0.001; p < 0.5; p += 0.0137) {
      CHECK(std::erfc(-probit_of(p) / std::numbers::sqrt2) / 2 == doctest::Approx(p).epsilon(1e-14));
    }
  }

  TEST_CASE("there is nothing outside of 0 and 1, and infinities at the ends") {
    CHECK(probit_of(0) == -std::numeric_limits<double>::infinity());
    CHECK(probit_of(1) == std::numeric_limits<double>::infinity());
    CHECK(std::isnan(probit_of(1.5)));
    CHECK(std::isnan(probit_of(-0.1)));
    CHECK(std::isnan(probit_of(std::numeric_limits<double>::quiet_NaN())));
  }
}
