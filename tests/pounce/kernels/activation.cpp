// pounce/kernels/activation.cpp -- activations in f32 against libm in f64.
#include <doctest/doctest.h>

#include <pounce/kernels/activation.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using format::function;
using pounce::default_arch;

namespace {

void activate(isa set, const format::layer& l, std::vector<float>& y) {
  switch (set) {
  case isa::baseline: return pounce::kernels::baseline::activate<default_arch>(l, y.data(), y.size());
  case isa::avx2: return pounce::kernels::avx2::activate<default_arch>(l, y.data(), y.size());
  case isa::avx512: return pounce::kernels::avx512::activate<default_arch>(l, y.data(), y.size());
  }
}

format::layer layer_with(function what, double alpha, double beta) {
  format::layer l{};
  l.activation = what;
  l.alpha = alpha;
  l.beta = beta;
  return l;
}

/// The largest error in units of the last place of a float, over x from -limit to limit.
double worst_ulp(isa set, function what, double limit) {
  constexpr std::size_t count = 64000;
  std::vector<float> x(count);
  for (std::size_t i = 0; i < count; ++i) {
    x[i] = static_cast<float>(limit * (2 * static_cast<double>(i) / (count - 1) - 1));
  }
  const auto l = layer_with(what, 1, 1);
  auto y = x;
  activate(set, l, y);
  double worst = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double want = pounce::kernels::function_of(what, static_cast<double>(x[i]), l.alpha, l.beta);
    if (want == 0) continue;
    const double ulp = std::ldexp(1.0, std::max(std::ilogb(want), -126) - 23);
    worst = std::max(worst, std::fabs(static_cast<double>(y[i]) - want) / ulp);
  }
  return worst;
}

} // namespace

TEST_SUITE("kernels/activation") {
  TEST_CASE("functions of one exponential are right to a few units of the last place") {
    for (const isa set : sets()) {
      CAPTURE(static_cast<int>(set));
      CHECK(worst_ulp(set, function::logistic, 80) < 3);
      CHECK(worst_ulp(set, function::tanh, 20) < 2);
      CHECK(worst_ulp(set, function::tanh, 1) < 2);
      CHECK(worst_ulp(set, function::erf, 5) < 2);
      CHECK(worst_ulp(set, function::erf, 1e-3) < 2);
      CHECK(worst_ulp(set, function::elu, 20) < 8);
      CHECK(worst_ulp(set, function::elu, 1e-3) < 8);
      CHECK(worst_ulp(set, function::selu, 1e-3) < 8);
    }
  }

  TEST_CASE("every function is within the tolerance of networks of its value in f64") {
    const std::vector<double> xs{0,    -0.0,  1e-40, -1e-40, 1e-7,  -1e-7, 0.3,  -0.3, 0.7,  -0.7, 1,   -1,
                                 2.5,  -2.5,  4,     -4,     9,     -9,    20,   -20,  50,   -50,  85,  -85,
                                 1000, -1000, 1e30,  -1e30,  1.5,   -1.5,  0.5,  -0.5, 3,    -3,   6.5, -6.5,
                                 1e-3, -1e-3, 12,    -12,    0.625, 0.92,  0.93, -5,   5.25, 7.75, 8,   16};
    for (const isa set : sets()) {
      for (int i = 0; i < format::functions; ++i) {
        const auto l = layer_with(static_cast<function>(i), 0.75, 0.5);
        if (l.activation == function::identity || l.activation == function::relu) continue;
        std::vector<float> y(xs.begin(), xs.end());
        const auto x = y;
        activate(set, l, y);
        for (std::size_t k = 0; k < x.size(); ++k) {
          const double want =
              pounce::kernels::function_of(l.activation, static_cast<double>(x[k]), l.alpha, l.beta);
          const auto in_f32 = static_cast<double>(static_cast<float>(want));
          CAPTURE(static_cast<int>(set));
          CAPTURE(i);
          CAPTURE(x[k]);
          CAPTURE(want);
          CHECK(near(static_cast<double>(y[k]), in_f32, 1e-5));
        }
      }
    }
  }

  TEST_CASE("NaN stays NaN and infinities go where they go in f64") {
    for (const isa set : sets()) {
      for (int i = 0; i < format::functions; ++i) {
        const auto l = layer_with(static_cast<function>(i), 0.75, 0.5);
        if (l.activation == function::identity || l.activation == function::relu) continue;
        std::vector<float> y(16);
        const double odd[] = {quiet_nan, infinity, -infinity};
        for (std::size_t k = 0; k < 3; ++k) y[5 * k] = static_cast<float>(odd[k]);
        activate(set, l, y);
        for (std::size_t k = 0; k < 3; ++k) {
          const double want = pounce::kernels::function_of(l.activation, odd[k], l.alpha, l.beta);
          CAPTURE(static_cast<int>(set));
          CAPTURE(i);
          CAPTURE(odd[k]);
          CHECK(near(static_cast<double>(y[5 * k]), want, 1e-5));
        }
      }
    }
  }
}
