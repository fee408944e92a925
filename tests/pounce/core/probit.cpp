// pounce/core/probit.cpp -- the normal distribution's quantiles against SciPy's.
#include <cmath>
#include <numbers>

#include <doctest/doctest.h>

#include <pounce/core/probit.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using pounce::probit;

TEST_SUITE("core/probit") {
  TEST_CASE("quantiles are those of SciPy's ndtri, on each of its pieces and at their ends") {
    // SciPy 1.10.1, special.ndtri.
    constexpr double cases[][2] = {{5e-324, -38.467405617144344},
                                   {1e-300, -37.0470962993612},
                                   {1e-20, -9.262340089798409},
                                   {1e-14, -7.6506280929352695},
                                   {1e-13, -7.348796102800677},
                                   {1e-7, -5.1993375821928165},
                                   {0.1, -1.2815515655446004},
                                   {0.1353352832366127, -1.10151962849875},
                                   {0.1354, -1.101222112591979},
                                   {0.25, -0.6744897501960817},
                                   {0.5, 0.0},
                                   {0.75, 0.6744897501960817},
                                   {0.9, 1.2815515655446004},
                                   {0.99999, 4.264890793923841},
                                   {0.9999999999999999, 8.209536151601387}};
    for (const auto& c : cases) {
      CAPTURE(c[0]);
      CHECK(near(probit(c[0]), c[1], 1e-15));
    }
  }

  TEST_CASE("the cumulative function undoes it") {
    for (double p = 0.001; p < 0.5; p += 0.0137)
      CHECK(near(std::erfc(-probit(p) / std::numbers::sqrt2) / 2, p, 1e-14 * p));
  }

  TEST_CASE("there is nothing outside of 0 and 1, and infinities at the ends") {
    CHECK(probit(0.0) == -infinity);
    CHECK(probit(-0.0) == -infinity);
    CHECK(probit(1.0) == infinity);
    CHECK(std::isnan(probit(-5e-324)));
    CHECK(std::isnan(probit(std::nextafter(1.0, 2.0))));
    CHECK(std::isnan(probit(infinity)));
    CHECK(std::isnan(probit(quiet_nan)));
  }
}
