// convert/ir/forest.hpp -- a sum of decision trees, in the terms that every tree trainer shares.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace convert::ir {

inline constexpr std::uint32_t no_node = std::numeric_limits<std::uint32_t>::max();

/// What a split asks. A row for which the answer is yes goes to `left`.
enum class question : std::uint8_t {
  less_equal, ///< x <= threshold (scikit-learn, LightGBM)
  less,       ///< x < threshold (XGBoost)
  in_set,     ///< x is a category of `set`
};

/// Which inputs count as missing at a split and so follow `missing_left`.
enum class missing_rule : std::uint8_t {
  nan,         ///< NaN
  nan_or_zero, ///< NaN, and |x| <= 1e-35f (LightGBM's missing type Zero)
  nan_as_zero, ///< nothing: NaN is read as 0.0 and then compared (LightGBM's missing type None)
};

/// One node. A leaf has `left == right == no_node` and a row of the forest's leaf table.
struct tree_node {
  question asks = question::less_equal;
  missing_rule missing = missing_rule::nan;
  bool missing_left = false;
  std::uint32_t feature = 0; // column of the forest's input
  double threshold = 0;      // less_equal, less
  std::uint32_t set = 0;     // in_set: index into forest.sets
  std::uint32_t left = no_node;
  std::uint32_t right = no_node;
  std::uint32_t leaf = 0; // leaves: row of forest.leaves
  double cover = 0;       // training weight that reached the node; 0 if the trainer does not say

  bool is_leaf() const { return left == no_node; }
};

/// Categories that go left, with the trainer's own reading of a number as a category: missing inputs (as the
/// node says) go by `missing_left`; then x is truncated towards zero; with `wrap_256` the result is taken modulo
/// 256 (scikit-learn casts to uint8); below zero goes left if `negative_left`, past the last bit (or not an
/// int32, which is asked before the wrap) if `beyond_left`; else the bit decides. With `sign_first` x < 0 is asked
/// before all that: -0.5 is below zero (XGBoost, scikit-learn) and not 0 (LightGBM), -3 is not 253.
struct category_set {
  std::vector<std::uint32_t> words; // bit c % 32 of word c / 32: category c goes left
  bool wrap_256 = false;
  bool negative_left = false;
  bool beyond_left = false;
  bool sign_first = false;

  friend bool operator==(const category_set&, const category_set&) = default;
};

struct tree {
  std::vector<tree_node> nodes; // node 0 is the root
  std::uint32_t output = 0;     // scalar leaves: which output the tree adds to; unused with vector leaves
};

/// outputs[o] = base[o] + sum over trees, in tree order, of the leaf that the row reaches.
///
/// Inputs are read as f32 (rounded to nearest) if `input_f32`. With `vector_leaves` each row of `leaves` has
/// `outputs` values and is added to all outputs; else it has one value, added to the tree's `output`. The sum is
/// made in f64, or with `sum_f32` in f32 rounded after each addition.
struct forest {
  std::uint32_t features = 0;
  std::uint32_t outputs = 1;
  bool input_f32 = false;
  bool sum_f32 = false;
  bool vector_leaves = false;
  std::vector<double> base;   // (outputs)
  std::vector<double> leaves; // (leaf rows, leaf_width()), row-major
  std::vector<category_set> sets;
  std::vector<tree> trees;

  std::uint32_t leaf_width() const { return vector_leaves ? outputs : 1; }
};

} // namespace convert::ir
