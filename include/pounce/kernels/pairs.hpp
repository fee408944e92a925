// pounce/kernels/pairs.hpp -- classifiers of pairs of classes: their sums, and one probability a class from theirs.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <pounce/core/arch.hpp>
#include <pounce/format/step.hpp>
#include <pounce/kernels/block.hpp>
#include <pounce/kernels/precision.hpp>
#include <pounce/view/program.hpp>

namespace pounce::kernels {

namespace detail {

/// sum + weights[0] * x[0] + weights[1] * x[1] + ..., in this order.
template <class Arch, class Rounded>
double added(Rounded rounded, bool float_products, double sum, const double* weights, const double* x,
             std::size_t n) noexcept {
  for (std::size_t k = 0; k < n; ++k) {
    const double product = rounded.product(weights[k], x[k]);
    sum = rounded(sum + (float_products ? single_precision{}(product) : product));
  }
  return sum;
}

} // namespace detail

/// One sum a pair (0,1), (0,2), ... (1,2), ... of classes: over the columns of the first class, then of the second,
/// then the bias.
///
/// Shapes   weights (classes - 1, input_width), row-major: of the columns of class i against class j, j - 1 if
///          j > i, else j.
/// Numbers  from left to right.
/// Source   libsvm 3.25, svm.cpp, svm_predict_values; ONNX Runtime 1.30, providers/cpu/ml/svmclassifier.cc, whose products of
///          floats are floats and whose sums are doubles.
template <class Arch = default_arch>
[[gnu::noinline]] void pair_sums(const view::program& p, const format::step& s, const block& b) noexcept {
  const auto members = p.indices_of(s.a);
  const double* const weights = p.numbers_of(s.b).data();
  const bool floats = (s.flags & format::float_products) != 0;
  each_row(s, b, [&](auto rounded, const double* x, double* y) {
    const double* bias = p.numbers_of(s.c).data();
    std::size_t first_i = 0;
    for (std::size_t i = 0; i < members.size(); first_i += members[i], ++i) {
      std::size_t first_j = first_i + members[i];
      for (std::size_t j = i + 1; j < members.size(); first_j += members[j], ++j) {
        const double* const of_i = weights + (j - 1) * s.input_width;
        const double* const of_j = weights + i * s.input_width;
        double sum = detail::added<Arch>(rounded, floats, 0.0, of_i + first_i, x + first_i, members[i]);
        sum = detail::added<Arch>(rounded, floats, sum, of_j + first_j, x + first_j, members[j]);
        *y++ = rounded(sum + *bias++);
      }
    }
  });
}

namespace detail {

/// The symmetric matrix of the quadratic problem that a coupling minimises, from the probabilities of the pairs;
/// nothing of it is stored but its diagonal.
template <class Arch, class Rounded>
class coupling {
 public:
  coupling(Rounded rounded, const double* pairs, std::size_t classes) noexcept
      : rounded_(rounded), pairs_(pairs), classes_(classes) {
    for (std::size_t t = 0; t < classes; ++t) {
      double sum = 0;
      for (std::size_t j = 0; j < classes; ++j) {
        if (j != t) sum = rounded(sum + rounded.product(of(j, t), of(j, t)));
      }
      diagonal_[t] = sum;
    }
  }

  /// p, until it is stationary or `rounds` are over.
  void solve(double* p, std::size_t rounds) noexcept {
    const auto count = static_cast<double>(classes_);
    const double near = rounded_(rounded_(0.005) / count);
    std::fill_n(p, classes_, rounded_(1 / count));
    for (std::size_t round = 0; round < rounds; ++round) {
      double whole = product(p);
      double most = 0;
      for (std::size_t t = 0; t < classes_; ++t) {
        const double error = std::fabs(rounded_(made_[t] - whole));
        if (error > most) most = error;
      }
      if (most < near) return;
      for (std::size_t t = 0; t < classes_; ++t) whole = moved(p, t, whole);
    }
  }

 private:
  /// The probability of i against j.
  double of(std::size_t i, std::size_t j) const noexcept {
    const std::size_t first = i < j ? i : j;
    const double p = pairs_[first * (2 * classes_ - first - 1) / 2 + (i < j ? j - i : i - j) - 1];
    return i < j ? p : rounded_(1 - p);
  }
  double at(std::size_t t, std::size_t j) const noexcept {
    return t == j ? diagonal_[t] : -rounded_.product(of(j, t), of(t, j));
  }

  /// p's product with the matrix, and with that once more.
  double product(const double* p) noexcept {
    double whole = 0;
    for (std::size_t t = 0; t < classes_; ++t) {
      double sum = 0;
      for (std::size_t j = 0; j < classes_; ++j) sum = rounded_(sum + rounded_.product(at(t, j), p[j]));
      made_[t] = sum;
      whole = rounded_(whole + rounded_.product(p[t], sum));
    }
    return whole;
  }

  /// Solves for the element t and normalises; returns the new double product.
  double moved(double* p, std::size_t t, double whole) noexcept {
    const double step = rounded_(rounded_(whole - made_[t]) / diagonal_[t]);
    const double scale = rounded_(1 + step);
    p[t] = rounded_(p[t] + step);
    const double slope = rounded_(rounded_.product(step, diagonal_[t]) + rounded_.product(2, made_[t]));
    whole = rounded_(rounded_(rounded_(whole + rounded_.product(step, slope)) / scale) / scale);
    for (std::size_t j = 0; j < classes_; ++j) {
      made_[j] = rounded_(rounded_(made_[j] + rounded_.product(step, at(t, j))) / scale);
      p[j] = rounded_(p[j] / scale);
    }
    return whole;
  }

  Rounded rounded_;
  const double* pairs_;
  std::size_t classes_;
  double diagonal_[format::max_coupled_classes];
  double made_[format::max_coupled_classes]; // the matrix times p
};

} // namespace detail

/// One probability a class from those of the pairs (0,1), (0,2), ... (1,2), ...: of the first against the second.
///
/// Requires  at most max_coupled_classes classes.
/// Cost      O(classes^2) a round, at most 100 rounds, or as many as there are classes.
/// Source    libsvm 3.25, svm.cpp, multiclass_probability.
template <class Arch = default_arch>
[[gnu::noinline]] void pair_coupling(const view::program&, const format::step& s, const block& b) noexcept {
  constexpr std::size_t fewest_rounds = 100;
  each_row(s, b, [&](auto rounded, const double* x, double* y) {
    detail::coupling<Arch, decltype(rounded)> problem(rounded, x, s.output_width);
    problem.solve(y, std::max<std::size_t>(fewest_rounds, s.output_width));
  });
}

} // namespace pounce::kernels
