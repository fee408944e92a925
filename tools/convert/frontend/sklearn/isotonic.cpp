// convert/frontend/sklearn/isotonic.cpp -- IsotonicRegression as linear interpolation between its thresholds.
//
// Source  scikit-learn 0.23.2 (`_necessary_X_`) and 0.24 to 1.9 (`X_thresholds_`), `sklearn/isotonic.py`,
//         `IsotonicRegression.predict` and `_build_f`.
#include <convert/frontend/sklearn/isotonic.hpp>

#include <array>
#include <string>

#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

std::vector<double> thresholds(pickle::value object, std::string_view name, std::string_view old_name) {
  const auto v = object.attribute(name);
  const pickle::value found = v ? *v : object.required(old_name);
  if (found.as_array().type.item_bytes == 4)
    throw refusal("`" + found.path() + "`: thresholds in float32 are not supported");
  return found.numbers();
}

answers isotonic_regression(context& c, pickle::value object, ir::value input) {
  const ir::value x = validated(c, input, accepts::finite);
  answers made;
  const ir::value y = c.build().add(x, isotonic_curve(object));
  if (c.only_transform())
    made.transform = y;
  else
    made.numbers = y;
  return made;
}

constexpr std::array classes = {entry{"IsotonicRegression", isotonic_regression}};

} // namespace

ir::interpolate isotonic_curve(pickle::value object) {
  const auto outside = object.required("out_of_bounds").text();
  if (outside != "clip" && outside != "nan")
    throw refusal("`" + object.path() + "`: out_of_bounds `" + std::string(outside) + "` is not supported");
  ir::interpolate step;
  step.curves.push_back({thresholds(object, "X_thresholds_", "_necessary_X_"),
                         thresholds(object, "y_thresholds_", "_necessary_y_")});
  // A single threshold is a constant, even outside.
  step.nan_outside = outside == "nan" && step.curves.front().xs.size() > 1;
  return step;
}

std::span<const entry> isotonic_classes() { return classes; }

} // namespace convert::sklearn
