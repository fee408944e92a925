// pounce/kernels/quantile.cpp -- ranks on, beside and between quantiles.
#include <doctest/doctest.h>

#include <pounce/kernels/quantile.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using format::step_kind;

namespace {

struct ranks {
  std::vector<double> references;
  std::vector<double> quantiles;
  bool near = false;

  double of(double x) const {
    one_step step(step_kind::quantile);
    step.step.a = step.append(references);
    step.step.b = step.append(quantiles);
    if (near) {
      step.flags(format::near_ends);
      step.step.alpha = 1e-7;
    }
    return step({x}, 1)[0];
  }
};

} // namespace

TEST_SUITE("kernels/quantile") {
  TEST_CASE("between quantiles ranks are on the line between them") {
    const ranks r{{0, 0.5, 1}, {10, 20, 40}};
    CHECK(r.of(10) == 0);
    CHECK(r.of(15) == 0.25);
    CHECK(r.of(20) == 0.5);
    CHECK(r.of(35) == 0.875);
    CHECK(r.of(40) == 1);
  }

  TEST_CASE("below the first and above the last the ends are held") {
    const ranks r{{0, 0.5, 1}, {10, 20, 40}};
    CHECK(r.of(std::nextafter(10.0, 0.0)) == 0);
    CHECK(r.of(-1e300) == 0);
    CHECK(r.of(std::nextafter(40.0, 50.0)) == 1);
    CHECK(r.of(infinity) == 1);
  }

  TEST_CASE("equal quantiles have the rank in their middle") {
    const ranks r{{0, 0.25, 0.5, 0.75, 1}, {1, 2, 2, 2, 3}};
    CHECK(r.of(2) == 0.5);
    CHECK(r.of(1.5) == 0.125);
    CHECK(r.of(std::nextafter(2.0, 1.0)) < 0.2500000001);
    CHECK(r.of(std::nextafter(2.0, 3.0)) > 0.7499999999);
  }

  TEST_CASE("at equal ends the first counts, then the last") {
    const ranks r{{0, 0.5, 1}, {1, 1, 3}};
    CHECK(r.of(1) == 0);
    const ranks constant{{0, 0.5, 1}, {3, 3, 3}};
    CHECK(constant.of(3) == 0);
    CHECK(constant.of(std::nextafter(3.0, 4.0)) == 1);
  }

  TEST_CASE("with near ends a margin counts as the ends") {
    const ranks exact{{0, 1}, {0, 1}};
    const ranks near{{0, 1}, {0, 1}, true};
    CHECK(exact.of(5e-8) == doctest::Approx(5e-8).epsilon(1e-14));
    CHECK(near.of(5e-8) == 0);
    CHECK(near.of(1e-7) == doctest::Approx(1e-7).epsilon(1e-14)); // 1e-7 - 1e-7 is not below 0
    CHECK(near.of(1 - 5e-8) == 1);
    CHECK(near.of(1 - 2e-7) == doctest::Approx(1 - 2e-7).epsilon(1e-14));
  }

  TEST_CASE("NaN stays NaN, and each column has its own quantiles") {
    one_step step(step_kind::quantile);
    step.step.a = step.append({0, 1});
    step.step.b = step.append({0, 10, 100, 200});
    CHECK(same(step({quiet_nan, 150}, 2), {quiet_nan, 0.5}));
    CHECK(same(step({5, quiet_nan}, 2), {0.5, quiet_nan}));
  }

  TEST_CASE("one quantile alone is both ends") {
    const ranks r{{0}, {7}};
    CHECK(r.of(7) == 0);
    CHECK(r.of(8) == 0);
    CHECK(r.of(6) == 0);
  }
}
