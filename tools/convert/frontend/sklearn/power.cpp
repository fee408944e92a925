// convert/frontend/sklearn/power.cpp -- PowerTransformer: Yeo-Johnson and Box-Cox, then its own scaler.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/preprocessing/_data.py`, `PowerTransformer.transform` and
//         `_check_input`; scipy, `special.boxcox`. numpy's pow on a machine with AVX-512 is not the C library's.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/rounding_noise.hpp>
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

/// How large what is rounded is on the way to v = (x^lambda - 1) / lambda: the power over lambda.
double size_of_power(double v, double lambda) {
  if (std::fabs(lambda) < std::numeric_limits<double>::epsilon()) return std::fabs(v); // a logarithm
  return std::fabs(lambda * v + 1) / std::fabs(lambda);
}

/// The same of Box-Cox, expm1(lambda log(x)) / lambda: the error of the logarithm grows with the power.
double size_of_box_cox(double v, double lambda) {
  const double power = lambda * v + 1;
  if (std::fabs(lambda) < std::numeric_limits<double>::epsilon() || !(power > 0)) return std::fabs(v);
  return std::fabs(v) + std::fabs(power * std::log(power) / lambda);
}

/// How much of each column is pow's last bits. Columns that vary by next to nothing beside the size of their powers are spread
/// out again by the scaler, and these bits with them.
std::vector<column_noise> noise_of_powers(pickle::value object, const ir::power& step) {
  constexpr double of_pow = 2 * std::numeric_limits<double>::epsilon();
  const auto columns = static_cast<std::uint32_t>(step.lambdas.size());
  std::vector<double> mean(columns, 0.0);
  std::vector<double> scale(columns, 1.0);
  std::vector<double> variance(columns, 1.0);
  if (object.required("standardize").boolean()) {
    const pickle::value scaler = object.required("_scaler");
    mean = per_column(scaler, "mean_", columns);
    scale = per_column(scaler, "scale_", columns);
    if (scaler.has("var_")) variance = per_column(scaler, "var_", columns);
  }
  std::vector<column_noise> noise;
  for (std::uint32_t i = 0; i < columns; ++i) {
    const double lambda = step.lambdas[i];
    const double reach = 4 * std::fabs(scale[i]);
    double size = 0;
    if (step.box_cox) size = size_of_box_cox(mean[i], lambda);
    if (!step.box_cox && mean[i] > -reach) size = size_of_power(std::max(mean[i], 0.0), lambda);
    if (!step.box_cox && mean[i] < reach)
      size = std::max(size, size_of_power(std::max(-mean[i], 0.0), 2 - lambda));
    noise.push_back({of_pow * size / std::fabs(scale[i]), of_pow * size / std::sqrt(variance[i])});
  }
  return noise;
}

void judge_powers(ir::builder& b, pickle::value object, const std::vector<column_noise>& noise) {
  for (std::size_t i = 0; i < noise.size(); ++i) {
    if (noise[i].size > most_noise)
      throw refusal(
          "`" + object.path() + "`: column " + std::to_string(i) +
          " varies so little beside the size of its powers that its answers would be rounding errors, "
          "which scikit-learn does not repeat from machine to machine either: leave it out if it is "
          "constant, or put a StandardScaler before");
    if (noise[i].size > noise_shows) b.mark_cancellation();
  }
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
  std::vector<column_noise> noise = noise_of_powers(object, step);
  judge_powers(c.build(), object, noise);
  if (step.box_cox) x = positive(c, x);
  answers made;
  made.transform = c.build().add(x, std::move(step));
  if (object.required("standardize").boolean())
    made.transform = c.transform(object.required("_scaler"), *made.transform);
  c.note_noise(*made.transform, object, std::move(noise));
  return made;
}

constexpr std::array classes = {entry{"PowerTransformer", power_transformer}};

} // namespace

std::span<const entry> power_classes() { return classes; }

} // namespace convert::sklearn
