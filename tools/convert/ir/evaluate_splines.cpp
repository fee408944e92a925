// convert/ir/evaluate_splines.cpp -- steps over curves: quantiles and B-splines.
#include <convert/ir/evaluate_step.hpp>

#include <algorithm>
#include <cmath>

#include <convert/ir/spline_basis.hpp>

namespace convert::ir {

namespace {

/// numpy.interp of ascending xs: between two points, from the left one.
double on_line(const std::vector<double>& xs, const std::vector<double>& ys, double x, rounding r) {
  if (x < xs.front()) return ys.front();
  std::size_t i = xs.size() - 1; // the last point that is not right of x
  while (xs[i] > x) --i;
  if (i + 1 == xs.size() || xs[i] == x) return ys[i];
  const double slope = r(r(ys[i + 1] - ys[i]) / r(xs[i + 1] - xs[i]));
  return r(r(slope * r(x - xs[i])) + ys[i]);
}

std::vector<double> mirrored(std::vector<double> numbers_up) {
  std::reverse(numbers_up.begin(), numbers_up.end());
  for (double& x : numbers_up) x = -x;
  return numbers_up;
}

/// Source  scikit-learn 1.2, QuantileTransformer._transform_col.
double standing(const quantile& s, const std::vector<double>& quantiles, double x, rounding r) {
  if (std::isnan(x)) return x;
  const bool low = s.near_ends ? r(x - s.margin) < quantiles.front() : x == quantiles.front();
  const bool high = s.near_ends ? r(x + s.margin) > quantiles.back() : x == quantiles.back();
  if (low) return 0;
  if (high) return 1;
  const double up = on_line(quantiles, s.references, x, r);
  const double down = on_line(mirrored(quantiles), mirrored(s.references), -x, r);
  return r(0.5 * r(up - down));
}

/// Source  scikit-learn 1.2, SplineTransformer.transform.
void spline_into(row_of_numbers& y, const spline& s, const spline::column& c, double x, rounding r) {
  const std::size_t count = s.functions();
  if (std::isnan(x) && s.missing_is_zero) {
    y.insert(y.end(), count, 0.0);
    return;
  }
  const bool straight = s.outside == spline::ends::straight;
  if (straight && (x < c.low || x > c.high)) {
    const bool below = x < c.low;
    const auto& values = below ? c.values_below : c.values_above;
    const auto& slopes = below ? c.slopes_below : c.slopes_above;
    const double away = r(x - (below ? c.low : c.high));
    for (std::size_t o = 0; o < count; ++o)
      y.push_back(slopes[o] == 0 ? values[o] : r(values[o] + r(away * slopes[o])));
    return;
  }
  if (s.outside == spline::ends::wrapped) {
    const double begin = c.knots[s.degree];
    const double period = r(c.knots[c.knots.size() - s.degree - 1] - begin);
    double rest = std::fmod(r(x - begin), period);
    if (rest < 0) rest = r(rest + period);
    x = r(begin + rest);
  }
  const auto values = spline_basis(c.knots, s.degree, x, 0, r);
  row_of_numbers made(count, 0.0);
  for (std::size_t k = 0; k < values.size(); ++k)
    for (std::size_t o = 0; o < count; ++o) made[o] += k % count == o ? values[k] : 0 * values[k];
  y.insert(y.end(), made.begin(), made.end());
}

} // namespace

std::vector<double> spline_basis(const std::vector<double>& knots, std::size_t degree, double x,
                                 std::size_t derivative, rounding r) {
  const std::size_t functions = knots.size() - degree - 1;
  if (std::isnan(x)) return std::vector<double>(functions, x);
  std::size_t left = degree;
  while (left + 1 < functions && knots[left + 1] <= x) ++left;

  std::vector<double> values{1.0};
  for (std::size_t j = 1; j <= degree; ++j) {
    const bool differentiates = j + derivative > degree;
    std::vector<double> next(j + 1, 0.0);
    for (std::size_t n = 1; n <= j; ++n) {
      const double high = knots[left + n];
      const double low = knots[left + n - j];
      if (high == low) continue;
      const double weight = differentiates ? r(r(static_cast<double>(j) * values[n - 1]) / r(high - low))
                                           : r(values[n - 1] / r(high - low));
      next[n - 1] = differentiates ? r(next[n - 1] - weight) : r(next[n - 1] + r(weight * r(high - x)));
      next[n] = differentiates ? weight : r(weight * r(x - low));
    }
    values = std::move(next);
  }
  std::vector<double> all(functions, 0.0);
  std::copy(values.begin(), values.end(), all.begin() + static_cast<std::ptrdiff_t>(left - degree));
  return all;
}

row_of_numbers apply(const quantile& s, numbers x, rounding r) {
  row_of_numbers y;
  for (std::size_t i = 0; i < x.size(); ++i) y.push_back(standing(s, s.quantiles[i], x[i], r));
  return y;
}

row_of_numbers apply(const spline& s, numbers x, rounding r) {
  row_of_numbers y;
  for (std::size_t i = 0; i < x.size(); ++i) spline_into(y, s, s.columns[i], x[i], r);
  return y;
}

} // namespace convert::ir
