// convert/frontend/sklearn/kernel_map.cpp -- random and sampled feature maps of kernels: RBFSampler, SkewedChi2Sampler,
// AdditiveChi2Sampler.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/kernel_approximation.py`.
#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

/// cos(x . weights + offset) * sqrt(2 / components)
ir::value waves(context& c, pickle::value object, ir::value x) {
  ir::builder& b = c.build();
  ir::linear step = projection(object, "random_weights_", b.width(x));
  step.bias = per_column(object, "random_offset_", step.outputs);
  const double scale = std::sqrt(2.0 / step.outputs);
  return b.scaled(b.add(b.add(x, std::move(step)), ir::unary{ir::function::cos}), scale);
}

answers rbf_sampler(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  answers made;
  made.transform = waves(c, object, validated(c, input, accepts::finite));
  return made;
}

/// `x` behind a step that refuses what is below `lowest`, and that too if it is excluded.
ir::value from_on(context& c, ir::value x, double lowest, bool excluded) {
  ir::require check;
  check.lowest = lowest;
  check.lowest_excluded = excluded;
  check.features = c.build().origins(x);
  return c.build().add(x, check);
}

answers skewed_sampler(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  const double skewedness = object.required("skewedness").number();
  const ir::value x = from_on(c, validated(c, input, accepts::finite), -skewedness, true);
  answers made;
  made.transform =
      waves(c, object, c.build().add(c.build().shifted(x, skewedness), ir::unary{ir::function::log}));
  return made;
}

/// The step between samples of the kernel's signature.
double sample_interval(pickle::value object, std::int64_t steps) {
  const auto fitted = object.attribute("sample_interval_"); // up to 1.2
  if (fitted && fitted->is_number()) return fitted->number();
  const pickle::value told = object.required("sample_interval");
  if (told.is_number()) return told.number();
  constexpr std::array by_steps = {0.8, 0.5, 0.4};
  if (steps < 1 || steps > 3)
    throw refusal("`" + object.path() + "`: sample_steps " + std::to_string(steps) +
                  " without sample_interval");
  return by_steps[static_cast<std::size_t>(steps - 1)];
}

/// sqrt(x * factor / divisor)
ir::value root(ir::builder& b, ir::value x, double factor, double divisor) {
  return b.add(b.divided(b.scaled(x, factor), divisor), ir::unary{ir::function::sqrt});
}

answers additive_sampler(context& c, pickle::value object, ir::value input) {
  constexpr std::int64_t most_steps = 1000;
  check_width(c, object, input);
  ir::builder& b = c.build();
  const ir::value x = from_on(c, validated(c, input, accepts::finite), 0.0, false);
  const std::int64_t steps = object.required("sample_steps").integer();
  if (steps < 1 || steps > most_steps)
    throw refusal("`" + object.path() + "`: sample_steps " + std::to_string(steps) + " is not supported");
  const double interval = sample_interval(object, steps);
  // Zeros stay zeros: their roots are, so what their logarithms are taken for does not matter.
  const ir::value positive = b.add(x, ir::impute{false, 0.0, std::vector<double>(b.width(x), 1.0)});
  const ir::value log_steps = b.scaled(b.add(positive, ir::unary{ir::function::log}), interval);
  std::vector<ir::value> columns = {root(b, x, interval, 1.0)};
  const ir::value doubled = b.scaled(b.scaled(x, 2.0), interval);
  for (std::int64_t j = 1; j < steps; ++j) {
    const auto times = static_cast<double>(j);
    const ir::value factor = root(b, doubled, 1.0, std::cosh(std::numbers::pi * times * interval));
    const ir::value angle = b.scaled(log_steps, times);
    for (const auto wave : {ir::function::cos, ir::function::sin}) {
      const std::array terms = {factor, b.add(angle, ir::unary{wave})};
      columns.push_back(b.add(b.concat(terms), ir::elementwise{ir::operation::multiply}));
    }
  }
  answers made;
  made.transform = b.concat(columns);
  return made;
}

constexpr std::array classes = {
    entry{"AdditiveChi2Sampler", additive_sampler},
    entry{"RBFSampler", rbf_sampler},
    entry{"SkewedChi2Sampler", skewed_sampler},
};

} // namespace

std::span<const entry> kernel_map_classes() { return classes; }

} // namespace convert::sklearn
