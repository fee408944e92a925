// convert/ir/evaluate_groups.cpp -- steps over consecutive groups of equal width: reductions, softmax,
// averages.
#include <convert/ir/evaluate_step.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace convert::ir {

namespace {

/// NaN if any is NaN, as numpy's max and min say.
double largest(numbers x) {
  double most = x[0];
  for (const double xi : x)
    if (xi > most || std::isnan(xi))
      most = xi;
    else if (std::isnan(most))
      break;
  return most;
}

double smallest(numbers x) {
  double least = x[0];
  for (const double xi : x)
    if (xi < least || std::isnan(xi))
      least = xi;
    else if (std::isnan(least))
      break;
  return least;
}

double sum_of(numbers x, rounding r) {
  double sum = 0;
  for (const double xi : x) sum = r(sum + xi);
  return sum;
}

/// Source: scipy 1.10, special/_logsumexp.py: a largest element that is not finite is not subtracted.
double log_sum_exp(numbers x, rounding r) {
  double most = largest(x);
  if (!std::isfinite(most)) most = 0;
  double sum = 0;
  for (const double xi : x) sum = r(sum + r.exp(r(xi - most)));
  return r(r(std::log(sum)) + most);
}

/// Source: numpy 1.24, loops_utils.h.src, DOUBLE_pairwise_sum. As deep as the logarithm of the width.
double pairwise_sum(numbers x, rounding r) {
  const std::size_t n = x.size();
  if (n < 8) return sum_of(x, r);
  if (n > 128) {
    const std::size_t half = n / 2 - (n / 2) % 8;
    return r(pairwise_sum(x.first(half), r) + pairwise_sum(x.subspan(half), r));
  }
  row_of_numbers lanes(x.begin(), x.begin() + 8);
  std::size_t i = 8;
  for (; i + 8 <= n; ++i) lanes[i % 8] = r(lanes[i % 8] + x[i]);
  for (; i % 8 != 0; ++i) lanes[i % 8] = r(lanes[i % 8] + x[i]);
  double sum = r(r(r(lanes[0] + lanes[1]) + r(lanes[2] + lanes[3])) +
                 r(r(lanes[4] + lanes[5]) + r(lanes[6] + lanes[7])));
  for (; i < n; ++i) sum = r(sum + x[i]);
  return sum;
}

double reduced(reduce::kind how, numbers x, rounding r) {
  double y = 0;
  switch (how) {
  case reduce::kind::sum: return sum_of(x, r);
  case reduce::kind::mean: return r(sum_of(x, r) / static_cast<double>(x.size()));
  case reduce::kind::min: return smallest(x);
  case reduce::kind::max: return largest(x);
  case reduce::kind::product:
    y = 1;
    for (const double xi : x) y = r(y * xi);
    return y;
  case reduce::kind::sum_squares:
  case reduce::kind::l2:
    for (const double xi : x) y = r(y + r(xi * xi));
    return how == reduce::kind::l2 ? r(std::sqrt(y)) : y;
  case reduce::kind::sum_absolute:
    for (const double xi : x) y = r(y + std::fabs(xi));
    return y;
  case reduce::kind::log_sum_exp: return log_sum_exp(x, r);
  case reduce::kind::pairwise_sum: return pairwise_sum(x, r);
  }
  return y;
}

/// As numpy computes the formula: a row of -inf alone, or with +inf or NaN in it, is NaN.
void softmax_into(row_of_numbers& y, numbers x, bool logarithm, rounding r) {
  const double most = largest(x);
  row_of_numbers shifted;
  row_of_numbers powers;
  for (const double xi : x) {
    shifted.push_back(r(xi - most));
    powers.push_back(r.exp(shifted.back()));
  }
  const double sum = r(sum_of(powers, rounding{}));
  const double log_of_sum = logarithm ? r(std::log(sum)) : 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    y.push_back(logarithm ? r(shifted[i] - log_of_sum) : r(powers[i] / sum));
}

/// Source: ONNX Runtime 1.30, mlas/lib/compute.cpp.
void softmax_of_vectors_into(row_of_numbers& y, numbers x, bool logarithm) {
  const rounding r{true};
  double most = -std::numeric_limits<double>::infinity();
  for (const double xi : x) most = std::fmax(most, r(xi)); // not NaN
  row_of_numbers shifted;
  row_of_numbers powers;
  row_of_numbers sums(std::max<std::size_t>(x.size(), 16), 0.0);
  for (std::size_t i = 0; i < x.size(); ++i) {
    shifted.push_back(r(r(x[i]) - most));
    powers.push_back(function_of(function::float_exp, shifted[i], 0, 0, r));
    sums[i % 16] = r(sums[i % 16] + powers[i]);
  }
  sums.resize(16);
  for (const std::size_t stride : {8U, 1U, 2U, 4U})
    for (std::size_t i = 0; i + stride < 16; ++i)
      if (stride == 8 || i % (2 * stride) == 0) sums[i] = r(sums[i] + sums[i + stride]);
  const double last = logarithm ? r.log(sums[0]) : r(1 / sums[0]);
  for (std::size_t i = 0; i < x.size(); ++i)
    y.push_back(logarithm ? r(shifted[i] - last) : r(powers[i] * last));
}

void normalized_into(row_of_numbers& y, numbers x, normalize_sum::zero_sum on_zero, rounding r) {
  const double sum = sum_of(x, r);
  for (const double xi : x) {
    if (sum != 0 || on_zero == normalize_sum::zero_sum::nan)
      y.push_back(r(xi / sum));
    else if (on_zero == normalize_sum::zero_sum::uniform)
      y.push_back(r(1 / static_cast<double>(x.size())));
    else
      y.push_back(xi);
  }
}

} // namespace

row_of_numbers apply(const combine& s, numbers x, rounding r) {
  const std::size_t groups = s.weights.size();
  const std::size_t width = x.size() / groups;
  row_of_numbers y;
  for (std::size_t j = 0; j < width; ++j) {
    double sum = r(s.weights[0] * x[j]);
    for (std::size_t k = 1; k < groups; ++k) sum = r(sum + r(s.weights[k] * x[k * width + j]));
    y.push_back(r(sum / s.divisor));
  }
  return y;
}

row_of_numbers apply(const reduce& s, numbers x, rounding r) {
  const std::size_t width = x.size() / s.groups;
  row_of_numbers y;
  for (std::size_t g = 0; g < s.groups; ++g) y.push_back(reduced(s.how, x.subspan(g * width, width), r));
  return y;
}

row_of_numbers apply(const softmax& s, numbers x, rounding r) {
  const std::size_t width = x.size() / s.groups;
  row_of_numbers y;
  for (std::size_t g = 0; g < s.groups; ++g) {
    const numbers group = x.subspan(g * width, width);
    if (s.vectors)
      softmax_of_vectors_into(y, group, s.logarithm);
    else
      softmax_into(y, group, s.logarithm, r);
  }
  return y;
}

row_of_numbers apply(const normalize_sum& s, numbers x, rounding r) {
  const std::size_t width = x.size() / s.groups;
  row_of_numbers y;
  for (std::size_t g = 0; g < s.groups; ++g) normalized_into(y, x.subspan(g * width, width), s.on_zero, r);
  return y;
}

} // namespace convert::ir
