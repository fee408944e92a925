// convert/ir/one_step.hpp -- what a model of one step answers.
#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <convert/ir/evaluate.hpp>
#include <support/builder_over.hpp>

namespace convert::ir {

inline constexpr double no_number = std::numeric_limits<double>::quiet_NaN();
inline constexpr double endless = std::numeric_limits<double>::infinity();

/// The model of one step over `features` features, whose answer is the step's value.
inline model one_step(std::size_t features, operation_of_step what, bool f32 = false) {
  auto b = support::builder_over(std::vector<std::string>(features, "x"));
  b.answer(role::raw, "raw", b.add(b.row(), std::move(what), f32));
  return std::move(b).take();
}

/// What `what` makes of `row`.
inline std::vector<double> made_of(const std::vector<double>& row, operation_of_step what, bool f32 = false) {
  const model m = one_step(row.size(), std::move(what), f32);
  return outputs_of(m, evaluate(m, row));
}

/// Equal numbers, NaN being equal to NaN.
inline bool alike(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!(a[i] == b[i]) && !(std::isnan(a[i]) && std::isnan(b[i]))) return false;
  return true;
}

/// Within 4 units in the last place of the larger: libraries differ by less.
inline bool near(double a, double b) {
  return std::fabs(a - b) <=
         4 * std::numeric_limits<double>::epsilon() * std::fmax(std::fabs(a), std::fabs(b));
}

} // namespace convert::ir
