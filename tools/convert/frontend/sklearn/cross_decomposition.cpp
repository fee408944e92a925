// convert/frontend/sklearn/cross_decomposition.cpp -- partial least squares and CCA as regressions and projections.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/cross_decomposition/_pls.py`, `_PLS.fit`, `_PLS.predict`,
//         `_PLS.transform` and `PLSSVD.transform`.
#include <array>
#include <cmath>
#include <cstddef>
#include <string>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

/// `_x_mean` since 0.24, `x_mean_` before.
std::vector<double> statistic(pickle::value object, const std::string& name, std::uint32_t columns) {
  const std::string hidden = "_" + name;
  return per_column(object, object.has(hidden) ? hidden : name + "_", columns);
}

ir::value standardized(pickle::value object, ir::builder& b, ir::value x) {
  const std::uint32_t columns = b.width(x);
  return b.add(x, ir::affine{ir::affine::form::subtract_divide, statistic(object, "x_mean", columns),
                             statistic(object, "x_std", columns)});
}

answers projected(context& c, pickle::value object, ir::value input, std::string_view by) {
  check_width(c, object, input);
  ir::builder& b = c.build();
  const ir::value x = validated(c, input, accepts::finite);
  answers made;
  made.transform = b.add(standardized(object, b, x), projection(object, by, b.width(x)));
  return made;
}

/// x_rotations_ @ y_loadings_.T * y_std, transposed: (targets, columns), what standardized columns are weighted by.
ir::linear standardized_coefficients(pickle::value object, std::uint32_t columns) {
  const ir::linear rotations = projection(object, "x_rotations_", columns); // (parts, columns)
  const std::vector<double> loadings = matrix_of(object.required("y_loadings_"), rotations.outputs);
  const std::size_t parts = rotations.outputs;
  ir::linear step;
  step.outputs = static_cast<std::uint32_t>(loadings.size() / parts);
  const std::vector<double> y_std = statistic(object, "y_std", step.outputs);
  for (std::size_t o = 0; o < step.outputs; ++o)
    for (std::size_t i = 0; i < columns; ++i) {
      double sum = 0;
      for (std::size_t k = 0; k < parts; ++k)
        sum += rotations.weights[k * columns + i] * loadings[o * parts + k];
      step.weights.push_back(sum * y_std[o]);
    }
  return step;
}

/// Whether two lists of numbers are the same but for rounding.
bool same(const std::vector<double>& a, const std::vector<double>& b) {
  double size = 0;
  double apart = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    size = std::max(size, std::fabs(a[i]));
    apart = std::max(apart, std::fabs(a[i] - b[i]));
  }
  return apart <= 1e-6 * size;
}

/// `coef_`: (columns, targets) up to 1.0, for standardized columns; `_coef_`: (targets, columns) in 1.1 and 1.2; later
/// `coef_` is (targets, columns), at some time for standardized columns and then for centred ones.
struct fitted {
  ir::linear step;
  bool standardized = true;
};

fitted coefficients_of(context& c, pickle::value object, std::uint32_t columns) {
  fitted made{standardized_coefficients(object, columns), true};
  ir::linear& step = made.step;
  const bool hidden = object.has("_coef_");
  const pickle::value where = object.required(hidden ? "_coef_" : "coef_");
  const bool transposed = !hidden && c.written_by() < version{1, 3, 0};
  std::vector<double> stored =
      transposed ? projection(object, "coef_", columns).weights : matrix_of(where, columns);
  if (stored.size() != step.weights.size())
    throw refusal("`" + where.path() + "`: " + std::to_string(stored.size()) + " numbers for " +
                  std::to_string(columns) + " features and " + std::to_string(step.outputs) + " targets");
  if (!same(step.weights, stored)) {
    const std::vector<double> x_std = statistic(object, "x_std", columns);
    for (std::size_t i = 0; i < stored.size(); ++i) step.weights[i] /= x_std[i % columns];
    made.standardized = false;
    if (!same(step.weights, stored))
      throw refusal("`" + where.path() + "`: not what its rotations and loadings make");
  }
  step.weights = std::move(stored);
  const bool has_intercept = object.has("intercept_"); // since 1.1
  step.bias = has_intercept ? per_column(object, "intercept_", step.outputs)
                            : statistic(object, "y_mean", step.outputs);
  return made;
}

answers least_squares(context& c, pickle::value object, ir::value input) {
  if (c.only_transform()) return projected(c, object, input, "x_rotations_");
  check_width(c, object, input);
  ir::builder& b = c.build();
  ir::value x = validated(c, input, accepts::finite);
  fitted found = coefficients_of(c, object, b.width(x));
  x = found.standardized ? standardized(object, b, x)
                         : b.add(x, ir::with_constants{ir::operation::subtract, false,
                                                       statistic(object, "x_mean", b.width(x))});
  answers made;
  made.numbers = b.add(x, std::move(found.step));
  return made;
}

answers singular_vectors(context& c, pickle::value object, ir::value input) {
  return projected(c, object, input, "x_weights_");
}

constexpr std::array classes = {
    entry{"CCA", least_squares},
    entry{"PLSCanonical", least_squares},
    entry{"PLSRegression", least_squares},
    entry{"PLSSVD", singular_vectors},
};

} // namespace

std::span<const entry> cross_decomposition_classes() { return classes; }

} // namespace convert::sklearn
