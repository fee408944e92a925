// convert/ir/evaluate_forest.cpp -- which leaf a row reaches in every tree, and their sum.
#include <convert/ir/evaluate_step.hpp>

#include <cmath>

namespace convert::ir {

namespace {

/// LightGBM's kZeroThreshold (include/LightGBM/meta.h) is the float 1e-35f read as a double.
constexpr double zero_threshold = static_cast<double>(1e-35F);

bool is_missing(double x, missing_rule rule) {
  switch (rule) {
  case missing_rule::nan: return std::isnan(x);
  case missing_rule::nan_or_zero: return std::isnan(x) || std::fabs(x) <= zero_threshold;
  case missing_rule::nan_as_zero: return false;
  }
  return false;
}

bool in_set(double x, const category_set& s) {
  if (s.sign_first && x < 0) return s.negative_left;
  double category = std::trunc(x);
  const bool is_int32 = category >= -2147483648.0 && category <= 2147483647.0;
  if (s.wrap_256) {
    if (!is_int32) return s.beyond_left;
    category = std::fmod(category, 256.0);
    if (category < 0) category += 256;
  }
  if (category < 0) return s.negative_left;
  if (!is_int32) return s.beyond_left;
  const auto bit = static_cast<std::uint32_t>(category);
  if (bit / 32 >= s.words.size()) return s.beyond_left;
  return (s.words[bit / 32] >> (bit % 32) & 1U) != 0;
}

bool goes_left(const forest& f, const tree_node& n, double x) {
  if (is_missing(x, n.missing)) return n.missing_left;
  if (std::isnan(x)) x = 0;
  switch (n.asks) {
  case question::less_equal: return x <= n.threshold;
  case question::less: return x < n.threshold;
  case question::in_set: return in_set(x, f.sets[n.set]);
  }
  return false;
}

std::uint32_t leaf_of(const forest& f, const tree& t, numbers x) {
  std::uint32_t at = 0;
  while (!t.nodes[at].is_leaf()) {
    const tree_node& n = t.nodes[at];
    const double read = f.input_f32 ? rounding{true}(x[n.feature]) : x[n.feature];
    at = goes_left(f, n, read) ? n.left : n.right;
  }
  return t.nodes[at].leaf;
}

} // namespace

row_of_numbers apply(const forest& s, numbers x, rounding r) {
  const rounding sum{s.sum_f32 || r.f32};
  row_of_numbers y;
  for (const double base : s.base) y.push_back(sum(base));
  for (const tree& t : s.trees) {
    const std::size_t leaf = leaf_of(s, t, x);
    if (s.vector_leaves) {
      for (std::uint32_t o = 0; o < s.outputs; ++o) y[o] = sum(y[o] + sum(s.leaves[leaf * s.outputs + o]));
    } else {
      y[t.output] = sum(y[t.output] + sum(s.leaves[leaf]));
    }
  }
  return y;
}

} // namespace convert::ir
