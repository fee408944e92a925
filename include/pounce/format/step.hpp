// pounce/format/step.hpp -- one step of the program: what it does, where it reads and writes, its parameters.
#pragma once

#include <cstdint>
#include <type_traits>

namespace pounce::format {

/// What a step does to a row. The operands a, b and c are ranges of the INDX or NUMB section (or of the kind's
/// own) unless said otherwise; `w` is input_width. FORMAT.md has the equations.
enum class step_kind : std::uint16_t {
  select = 0,          // a: addresses (INDX, output_width)
  require = 1,         // a: features (INDX, w); alpha: lowest; output is the input
  impute = 2,          // a: fill (NUMB, w); alpha: marker
  indicate = 3,        // alpha: marker
  code_map = 4,        // a: rules (INDX, 4 w); b: keys (NUMB); c: codes (NUMB, keys + 2 w)
  one_hot = 5,         // a: sizes (INDX, w)
  affine = 6,          // a, b: constants (NUMB, w)
  clip = 7,            // a: low, b: high (NUMB, w)
  bin = 8,             // a: edge counts (INDX, w); b: edges (NUMB)
  power = 9,           // a: lambdas (NUMB, w)
  unary = 10,          // variant: function; alpha, beta: its parameters
  with_constants = 11, // variant: operation; a: constants (NUMB, w)
  elementwise = 12,    // variant: operation; w is even
  interpolate = 13,    // a: point counts (INDX, w); b: xs, c: ys (NUMB)
  norm = 14,           // variant: norm_kind
  polynomial = 15,     // a: factor counts (INDX, output_width); b: columns (INDX)
  linear = 16,         // a: weights (NUMB, output_width * w); b: bias (NUMB, output_width)
  network = 17,        // a: layers (LAYR)
  forest = 18,         // a: forest (FRST, 1); b: base (NUMB, output_width)
  combine = 19,        // a: weights (NUMB, w / output_width); alpha: divisor
  reduce = 20,         // variant: reduce_kind; output_width groups
  softmax = 21,        // variant: softmax_kind; c.first: groups
  normalize_sum = 22,  // variant: zero_sum; c.first: groups
  complement = 23,     // output_width is 2 w
  distance = 24,       // variant: distance_kind; a: points (NUMB, output_width * w)
  decide = 25,         // variant: decide_kind; alpha: threshold
  pair_votes = 26,     // w is output_width * (output_width - 1) / 2
  pair_sums =
      27, // a: columns a class (INDX, n); b: weights (NUMB, (n - 1) * w); c: bias (NUMB, output_width)
  pair_coupling = 28, // w is output_width * (output_width - 1) / 2
  quantile = 29,      // a: references (NUMB, n); b: quantiles (NUMB, w * n); alpha: margin
  spline = 30,        // variant: spline_ends; a: knots (NUMB, w * n); b: ends (NUMB); c.first: degree
  neighbors = 31,     // variant: neighbor_metric; a: points (NUMB, n * w); b: values (NUMB, n * t); c: bounds
                      // (NUMB); alpha: exponent; beta: the point that stands in for too far ones
  top = 32,           // variant: top_kind; c.first: groups; output_width is 2 * groups * how many are wanted
};
inline constexpr std::uint16_t step_kinds = 33;

/// Functions of one number (unary steps, activations of layers); alpha and beta where a function has parameters.
enum class function : std::uint8_t {
  identity,
  absolute,
  negative,
  reciprocal,
  square,
  sqrt,
  exp,
  exp2,
  expm1,
  log,
  log2,
  log10,
  log1p,
  logistic,
  tanh,
  relu,
  softplus,
  softsign,
  leaky_relu,
  elu,
  celu,
  selu,
  gelu,
  gelu_tanh,
  mish,
  hard_logistic,
  hard_swish,
  erf,
  floor,
  ceil,
  round_even,
  sign,
  sin,
  cos,
  tan,
  cbrt,
  to_f32,
  greater,
  is_nan,
  logical_not,
  probit,
  atan,
  float_logistic,
  float_tanh,
  float_exp,
  float_log,
  float_erf,
  float_gelu,
  float_gelu_tanh,
};
inline constexpr std::uint8_t functions = 49;

/// Functions of two numbers.
enum class operation : std::uint8_t {
  add,
  subtract,
  multiply,
  divide,
  power,
  minimum,
  maximum,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  logical_and,
  logical_or,
};
inline constexpr std::uint8_t operations = 14;

enum class affine_form : std::uint8_t { subtract_divide, subtract_multiply, multiply_add };
/// How a softmax adds its powers: one after the other, or in floats side by side (kernels/float_softmax.hpp).
enum class softmax_kind : std::uint8_t { one_sum, vectors };
/// Whether the products of a linear step or a network are added as they are, in floats.
enum class product_kind : std::uint8_t { apart, fused };
enum class norm_kind : std::uint8_t { l1, l2, max };
enum class reduce_kind : std::uint8_t {
  sum,
  mean,
  min,
  max,
  product,
  sum_squares,
  sum_absolute,
  l2,
  log_sum_exp,
  pairwise_sum
};
enum class zero_sum : std::uint8_t { nan, uniform, unchanged };
enum class distance_kind : std::uint8_t { squared_euclidean, euclidean, manhattan, chebyshev };
enum class neighbor_metric : std::uint8_t { euclidean, manhattan, chebyshev, minkowski };
enum class decide_kind : std::uint8_t {
  argmax,
  above,
  at_least,
  first_greater,
  last_greater,
  last_until_nan
};
enum class top_kind : std::uint8_t { largest, smallest };
enum class spline_ends : std::uint8_t { extended, wrapped, straight };

/// Products that a fused linear step adds to one sum before it begins another.
inline constexpr std::uint32_t fused_block = 256;

/// What pair_coupling and spline keep on the stack.
inline constexpr std::uint32_t max_coupled_classes = 256;
inline constexpr std::uint32_t max_spline_degree = 15;

/// Bits of step::flags. Which ones a kind may have is checked when a file is opened.
enum step_flag : std::uint8_t {
  rounds_to_f32 = 1,    // any kind: every primitive's result is rounded to float
  missing_allowed = 2,  // require
  infinite_allowed = 4, // require
  in_float_range = 8,   // require
  lowest_excluded = 16, // require
  computed = 32,        // require: NaN and infinities came from arithmetic, not from the row
  marker_is_nan = 2,    // impute, indicate
  right_closed = 2,     // bin
  box_cox = 2,          // power
  reversed = 2,         // with_constants
  nan_outside = 2,      // interpolate
  on_left_line = 4,     // interpolate: a number at a point is the line's that ends there, not the point's
  logarithm = 2,        // softmax
  near_ends = 2,        // quantile
  missing_is_zero = 2,  // spline
  balls = 2,            // neighbors: bounds are centres and radii, not boxes
  introsort = 4,        // neighbors: sorted as scikit-learn does since 1.9
  float_products = 2,   // pair_sums: products are rounded to float, sums are not
};

/// A range of elements of a section.
struct operand {
  std::uint32_t first;
  std::uint32_t count;
};

/// A code_map's rule for one column: four numbers of INDX in this order.
struct code_rule {
  std::uint32_t key_first; // within the step's b; its codes begin at key_first + 2 * column of the step's c:
                           // one a key, then that of unseen, then that of missing
  std::uint32_t key_count;
  std::uint32_t refusals; // 1: unseen, 2: missing
  std::uint32_t feature;
};

/// Steps run in order. An address below feature_count is a column of the row, any other one a column of the
/// scratch; a step reads one range of either and writes one range of the scratch.
struct step {
  step_kind kind;
  std::uint8_t variant;
  std::uint8_t flags;
  std::uint32_t roles; // bit r: the step is needed for answers of role r
  std::uint32_t input;
  std::uint32_t input_width;
  std::uint32_t output;
  std::uint32_t output_width;
  operand a;
  operand b;
  operand c;
  double alpha;
  double beta;
};
static_assert(sizeof(operand) == 8 && sizeof(code_rule) == 16);
static_assert(sizeof(step) == 64 && alignof(step) == 8 && std::is_trivially_copyable_v<step>);

} // namespace pounce::format
