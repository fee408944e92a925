// convert/ir/evaluate_step.hpp -- one function a kind of step: what it makes of its input.
#pragma once

#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <convert/ir/evaluate.hpp>
#include <convert/ir/step.hpp>

namespace convert::ir {

/// Rounds the result of one primitive: to float where the step says f32, else not at all. A sum, difference,
/// product, quotient or root of floats made in double and then rounded is the float operation's own result
/// (53 >= 2 * 24 + 2); exp and log are the float library's own, other functions are nearer to the true value than that.
struct rounding {
  bool f32 = false;

  double exp(double x) const {
    return f32 ? static_cast<double>(std::exp(static_cast<float>(x))) : std::exp(x);
  }

  double log(double x) const {
    return f32 ? static_cast<double>(std::log(static_cast<float>(x))) : std::log(x);
  }

  double operator()(double x) const { return f32 ? static_cast<double>(static_cast<float>(x)) : x; }
};

using row_of_numbers = std::vector<double>;
using numbers = std::span<const double>;

/// `what` of one number.
double function_of(function what, double x, double alpha, double beta, rounding r);

/// Requires  the step fits its input (check_step) and its forest is one (check_forest).
row_of_numbers apply(const require& s, numbers x, std::optional<row_refusal>& refused);
row_of_numbers apply(const code_map& s, numbers x, std::optional<row_refusal>& refused);

row_of_numbers apply(const impute& s, numbers x, rounding r);
row_of_numbers apply(const indicate_missing& s, numbers x, rounding r);
row_of_numbers apply(const one_hot& s, numbers x, rounding r);
row_of_numbers apply(const affine& s, numbers x, rounding r);
row_of_numbers apply(const clip& s, numbers x, rounding r);
row_of_numbers apply(const bin& s, numbers x, rounding r);
row_of_numbers apply(const power& s, numbers x, rounding r);
row_of_numbers apply(const unary& s, numbers x, rounding r);
row_of_numbers apply(const with_constants& s, numbers x, rounding r);
row_of_numbers apply(const elementwise& s, numbers x, rounding r);
row_of_numbers apply(const interpolate& s, numbers x, rounding r);
row_of_numbers apply(const norm& s, numbers x, rounding r);
row_of_numbers apply(const polynomial& s, numbers x, rounding r);
row_of_numbers apply(const linear& s, numbers x, rounding r);
row_of_numbers apply(const network& s, numbers x, rounding r);
row_of_numbers apply(const forest& s, numbers x, rounding r);
row_of_numbers apply(const combine& s, numbers x, rounding r);
row_of_numbers apply(const reduce& s, numbers x, rounding r);
row_of_numbers apply(const softmax& s, numbers x, rounding r);
row_of_numbers apply(const normalize_sum& s, numbers x, rounding r);
row_of_numbers apply(const complement& s, numbers x, rounding r);
row_of_numbers apply(const distance& s, numbers x, rounding r);
row_of_numbers apply(const decide& s, numbers x, rounding r);
row_of_numbers apply(const pair_votes& s, numbers x, rounding r);
row_of_numbers apply(const pair_sums& s, numbers x, rounding r);
row_of_numbers apply(const pair_coupling& s, numbers x, rounding r);
row_of_numbers apply(const quantile& s, numbers x, rounding r);
row_of_numbers apply(const spline& s, numbers x, rounding r);
row_of_numbers apply(const neighbors& s, numbers x, rounding r);
row_of_numbers apply(const top& s, numbers x, rounding r);

} // namespace convert::ir
