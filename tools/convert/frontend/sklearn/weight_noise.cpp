// convert/frontend/sklearn/weight_noise.cpp -- sizes of columns followed through the steps; sums of weights against them.
#include <convert/frontend/sklearn/weight_noise.hpp>

#include <algorithm>
#include <cmath>
#include <variant>

#include <convert/frontend/sklearn/rounding_noise.hpp>

namespace convert::sklearn {

namespace {

/// What one step makes of columns that are about one or not.
struct sizes_after {
  const std::vector<bool>& in;
  std::size_t width;

  std::vector<bool> operator()(const ir::require&) const { return in; }
  std::vector<bool> operator()(const ir::impute&) const { return in; }
  std::vector<bool> operator()(const ir::clip&) const { return in; }
  std::vector<bool> operator()(const ir::one_hot&) const { return all(true); }
  std::vector<bool> operator()(const ir::indicate_missing&) const { return all(true); }
  std::vector<bool> operator()(const ir::norm&) const { return all(true); }
  std::vector<bool> operator()(const ir::spline&) const { return all(true); }
  std::vector<bool> operator()(const ir::quantile&) const { return all(true); }
  /// Nothing but a row over its own norm divides columns by columns.
  std::vector<bool> operator()(const ir::elementwise& s) const {
    return all(s.what == ir::operation::divide);
  }
  std::vector<bool> operator()(const ir::affine& s) const {
    std::vector<bool> scaled;
    const auto& factors = s.how == ir::affine::form::multiply_add ? s.a : s.b;
    for (std::size_t i = 0; i < width; ++i) scaled.push_back(in[i] || factors[i] != 1);
    return scaled;
  }
  std::vector<bool> operator()(const ir::polynomial& s) const {
    std::vector<bool> made;
    for (const auto& factors : s.products)
      made.push_back(std::ranges::all_of(factors, [this](std::uint32_t i) { return in[i]; }));
    return made;
  }
  template <class Other>
  std::vector<bool> operator()(const Other&) const {
    return all(false);
  }

 private:
  std::vector<bool> all(bool what) const { return std::vector<bool>(width, what); }
};

struct limits {
  double shows;
  double refused;
};

constexpr limits of_decisions{1e-11, most_noise};
constexpr limits of_targets{1e-10, 1e-4};

} // namespace

std::vector<bool> is_about_one(const ir::model& m, ir::value v) {
  const std::vector<std::uint32_t> widths = ir::widths(m);
  std::vector<std::vector<bool>> known{std::vector<bool>(widths[0], false)};
  for (std::size_t i = 0; i < v; ++i) {
    const ir::step& s = m.steps[i];
    if (const auto* picked = std::get_if<ir::select>(&s.what)) {
      std::vector<bool> made;
      for (const auto& c : picked->columns) made.push_back(known[c.from][c.index]);
      known.push_back(std::move(made));
    } else {
      known.push_back(std::visit(sizes_after{known[s.input], widths[i + 1]}, s.what));
    }
  }
  return known[v];
}

void judge_weights(ir::builder& b, pickle::value object, ir::value x, const ir::linear& step,
                   linear_sums of) {
  const std::size_t columns = b.width(x);
  const limits limit = of == linear_sums::decisions ? of_decisions : of_targets;
  const auto noise = [&](const std::vector<bool>& counts) {
    double worst = 0;
    for (std::size_t o = 0; o < step.outputs; ++o) {
      double sum = of == linear_sums::decisions ? std::fabs(step.bias[o]) : 0;
      for (std::size_t i = 0; i < columns; ++i)
        if (counts[i]) sum += std::fabs(step.weights[o * columns + i]);
      worst = std::max(worst, 0x1p-53 * sum);
    }
    return worst;
  };
  if (!(noise(std::vector<bool>(columns, true)) > limit.shows)) return; // most models: nothing is large
  const double found = noise(is_about_one(b.peek(), x));
  if (found > limit.refused) refuse_rounding(object.required("coef_"));
  if (found > limit.shows) b.mark_cancellation();
}

void judge_singular_values(ir::builder& b, pickle::value object, const ir::linear& step) {
  const auto singular = object.attribute("singular_");
  const auto rank = object.attribute("rank_");
  if (!singular || !rank || !singular->is_array() || !rank->is_number()) return;
  const std::vector<double> values = singular->numbers(); // descending
  const double count = rank->number();
  if (!(count >= 1) || count > static_cast<double>(values.size())) return;
  const double ratio = values[static_cast<std::size_t>(count) - 1] / values.front();
  double largest = 0;
  for (const double w : step.weights) largest = std::max(largest, std::fabs(w));
  const double noise = 0x1p-53 * largest * values.front();
  if (ratio < 1e-12 && noise > 1e-6) refuse_rounding(object.required("coef_"));
  if (ratio < 1e-6 && noise > of_targets.shows) b.mark_cancellation();
}

} // namespace convert::sklearn
