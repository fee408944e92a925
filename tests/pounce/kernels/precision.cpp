// pounce/kernels/precision.cpp -- rounding to double and to float.
#include <doctest/doctest.h>

#include <pounce/kernels/precision.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using pounce::kernels::double_precision;
using pounce::kernels::single_precision;

TEST_SUITE("kernels/precision") {
  TEST_CASE("double precision changes nothing and does not fuse") {
    const double x = 1 + 0x1p-30;
    CHECK(same(double_precision{}(x), x));
    CHECK(same(double_precision{}.product(x, x) - (1 + 0x1p-29), 0.0));
  }

  TEST_CASE("single precision gives what operations on floats give") {
    numbers random(1);
    constexpr single_precision rounded;
    for (int i = 0; i < 1000; ++i) {
      const auto a = static_cast<float>(random.next());
      const auto b = static_cast<float>(random.next() * 1e-3);
      const auto x = static_cast<double>(a);
      const auto y = static_cast<double>(b);
      const float sum = a + b;
      const float product = a * b;
      const float quotient = a / b;
      CHECK(same(rounded(x + y), static_cast<double>(sum)));
      CHECK(same(rounded.product(x, y), static_cast<double>(product)));
      CHECK(same(rounded(x / y), static_cast<double>(quotient)));
      CHECK(same(rounded(std::sqrt(std::fabs(x))), static_cast<double>(std::sqrt(std::fabs(a)))));
    }
  }

  TEST_CASE("each row of a block is visited in the step's precision") {
    const double x[] = {0.1, 0.2};
    double y[] = {0, 0};
    format::step s{};
    s.output = 1;
    const pounce::kernels::block b{x, 1, y, 1, nullptr, 2, 1};
    const auto copy = [](auto rounded, const double* from, double* to) { *to = rounded(*from); };
    pounce::kernels::each_row(s, b, copy);
    CHECK(y[1] == 0.2);
    s.flags = format::rounds_to_f32;
    pounce::kernels::each_row(s, b, copy);
    CHECK(y[0] == static_cast<double>(0.1F));
    CHECK(y[1] == static_cast<double>(0.2F));
  }
}
