// convert/frontend/sklearn/spline.cpp -- SplineTransformer: B-splines, and what becomes of them outside of their knots.
//
// Source  scikit-learn 1.0 to 1.9, `sklearn/preprocessing/_polynomial.py`, `SplineTransformer.transform`.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>
#include <convert/ir/spline_basis.hpp>

namespace convert::sklearn {

namespace {

struct curve {
  std::vector<double> knots;
  std::uint32_t degree = 0;
};

std::vector<curve> curves_of(pickle::value object, std::uint32_t columns) {
  std::vector<curve> all;
  for (const pickle::value spline : object.required("bsplines_").elements()) {
    const auto degree = spline.required("k").integer();
    if (degree < 0 || degree > ir::spline::highest_degree)
      throw refusal("`" + object.path() + "`: degree " + std::to_string(degree) + " is not supported");
    const auto knots = spline.attribute("_t"); // SciPy's since it reads other arrays too
    all.push_back({(knots ? *knots : spline.required("t")).numbers(), static_cast<std::uint32_t>(degree)});
    const curve& last = all.back();
    const bool fits = last.degree == all.front().degree && last.knots.size() == all.front().knots.size() &&
                      last.knots.size() >= 2 * std::size_t{last.degree} + 2;
    if (!fits) throw refusal("`" + spline.path() + "`: its knots do not fit the degree or the other splines");
    if (std::ranges::any_of(last.knots, [](double t) { return !std::isfinite(t); }))
      throw refusal("`" + spline.path() + "`: a knot that is not finite is not supported");
  }
  if (all.size() != columns)
    throw refusal("`" + object.path() + ".bsplines_`: " + std::to_string(all.size()) + " splines for " +
                  std::to_string(columns) + " features");
  return all;
}

/// Whether one place has so many knots that a slope there divides by zero.
bool has_corner(const curve& c) {
  for (std::size_t i = 0; i + c.degree < c.knots.size(); ++i)
    if (c.degree > 0 && c.knots[i] == c.knots[i + c.degree]) return true;
  return false;
}

/// Values and slopes where the knots `from_end` from each end begin; only the outermost `moved` functions are continued.
ir::spline::column straight_ends(const curve& c, std::size_t from_end, std::size_t moved, bool slopes) {
  ir::spline::column made;
  made.knots = c.knots;
  made.low = c.knots[from_end];
  made.high = c.knots[c.knots.size() - 1 - from_end];
  const std::size_t functions = c.knots.size() - c.degree - 1;
  const auto kept = [&](std::vector<double> all, bool first) {
    const std::size_t count = std::min(moved, functions);
    for (std::size_t o = 0; o < functions; ++o)
      if (first ? o >= count : o + count < functions) all[o] = 0;
    return all;
  };
  const auto slopes_at = [&](double x) {
    if (!slopes || c.degree == 0) return std::vector<double>(functions, 0.0);
    return ir::spline_basis(c.knots, c.degree, x, 1);
  };
  made.values_below = kept(ir::spline_basis(c.knots, c.degree, made.low, 0), true);
  made.values_above = kept(ir::spline_basis(c.knots, c.degree, made.high, 0), false);
  made.slopes_below = kept(slopes_at(made.low), true);
  made.slopes_above = kept(slopes_at(made.high), false);
  return made;
}

/// Below degree 2, `transform` counts its degree up from column to column until it is 2, and takes the knots so far
/// from the ends.
std::vector<ir::spline::column> linear_ends(pickle::value object, const std::vector<curve>& curves) {
  std::vector<ir::spline::column> columns;
  std::size_t degree = curves.front().degree;
  for (const curve& c : curves) {
    const std::size_t from_end = degree;
    if (degree <= 1) ++degree;
    if (has_corner(c) || c.knots.size() < 2 * from_end + 1 ||
        c.knots[from_end] > c.knots[c.knots.size() - 1 - from_end])
      throw refusal("`" + object.path() +
                    "`: extrapolation `linear` with so few different knots is not supported");
    columns.push_back(straight_ends(c, from_end, degree, true));
  }
  return columns;
}

ir::spline continued(pickle::value object, std::string_view how, const std::vector<curve>& curves) {
  ir::spline step;
  step.degree = curves.front().degree;
  if (how == "linear" || how == "constant") {
    step.outside = ir::spline::ends::straight;
    if (how == "linear") {
      step.columns = linear_ends(object, curves);
    } else {
      for (const curve& c : curves) step.columns.push_back(straight_ends(c, step.degree, step.degree, false));
    }
    return step;
  }
  for (const curve& c : curves) {
    ir::spline::column column;
    column.knots = c.knots;
    step.columns.push_back(std::move(column));
  }
  if (how == "periodic") {
    step.outside = ir::spline::ends::wrapped;
    for (const curve& c : curves)
      if (!(c.knots[c.degree] < c.knots[c.knots.size() - c.degree - 1]))
        throw refusal("`" + object.path() + "`: a period of zero is not supported");
  } else if (how != "continue" && how != "error") {
    throw refusal("`" + object.path() + "`: extrapolation `" + std::string(how) + "` is not supported");
  }
  return step;
}

/// x, refused where it lies above the knots, and with `both_ends` below them.
ir::value within(context& c, ir::value x, const std::vector<curve>& curves, bool both_ends) {
  std::vector<double> low;
  std::vector<double> high;
  for (const curve& own : curves) {
    low.push_back(both_ends ? own.knots[own.degree] : -std::numeric_limits<double>::infinity());
    high.push_back(own.knots[own.knots.size() - own.degree - 1]);
  }
  ir::builder& b = c.build();
  const std::array outside = {b.add(x, ir::with_constants{ir::operation::less, false, low}),
                              b.add(x, ir::with_constants{ir::operation::greater, false, high})};
  const ir::value either = b.add(b.concat(outside), ir::elementwise{ir::operation::logical_or});
  ir::require check;
  check.lowest = 0;
  check.features = b.origins(x);
  // Nothing that is refused reads what it refuses: -0.0 is added to what comes through.
  const std::array both = {x, b.add(b.add(either, ir::unary{ir::function::negative}), check)};
  return b.add(b.concat(both), ir::elementwise{ir::operation::add});
}

/// The last function of each column is left out.
ir::value without_bias(ir::builder& b, ir::value made, std::uint32_t functions) {
  std::vector<std::uint32_t> kept;
  for (std::uint32_t i = 0; i < b.width(made); ++i)
    if ((i + 1) % functions != 0) kept.push_back(i);
  return b.pick(made, kept);
}

answers spline_transformer(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::builder& b = c.build();
  const auto how = object.required("extrapolation").text();
  const auto missing = object.attribute("handle_missing"); // since 1.8
  const bool zeros = missing && missing->is_text() && missing->text() == "zeros";
  if (missing && missing->is_text() && !zeros && missing->text() != "error")
    throw refusal("`" + object.path() + "`: handle_missing `" + std::string(missing->text()) +
                  "` is not supported");
  ir::value x = zeros ? input : validated(c, input, accepts::finite); // with zeros nothing is checked
  const std::vector<curve> curves = curves_of(object, b.width(x));
  ir::spline step = continued(object, how, curves);
  step.missing_is_zero = zeros;
  if (how == "error") x = within(c, x, curves, true);
  // Above the knots a slice of no functions is given all their values, which raises unless there is but one.
  if (how == "constant" && step.degree == 0 && step.functions() > 1) x = within(c, x, curves, false);
  const std::uint32_t functions = step.functions();
  answers made;
  made.transform = b.add(x, std::move(step));
  if (!object.required("include_bias").boolean())
    made.transform = without_bias(b, *made.transform, functions);
  return made;
}

constexpr std::array classes = {entry{"SplineTransformer", spline_transformer}};

} // namespace

std::span<const entry> spline_classes() { return classes; }

} // namespace convert::sklearn
