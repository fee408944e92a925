// convert/frontend/sklearn/isotonic.cpp -- IsotonicRegression as linear interpolation between its thresholds.
//
// Source  scikit-learn 0.23.2 (`_necessary_X_`) and 0.24 to 1.9 (`X_thresholds_`), `sklearn/isotonic.py`,
//         `IsotonicRegression.predict` and `_build_f`; scipy 1.10, `interp1d.__init__`: only two arrays of doubles are
//         left to numpy.interp.
#include <convert/frontend/sklearn/isotonic.hpp>

#include <array>
#include <string>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

pickle::value either(pickle::value object, std::string_view name, std::string_view old_name) {
  const auto v = object.attribute(name);
  return v ? *v : object.required(old_name);
}

struct fitted {
  ir::interpolate::curve curve;
  bool nan_outside = false;
  bool in_floats = false;

  explicit fitted(pickle::value object) {
    const auto outside = object.required("out_of_bounds").text();
    if (outside != "clip" && outside != "nan")
      throw refusal("`" + object.path() + "`: out_of_bounds `" + std::string(outside) + "` is not supported");
    const pickle::value xs = either(object, "X_thresholds_", "_necessary_X_");
    const pickle::value ys = either(object, "y_thresholds_", "_necessary_y_");
    in_floats = is_in_floats(xs);
    if (is_in_floats(ys) != in_floats)
      throw refusal("`" + ys.path() + "`: of another type than `" + xs.path() + "`");
    curve = {xs.numbers(), ys.numbers()};
    // A single threshold is a constant, even outside.
    nan_outside = outside == "nan" && curve.xs.size() > 1;
  }
};

answers isotonic_regression(context& c, pickle::value object, ir::value input) {
  answers made;
  const ir::value y = isotonic_curves(c, std::array{object}, input);
  if (c.only_transform())
    made.transform = y;
  else
    made.numbers = y;
  return made;
}

constexpr std::array classes = {entry{"IsotonicRegression", isotonic_regression}};

} // namespace

ir::value isotonic_curves(context& c, std::span<const pickle::value> objects, ir::value input) {
  ir::interpolate step;
  bool in_floats = false;
  for (const pickle::value object : objects) {
    fitted one(object);
    if (step.curves.empty()) {
      step.nan_outside = one.nan_outside;
      in_floats = one.in_floats;
    }
    if (one.nan_outside != step.nan_outside || one.in_floats != in_floats)
      throw refusal("`" + object.path() + "`: not of the same kind as `" + objects.front().path() + "`");
    step.curves.push_back(std::move(one.curve));
  }
  step.on_left_line = in_floats;
  ir::value x = validated(c, input, in_floats ? accepts::finite_f32 : accepts::finite);
  if (in_floats) x = c.build().add(x, ir::unary{ir::function::to_f32});
  return c.build().add(x, std::move(step), in_floats);
}

std::span<const entry> isotonic_classes() { return classes; }

} // namespace convert::sklearn
