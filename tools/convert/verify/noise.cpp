// convert/verify/noise.cpp -- each step's result, moved by what rounding could have made of its terms.
#include <convert/verify/noise.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <type_traits>
#include <variant>

#include <convert/ir/evaluate_step.hpp>

namespace convert::verify {

namespace {

using ir::row_of_numbers;

constexpr int repetitions = 8;
constexpr double infinity = std::numeric_limits<double>::infinity();

row_of_numbers magnitudes(std::span<const double> x) {
  row_of_numbers y(x.begin(), x.end());
  for (double& number : y) number = std::fabs(number);
  return y;
}

/// How large the terms are that each result of a step is the sum of; of other steps, how large the result is itself. Zero of
/// steps that do not round.
struct term_sizes {
  std::span<const double> x;
  const row_of_numbers& y;

  row_of_numbers operator()(const ir::select&) const { return nothing(); }
  row_of_numbers operator()(const ir::require&) const { return nothing(); }
  row_of_numbers operator()(const ir::impute&) const { return nothing(); }
  row_of_numbers operator()(const ir::indicate_missing&) const { return nothing(); }
  row_of_numbers operator()(const ir::code_map&) const { return nothing(); }
  row_of_numbers operator()(const ir::one_hot&) const { return nothing(); }
  row_of_numbers operator()(const ir::clip&) const { return nothing(); }
  row_of_numbers operator()(const ir::bin&) const { return nothing(); }
  row_of_numbers operator()(const ir::decide&) const { return nothing(); }
  row_of_numbers operator()(const ir::pair_votes&) const { return nothing(); }

  row_of_numbers operator()(ir::linear s) const {
    s.weights = magnitudes(s.weights);
    s.bias = magnitudes(s.bias);
    return ir::apply(s, magnitudes(x), {});
  }
  row_of_numbers operator()(ir::pair_sums s) const {
    s.weights = magnitudes(s.weights);
    s.bias = magnitudes(s.bias);
    return ir::apply(s, magnitudes(x), {});
  }
  row_of_numbers operator()(ir::combine s) const {
    s.weights = magnitudes(s.weights);
    s.divisor = std::fabs(s.divisor);
    return ir::apply(s, magnitudes(x), {});
  }
  row_of_numbers operator()(const ir::reduce& s) const {
    const bool sums = s.how == ir::reduce::kind::sum || s.how == ir::reduce::kind::mean ||
                      s.how == ir::reduce::kind::pairwise_sum;
    if (s.how == ir::reduce::kind::min || s.how == ir::reduce::kind::max) return nothing();
    return sums ? ir::apply(s, magnitudes(x), {}) : magnitudes(y);
  }
  row_of_numbers operator()(ir::affine s) const {
    s.a = magnitudes(s.a);
    s.b = magnitudes(s.b);
    if (s.how != ir::affine::form::multiply_add)
      for (double& a : s.a) a = -a; // |x| + |a|
    return ir::apply(s, magnitudes(x), {});
  }
  row_of_numbers operator()(ir::with_constants s) const {
    if (!adds(s.what)) return of_operation(s.what);
    s.what = ir::operation::add;
    s.constants = magnitudes(s.constants);
    return ir::apply(s, magnitudes(x), {});
  }
  row_of_numbers operator()(ir::elementwise s) const {
    if (!adds(s.what)) return of_operation(s.what);
    s.what = ir::operation::add;
    return ir::apply(s, magnitudes(x), {});
  }
  row_of_numbers operator()(const ir::unary& s) const {
    const bool exact = s.what == ir::function::greater || s.what == ir::function::is_nan ||
                       s.what == ir::function::logical_not || s.what == ir::function::negative ||
                       s.what == ir::function::identity || s.what == ir::function::absolute ||
                       s.what == ir::function::floor || s.what == ir::function::ceil ||
                       s.what == ir::function::round_even || s.what == ir::function::sign;
    return exact ? nothing() : magnitudes(y);
  }
  row_of_numbers operator()(const ir::complement&) const {
    row_of_numbers sizes = magnitudes(y);
    for (std::size_t i = 0; i < x.size(); ++i) sizes[2 * i] = 1 + std::fabs(x[i]);
    return sizes;
  }
  template <class Other>
  row_of_numbers operator()(const Other&) const {
    return magnitudes(y);
  }

 private:
  row_of_numbers nothing() const { return row_of_numbers(y.size(), 0.0); }
  static bool adds(ir::operation what) {
    return what == ir::operation::add || what == ir::operation::subtract;
  }
  row_of_numbers of_operation(ir::operation what) const {
    const bool rounds =
        what == ir::operation::multiply || what == ir::operation::divide || what == ir::operation::power;
    return rounds ? magnitudes(y) : nothing();
  }
};

/// Moves y by up to `ulps` last places of its terms. Terms of a size past the largest double can add up to anything.
void move(const ir::step& s, std::span<const double> x, row_of_numbers& y, std::mt19937& random) {
  const row_of_numbers sizes = std::visit(term_sizes{x, y}, s.what);
  const bool finite = std::ranges::all_of(x, [](double number) { return std::isfinite(number); });
  const double ulp = s.f32 ? std::numeric_limits<float>::epsilon() : std::numeric_limits<double>::epsilon();
  const double ulps = 16 + std::sqrt(static_cast<double>(x.size()));
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (finite && !std::isfinite(sizes[i])) {
      y[i] = std::numeric_limits<double>::quiet_NaN();
    } else if (std::isfinite(y[i]) && sizes[i] > 0) {
      y[i] += (random() % 2 == 0 ? ulps : -ulps) * ulp * sizes[i];
    }
  }
}

double distance(double a, double b) {
  if (std::isfinite(a) && std::isfinite(b)) return std::fabs(a - b);
  return a == b || (std::isnan(a) && std::isnan(b)) ? 0 : infinity;
}

} // namespace

noise::noise(const ir::model& m, std::span<const double> row, const ir::evaluation& exact) {
  for (const auto& value : exact.values) moved_.emplace_back(value.size(), 0.0);
  std::mt19937 random(20240229); // the same for the same row
  for (int i = 0; i < repetitions; ++i) {
    const auto made =
        ir::evaluate(m, row, [&random](const ir::step& s, std::span<const double> x, row_of_numbers& y) {
          move(s, x, y, random);
        });
    for (std::size_t v = 0; v < moved_.size(); ++v)
      for (std::size_t c = 0; c < moved_[v].size(); ++c) {
        double moved = infinity; // where the row is refused before that step
        if (v < made.values.size()) moved = distance(made.values[v][c], exact.values[v][c]);
        moved_[v][c] = std::max(moved_[v][c], moved);
      }
  }
}

} // namespace convert::verify
