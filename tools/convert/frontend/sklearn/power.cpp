// convert/frontend/sklearn/power.cpp -- PowerTransformer: Yeo-Johnson and Box-Cox, then its own scaler.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/preprocessing/_data.py`, `PowerTransformer.transform` and
//         `_check_input`; scipy, `special.boxcox`.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

/// Box-Cox raises for zero and below.
ir::value positive(context& c, ir::value x) {
  ir::require check;
  check.missing_allowed = true;
  check.lowest = 0;
  check.lowest_excluded = true;
  return c.build().add(x, check);
}

answers power_transformer(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::value x = validated(c, input, accepts::finite_or_missing);
  const auto method = object.required("method").text();
  if (method != "yeo-johnson" && method != "box-cox")
    throw refusal("`" + object.path() + "`: method `" + std::string(method) + "` is not supported");
  ir::power step;
  step.box_cox = method == "box-cox";
  step.lambdas = per_column(object, "lambdas_", c.build().width(x));
  if (std::ranges::any_of(step.lambdas, [](double l) { return std::isnan(l); }))
    throw refusal("`" + object.path() + ".lambdas_`: a column that was all missing is not supported");
  if (step.box_cox) x = positive(c, x);
  answers made;
  made.transform = c.build().add(x, step);
  if (object.required("standardize").boolean())
    made.transform = c.transform(object.required("_scaler"), *made.transform);
  return made;
}

constexpr std::array classes = {entry{"PowerTransformer", power_transformer}};

} // namespace

std::span<const entry> power_classes() { return classes; }

} // namespace convert::sklearn
