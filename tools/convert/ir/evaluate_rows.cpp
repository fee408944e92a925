// convert/ir/evaluate_rows.cpp -- steps that look at a whole row: products, sums, norms, distances,
// decisions.
#include <convert/ir/evaluate_step.hpp>

#include <algorithm>
#include <cmath>

namespace convert::ir {

namespace {

/// NaN if any is NaN; 0 of nothing.
double largest_magnitude(numbers x) {
  double most = 0;
  for (const double xi : x)
    if (std::fabs(xi) > most || std::isnan(xi))
      most = std::fabs(xi);
    else if (std::isnan(most))
      break;
  return most;
}

double sum_of_squares(numbers x, rounding r) {
  double sum = 0;
  for (const double xi : x) sum = r(sum + r(xi * xi));
  return sum;
}

double sum_of_magnitudes(numbers x, rounding r) {
  double sum = 0;
  for (const double xi : x) sum = r(sum + std::fabs(xi));
  return sum;
}

double norm_of(norm::kind how, numbers x, rounding r) {
  switch (how) {
  case norm::kind::l1: return sum_of_magnitudes(x, r);
  case norm::kind::l2: return r(std::sqrt(sum_of_squares(x, r)));
  case norm::kind::max: return largest_magnitude(x);
  }
  return 1;
}

/// bias + w[0] * x[0] + w[1] * x[1] + ..., in this order.
double weighted(const double* weights, numbers x, double bias, rounding r) {
  double sum = bias;
  for (std::size_t i = 0; i < x.size(); ++i) sum = r(sum + r(weights[i] * x[i]));
  return sum;
}

/// By comparisons, none of which NaN fulfils.
std::size_t greatest(decide::kind how, numbers x) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < x.size(); ++i) {
    if (how == decide::kind::last_until_nan && std::isnan(x[i])) break;
    if (x[i] > x[best] || (how != decide::kind::first_greater && x[i] == x[best])) best = i;
  }
  return best;
}

double distance_of(distance::kind how, numbers x, const double* point, rounding r) {
  row_of_numbers apart;
  for (std::size_t i = 0; i < x.size(); ++i) apart.push_back(r(x[i] - point[i]));
  switch (how) {
  case distance::kind::squared_euclidean: return sum_of_squares(apart, r);
  case distance::kind::euclidean: return r(std::sqrt(sum_of_squares(apart, r)));
  case distance::kind::manhattan: return sum_of_magnitudes(apart, r);
  case distance::kind::chebyshev: return largest_magnitude(apart);
  }
  return 0;
}

std::size_t first_largest(numbers x) {
  std::size_t best = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (std::isnan(x[i])) return i;
    if (x[i] > x[best]) best = i;
  }
  return best;
}

} // namespace

row_of_numbers apply(const norm& s, numbers x, rounding r) {
  double by = norm_of(s.how, x, r);
  if (by == 0) by = 1;
  row_of_numbers y;
  for (const double xi : x) y.push_back(r(xi / by));
  return y;
}

row_of_numbers apply(const polynomial& s, numbers x, rounding r) {
  row_of_numbers y;
  for (const auto& factors : s.products) {
    double product = factors.empty() ? 1.0 : x[factors[0]];
    for (std::size_t i = 1; i < factors.size(); ++i) product = r(product * x[factors[i]]);
    y.push_back(product);
  }
  return y;
}

double fused_sum(const double* weights, numbers x, double bias) {
  constexpr std::size_t block = 256;
  auto total = static_cast<float>(bias);
  for (std::size_t first = 0; first < x.size(); first += block) {
    float sum = 0;
    for (std::size_t i = first; i < std::min(x.size(), first + block); ++i)
      sum = std::fma(static_cast<float>(weights[i]), static_cast<float>(x[i]), sum);
    total += sum;
  }
  return static_cast<double>(total);
}

row_of_numbers apply(const linear& s, numbers x, rounding r) {
  // Floats are added as the runtime adds them, the bias last; in f64 the order is nobody's promise.
  row_of_numbers y;
  for (std::uint32_t o = 0; o < s.outputs; ++o) {
    if (s.fused) {
      y.push_back(fused_sum(s.weights.data() + o * x.size(), x, s.bias[o]));
      continue;
    }
    const double sum = weighted(s.weights.data() + o * x.size(), x, r.f32 ? 0 : s.bias[o], r);
    y.push_back(r.f32 ? r(sum + s.bias[o]) : sum);
  }
  return y;
}

row_of_numbers apply(const network& s, numbers x, rounding r) {
  row_of_numbers y(x.begin(), x.end());
  for (const auto& layer : s.layers) {
    row_of_numbers next;
    for (std::uint32_t o = 0; o < layer.outputs; ++o) {
      const double* const weights = layer.weights.data() + o * y.size();
      const double z =
          s.fused ? fused_sum(weights, y, layer.bias[o]) : weighted(weights, y, layer.bias[o], r);
      next.push_back(function_of(layer.activation, z, layer.alpha, layer.beta, {r.f32 || s.fused}));
    }
    y = std::move(next);
  }
  return y;
}

row_of_numbers apply(const complement&, numbers x, rounding r) {
  row_of_numbers y;
  for (const double xi : x) {
    y.push_back(r(1 - xi));
    y.push_back(xi);
  }
  return y;
}

row_of_numbers apply(const distance& s, numbers x, rounding r) {
  row_of_numbers y;
  for (std::size_t at = 0; at < s.points.size(); at += x.size())
    y.push_back(distance_of(s.how, x, s.points.data() + at, r));
  return y;
}

row_of_numbers apply(const decide& s, numbers x, rounding) {
  if (s.how == decide::kind::argmax) return {static_cast<double>(first_largest(x))};
  if (s.how != decide::kind::threshold) return {static_cast<double>(greatest(s.how, x))};
  row_of_numbers y;
  for (const double xi : x) y.push_back(xi > s.threshold || (s.or_equal && xi == s.threshold) ? 1.0 : 0.0);
  return y;
}

row_of_numbers apply(const pair_votes& s, numbers x, rounding) {
  row_of_numbers votes(s.classes, 0.0);
  std::size_t at = 0;
  for (std::uint32_t first = 0; first < s.classes; ++first)
    for (std::uint32_t second = first + 1; second < s.classes; ++second)
      votes[x[at++] > 0 ? first : second] += 1;
  return votes;
}

} // namespace convert::ir
