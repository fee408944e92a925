// convert/ir/step.hpp -- what one step of a model does to one row: plain structs in double precision.
#pragma once

#include <cstdint>
#include <limits>
#include <variant>
#include <vector>

#include <convert/ir/forest.hpp>
#include <convert/ir/function.hpp>
#include <convert/ir/neighbors.hpp>
#include <convert/ir/spline.hpp>

namespace convert::ir {

/// The name of a row of doubles: 0 is the row of features, step i makes value i + 1.
using value = std::uint32_t;

inline constexpr std::uint32_t no_feature = std::numeric_limits<std::uint32_t>::max();

// --- columns

/// Columns picked from any earlier values; the only step with more than one input (`step.input` is unused).
struct select {
  struct column {
    value from = 0;
    std::uint32_t index = 0;
  };
  std::vector<column> columns;
};

/// The input itself, refused where the trainer would raise an error. `features[i]` is the feature that column i
/// comes from, or no_feature, for the message.
struct require {
  bool missing_allowed = false;
  bool infinite_allowed = false;
  bool in_float_range = false; // |x| must round to a finite float too
  double lowest = -std::numeric_limits<double>::infinity();
  bool lowest_excluded = false; // x > lowest, not x >= lowest
  bool computed = false;        // by an f32 network: NaN and infinities say that floats were too small
  std::vector<std::uint32_t> features;
};

/// x is missing ? fill : x. Missing is NaN, or the number `marker` if `marker_is_nan` is false.
struct impute {
  bool marker_is_nan = true;
  double marker = 0;
  std::vector<double> fill;
};

/// x is missing ? 1 : 0.
struct indicate_missing {
  bool marker_is_nan = true;
  double marker = 0;
};

/// A number looked up among `keys`: category codes and other discrete values.
/// x is NaN: `missing`; x == keys[i]: codes[i]; else `unseen`. A refusal instead where the rule says so.
struct code_map {
  struct column {
    std::vector<double> keys; // ascending, no NaN, no repetition
    std::vector<double> codes;
    double unseen = 0;
    double missing = 0;
    bool unseen_refused = false;
    bool missing_refused = false;
    std::uint32_t feature = no_feature; // for the message
  };
  std::vector<column> columns;
};

/// Column c becomes sizes[c] columns; the one that the code counts from 0 is 1, all others 0; a code outside
/// 0..sizes[c]-1 gives zeros.
struct one_hot {
  std::vector<std::uint32_t> sizes;
};

// --- numbers, column by column

/// One multiplication or division and one addition or subtraction, rounded one after the other.
struct affine {
  enum class form : std::uint8_t {
    subtract_divide,   // (x - a) / b
    subtract_multiply, // (x - a) * b
    multiply_add,      // x * a + b
  };
  form how = form::subtract_divide;
  std::vector<double> a;
  std::vector<double> b;
};

/// min(max(x, low), high), NaN stays NaN.
struct clip {
  std::vector<double> low;
  std::vector<double> high;
};

/// How many of the column's edges are <= x (`right_closed`: < x). NaN counts as past the last.
struct bin {
  std::vector<std::vector<double>> edges; // ascending, one list a column
  bool right_closed = false;
};

/// Yeo-Johnson or Box-Cox, one lambda a column (scikit-learn's PowerTransformer without its scaler).
struct power {
  bool box_cox = false;
  std::vector<double> lambdas;
};

struct unary {
  function what = function::identity;
  double alpha = 0;
  double beta = 0;
};

/// x op c, or c op x if `reversed`.
struct with_constants {
  operation what = operation::add;
  bool reversed = false;
  std::vector<double> constants;
};

/// The first half of the input op the second half.
struct elementwise {
  operation what = operation::add;
};

/// Piecewise linear through (xs, ys), one curve a column; xs ascending. Outside: the end's y, or NaN. A number at a point is
/// answered by the point, as numpy.interp does, or by the line that ends there, as scipy's interp1d does.
struct interpolate {
  struct curve {
    std::vector<double> xs;
    std::vector<double> ys;
  };
  std::vector<curve> curves;
  bool nan_outside = false;
  bool on_left_line = false;
};

// --- across a row

/// Divided by the row's norm; a norm of zero divides by 1.
struct norm {
  enum class kind : std::uint8_t { l1, l2, max };
  kind how = kind::l2;
};

/// Products of columns, one list of column indices a product, repeated for powers; an empty list is 1.
struct polynomial {
  std::vector<std::vector<std::uint32_t>> products;
};

/// y[o] = bias[o] + sum_i weights[o][i] * x[i].
struct linear {
  std::uint32_t outputs = 1;
  std::vector<double> weights; // (outputs, inputs), row-major
  std::vector<double> bias;    // (outputs)
  /// In floats, as ONNX Runtime's matrix products are: products are added unrounded, 256 to a sum, and the sums to the bias.
  bool fused = false;
};

/// Dense layers with activations. Exact in f64 here and lowered to f32 kernels unless asked otherwise; or, if `fused`, in
/// floats as a chain of fused linear steps and functions is, but for functions of activations that are made of exponentials.
struct network {
  struct layer {
    std::uint32_t inputs = 0;
    std::uint32_t outputs = 0;
    std::vector<double> weights; // (outputs, inputs), row-major
    std::vector<double> bias;    // (outputs)
    function activation = function::identity;
    double alpha = 0;
    double beta = 0;
  };
  std::vector<layer> layers;
  bool fused = false;
};

/// The input is weights.size() groups of equal width: y[j] = (sum_k weights[k] * x[k * width + j]) / divisor,
/// summed in the order of k.
struct combine {
  std::vector<double> weights;
  double divisor = 1;
};

/// One number for each of `groups` consecutive groups of equal width.
struct reduce {
  enum class kind : std::uint8_t {
    sum,
    mean,
    min,
    max,
    product,
    sum_squares,
    sum_absolute,
    l2,
    log_sum_exp,
    pairwise_sum, // a sum in numpy's order: eight sums side by side, halves of what is longer than 128
  };
  kind how = kind::sum;
  std::uint32_t groups = 1;
};

/// exp(x - max) / sum, or its logarithm, over each of `groups` consecutive groups.
struct softmax {
  bool logarithm = false;
  std::uint32_t groups = 1;
  bool vectors = false; // in floats, as ONNX Runtime's operator adds them
};

/// x / sum(x) over each of `groups` consecutive groups.
struct normalize_sum {
  enum class zero_sum : std::uint8_t {
    nan,       // 0 / 0
    uniform,   // 1 / width
    unchanged, // as it is
  };
  zero_sum on_zero = zero_sum::nan;
  std::uint32_t groups = 1;
};

/// x becomes 1 - x and x, column by column.
struct complement {};

/// Distances to `points`: one output a point.
struct distance {
  enum class kind : std::uint8_t { squared_euclidean, euclidean, manhattan, chebyshev };
  kind how = kind::squared_euclidean;
  std::vector<double> points; // (outputs, inputs), row-major
};

/// An index, as a number: where in the row the best element is; or 1 if x > threshold and else 0 (`or_equal`:
/// x >= threshold).
struct decide {
  enum class kind : std::uint8_t {
    argmax,    // the first largest, the first NaN if there is one, as numpy says
    threshold, // column by column
    first_greater, // a loop that moves on to what is > the best so far: NaN is passed by, and kept if it comes first
    last_greater,   // the same with >=
    last_until_nan, // the last largest before the first NaN
  };
  kind how = kind::argmax;
  double threshold = 0;
  bool or_equal = false;
};

/// One-versus-one votes: the input holds the decisions of the pairs (0,1), (0,2), ... (1,2), ...; a positive one
/// is a vote for the first of its pair, else for the second. Output: votes a class.
struct pair_votes {
  std::uint32_t classes = 2;
};

/// One weighted sum a pair of classes (0,1), (0,2), ... (1,2), ...: the columns belong to the classes, `members[i]`
/// after those of the classes before. The pair (i, j) sums row j - 1 of the weights over the members of i, then
/// row i over those of j, then the bias.
struct pair_sums {
  std::vector<std::uint32_t> members; // (classes)
  std::vector<double> weights;        // (classes - 1, inputs), row-major
  std::vector<double> bias;           // (pairs)
  bool float_products = false;        // each is rounded to float, the sums are not
};

/// Probabilities of the pairs (0,1), (0,2), ... (1,2), ...: of the first against the second. Output: one a class, by
/// libsvm's iteration.
struct pair_coupling {
  static constexpr std::uint32_t most_classes = 256;
  std::uint32_t classes = 2;
};

/// Where x stands among the column's quantiles, from 0 to 1: the mean of two piecewise linear curves, one for the
/// last and one for the first of equal quantiles. Exactly at the first quantile 0, at the last 1; `near_ends`: also
/// where x - margin < the first, x + margin > the last.
struct quantile {
  std::vector<double> references;             // ascending from 0 to 1
  std::vector<std::vector<double>> quantiles; // ascending, one list a column, as many as references
  bool near_ends = false;
  double margin = 0;
};

/// The best `count` numbers of each of `groups` consecutive groups, the best one first and of equal ones the first;
/// after all numbers their places within the groups. Where NaN goes is ONNX Runtime's, see FORMAT.md.
struct top {
  bool smallest = false;
  std::uint32_t count = 1;
  std::uint32_t groups = 1;
};

using operation_of_step =
    std::variant<select, require, impute, indicate_missing, code_map, one_hot, affine, clip, bin, power,
                 unary, with_constants, elementwise, interpolate, norm, polynomial, linear, network, forest,
                 combine, reduce, softmax, normalize_sum, complement, distance, decide, pair_votes, pair_sums,
                 pair_coupling, quantile, spline, neighbors, top>;

/// One step. In `f32` every primitive's result is rounded to float (ONNX graphs route trees on such results).
struct step {
  value input = 0;
  operation_of_step what;
  bool f32 = false;
};

} // namespace convert::ir
