// convert/ir/evaluate_numbers.cpp -- steps that work number by number.
#include <convert/ir/evaluate_step.hpp>

#include <cmath>
#include <limits>

namespace convert::ir {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double truth(bool yes) { return yes ? 1.0 : 0.0; }

/// numpy's minimum and maximum: NaN if either is NaN, the first of two equal numbers.
double smaller(double a, double b) { return a <= b || std::isnan(a) ? a : b; }
double larger(double a, double b) { return a >= b || std::isnan(a) ? a : b; }

double operation_on(operation what, double a, double b, rounding r) {
  switch (what) {
  case operation::add: return r(a + b);
  case operation::subtract: return r(a - b);
  case operation::multiply: return r(a * b);
  case operation::divide: return r(a / b);
  case operation::power: return r(std::pow(a, b));
  case operation::minimum: return smaller(a, b);
  case operation::maximum: return larger(a, b);
  case operation::less: return truth(a < b);
  case operation::less_equal: return truth(a <= b);
  case operation::greater: return truth(a > b);
  case operation::greater_equal: return truth(a >= b);
  case operation::equal: return truth(a == b);
  case operation::logical_and: return truth(a != 0 && b != 0);
  case operation::logical_or: return truth(a != 0 || b != 0);
  }
  return nan;
}

double affine_of(affine::form how, double x, double a, double b, rounding r) {
  switch (how) {
  case affine::form::subtract_divide: return r(r(x - a) / b);
  case affine::form::subtract_multiply: return r(r(x - a) * b);
  case affine::form::multiply_add: return r(r(x * a) + b);
  }
  return nan;
}

/// numpy.searchsorted: NaN sorts after every number.
double bin_of(double x, const std::vector<double>& edges, bool right_closed) {
  std::size_t count = 0;
  while (count < edges.size() && (std::isnan(x) || (right_closed ? edges[count] < x : edges[count] <= x)))
    ++count;
  return static_cast<double>(count);
}

/// Source: scikit-learn 1.2, PowerTransformer._yeo_johnson_transform. NaN takes the branch of negative
/// numbers.
double yeo_johnson(double x, double lambda, rounding r) {
  constexpr double spacing = std::numeric_limits<double>::epsilon();
  if (x >= 0) {
    if (std::fabs(lambda) < spacing) return r(std::log1p(x));
    return r(r(r(std::pow(r(x + 1), lambda)) - 1) / lambda);
  }
  const double rest = 2 - lambda;
  if (std::fabs(lambda - 2) > spacing) return r(-r(r(std::pow(r(-x + 1), rest)) - 1) / rest);
  return r(-std::log1p(-x));
}

/// Source: scipy 1.10, special/_boxcox.pxd.
double box_cox(double x, double lambda, rounding r) {
  if (std::fabs(lambda) < 1e-19) return r(std::log(x));
  return r(r(std::expm1(r(lambda * r(std::log(x))))) / lambda);
}

/// Source: numpy 1.24, compiled_base.c, arr_interp. Between two points the slope is taken from the left one;
/// where that is NaN (infinite ends) from the right one.
double on_curve(const interpolate::curve& c, double x, bool nan_outside, rounding r) {
  if (std::isnan(x)) return x;
  const std::size_t last = c.xs.size() - 1;
  if (x < c.xs[0]) return nan_outside ? nan : c.ys[0];
  if (x > c.xs[last]) return nan_outside ? nan : c.ys[last];
  std::size_t i = last; // the last point that is not right of x
  while (c.xs[i] > x) --i;
  if (i == last || c.xs[i] == x) return c.ys[i];
  const double slope = r(r(c.ys[i + 1] - c.ys[i]) / r(c.xs[i + 1] - c.xs[i]));
  double y = r(r(slope * r(x - c.xs[i])) + c.ys[i]);
  if (std::isnan(y)) y = r(r(slope * r(x - c.xs[i + 1])) + c.ys[i + 1]);
  if (std::isnan(y) && c.ys[i] == c.ys[i + 1]) y = c.ys[i];
  return y;
}

/// Source: scipy 1.10, interpolate/_interpolate.py, interp1d._call_linear; x clipped as IsotonicRegression does.
double on_left_line(const interpolate::curve& c, double x, bool nan_outside, rounding r) {
  if (std::isnan(x)) return x;
  const std::size_t last = c.xs.size() - 1;
  if (nan_outside && (x < c.xs[0] || x > c.xs[last])) return nan;
  if (last == 0) return c.ys[0];
  if (x < c.xs[0]) x = c.xs[0];
  if (x > c.xs[last]) x = c.xs[last];
  std::size_t i = 1; // the first point that is not left of x, but never the very first
  while (c.xs[i] < x) ++i;
  const double slope = r(r(c.ys[i] - c.ys[i - 1]) / r(c.xs[i] - c.xs[i - 1]));
  return r(r(slope * r(x - c.xs[i - 1])) + c.ys[i - 1]);
}

} // namespace

row_of_numbers apply(const affine& s, numbers x, rounding r) {
  row_of_numbers y;
  for (std::size_t i = 0; i < x.size(); ++i) y.push_back(affine_of(s.how, x[i], s.a[i], s.b[i], r));
  return y;
}

row_of_numbers apply(const clip& s, numbers x, rounding) {
  row_of_numbers y;
  for (std::size_t i = 0; i < x.size(); ++i) y.push_back(smaller(larger(x[i], s.low[i]), s.high[i]));
  return y;
}

row_of_numbers apply(const bin& s, numbers x, rounding) {
  row_of_numbers y;
  for (std::size_t i = 0; i < x.size(); ++i) y.push_back(bin_of(x[i], s.edges[i], s.right_closed));
  return y;
}

row_of_numbers apply(const power& s, numbers x, rounding r) {
  row_of_numbers y;
  for (std::size_t i = 0; i < x.size(); ++i)
    y.push_back(s.box_cox ? box_cox(x[i], s.lambdas[i], r) : yeo_johnson(x[i], s.lambdas[i], r));
  return y;
}

row_of_numbers apply(const unary& s, numbers x, rounding r) {
  row_of_numbers y;
  for (const double xi : x) y.push_back(function_of(s.what, xi, s.alpha, s.beta, r));
  return y;
}

row_of_numbers apply(const with_constants& s, numbers x, rounding r) {
  row_of_numbers y;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double c = s.constants[i];
    y.push_back(s.reversed ? operation_on(s.what, c, x[i], r) : operation_on(s.what, x[i], c, r));
  }
  return y;
}

row_of_numbers apply(const elementwise& s, numbers x, rounding r) {
  const std::size_t half = x.size() / 2;
  row_of_numbers y;
  for (std::size_t i = 0; i < half; ++i) y.push_back(operation_on(s.what, x[i], x[half + i], r));
  return y;
}

row_of_numbers apply(const interpolate& s, numbers x, rounding r) {
  row_of_numbers y;
  for (std::size_t i = 0; i < x.size(); ++i) {
    y.push_back(s.on_left_line ? on_left_line(s.curves[i], x[i], s.nan_outside, r)
                               : on_curve(s.curves[i], x[i], s.nan_outside, r));
  }
  return y;
}

} // namespace convert::ir
