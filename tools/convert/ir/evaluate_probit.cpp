// convert/ir/evaluate_probit.cpp -- the inverse of the normal distribution's cumulative function, by Newton's rule:
// no table of coefficients that it could share with the kernel.
#include <convert/ir/evaluate_step.hpp>

#include <cmath>
#include <limits>
#include <numbers>

namespace convert::ir {

namespace {

/// The logarithm of (1 + erf(x / sqrt(2))) / 2 for x <= 0. Far from zero by the asymptotic series of Mills' ratio:
/// phi(x) / -x * (1 - 1 / x^2 + 1 * 3 / x^4 - ...).
double log_below(double x) {
  constexpr double far = -10; // the last term of the series is below 1e-17 there
  constexpr int terms = 20;
  if (x > far) return std::log(std::erfc(-x * std::numbers::sqrt2 / 2) / 2);
  double term = 1;
  double sum = 1;
  for (int n = 1; n <= terms; ++n) {
    term *= -(2.0 * n - 1) / (x * x);
    sum += term;
  }
  return -x * x / 2 - std::log(-x * std::sqrt(2 * std::numbers::pi)) + std::log(sum);
}

/// The density's logarithm.
double log_density(double x) { return -x * x / 2 - std::log(2 * std::numbers::pi) / 2; }

} // namespace

double probit_of(double p) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr int rounds = 60; // a concave function: from any start below the root no step goes past it
  if (p == 0 || p == 1) return p == 0 ? -infinity : infinity;
  if (!(p > 0 && p < 1)) return std::numeric_limits<double>::quiet_NaN();
  if (p > 0.5) return -probit_of(1 - p);
  const double wanted = std::log(p);
  double x = -std::sqrt(-2 * wanted);
  for (int i = 0; i < rounds; ++i) {
    const double found = log_below(x);
    const double step = (wanted - found) / std::exp(log_density(x) - found);
    x += step;
    if (x > 0) x = 0;
    if (std::fabs(step) <= 1e-17 * std::fabs(x)) break;
  }
  return x;
}

} // namespace convert::ir
