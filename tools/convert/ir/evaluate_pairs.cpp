// convert/ir/evaluate_pairs.cpp -- classifiers of pairs of classes: sums and coupled probabilities.
//
// Source  libsvm 3.25, svm.cpp, svm_predict_values and multiclass_probability.
#include <convert/ir/evaluate_step.hpp>

#include <algorithm>
#include <cmath>

namespace convert::ir {

namespace {

using matrix = std::vector<row_of_numbers>;

/// r[i][j]: the probability of i against j.
matrix all_pairs(numbers x, std::uint32_t classes, rounding r) {
  matrix pairs(classes, row_of_numbers(classes, 0.0));
  std::size_t at = 0;
  for (std::uint32_t i = 0; i < classes; ++i)
    for (std::uint32_t j = i + 1; j < classes; ++j) {
      pairs[i][j] = x[at++];
      pairs[j][i] = r(1 - pairs[i][j]);
    }
  return pairs;
}

/// The matrix of the quadratic form that the coupled probabilities minimise.
matrix form_of(const matrix& pairs, rounding r) {
  const std::size_t classes = pairs.size();
  matrix q(classes, row_of_numbers(classes, 0.0));
  for (std::size_t t = 0; t < classes; ++t)
    for (std::size_t j = 0; j < classes; ++j) {
      if (j == t) continue;
      q[t][t] = r(q[t][t] + r(pairs[j][t] * pairs[j][t]));
      q[t][j] = -r(pairs[j][t] * pairs[t][j]);
    }
  return q;
}

/// The state of the iteration: probabilities, the form times them, and that times them.
struct coupling {
  row_of_numbers p;
  row_of_numbers product;
  double whole = 0;
};

void multiply(coupling& c, const matrix& q, rounding r) {
  c.whole = 0;
  for (std::size_t t = 0; t < q.size(); ++t) {
    c.product[t] = 0;
    for (std::size_t j = 0; j < q.size(); ++j) c.product[t] = r(c.product[t] + r(q[t][j] * c.p[j]));
    c.whole = r(c.whole + r(c.p[t] * c.product[t]));
  }
}

bool is_stationary(const coupling& c, double near, rounding r) {
  double most = 0;
  for (const double y : c.product)
    if (std::fabs(r(y - c.whole)) > most) most = std::fabs(r(y - c.whole));
  return most < near;
}

void move(coupling& c, const matrix& q, std::size_t t, rounding r) {
  const double step = r(r(c.whole - c.product[t]) / q[t][t]);
  const double scale = r(1 + step);
  c.p[t] = r(c.p[t] + step);
  const double slope = r(r(step * q[t][t]) + r(2 * c.product[t]));
  c.whole = r(r(r(c.whole + r(step * slope)) / scale) / scale);
  for (std::size_t j = 0; j < q.size(); ++j) {
    c.product[j] = r(r(c.product[j] + r(step * q[t][j])) / scale);
    c.p[j] = r(c.p[j] / scale);
  }
}

} // namespace

row_of_numbers apply(const pair_sums& s, numbers x, rounding r) {
  std::vector<std::size_t> first{0};
  for (const std::uint32_t n : s.members) first.push_back(first.back() + n);
  row_of_numbers y;
  const rounding product{r.f32 || s.float_products};
  for (std::size_t i = 0; i < s.members.size(); ++i)
    for (std::size_t j = i + 1; j < s.members.size(); ++j) {
      double sum = 0;
      for (std::size_t k = first[i]; k < first[i + 1]; ++k)
        sum = r(sum + product(s.weights[(j - 1) * x.size() + k] * x[k]));
      for (std::size_t k = first[j]; k < first[j + 1]; ++k)
        sum = r(sum + product(s.weights[i * x.size() + k] * x[k]));
      y.push_back(r(sum + s.bias[y.size()]));
    }
  return y;
}

row_of_numbers apply(const pair_coupling& s, numbers x, rounding r) {
  const matrix q = form_of(all_pairs(x, s.classes, r), r);
  const double near = r(r(0.005) / s.classes);
  coupling c{row_of_numbers(s.classes, r(1.0 / s.classes)), row_of_numbers(s.classes, 0.0)};
  for (std::uint32_t round = 0; round < std::max<std::uint32_t>(100, s.classes); ++round) {
    multiply(c, q, r);
    if (is_stationary(c, near, r)) break;
    for (std::size_t t = 0; t < q.size(); ++t) move(c, q, t, r);
  }
  return c.p;
}

} // namespace convert::ir
