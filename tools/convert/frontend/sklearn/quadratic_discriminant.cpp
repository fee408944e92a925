// convert/frontend/sklearn/quadratic_discriminant.cpp -- QuadraticDiscriminantAnalysis: a normal distribution a class.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/discriminant_analysis.py`,
//         `QuadraticDiscriminantAnalysis._decision_function`, `decision_function` and `predict_proba`.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/leaf_classes.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/rounding_noise.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

/// One class: the axes of its distribution, the square of each axis' length.
struct ellipsoid {
  ir::linear axes; // (axes, columns), each divided by its length
  std::vector<double> squared_lengths;
};

/// numpy's powers and logarithms of floats are those of the machine's vector unit: AVX-512's are off by up to 1 and 3.4 units of
/// a float's last place (numpy 1.24, against double precision), other machines' by half of one. A score is as far off as the
/// squared distance times that, while the scores that it is held against may be nearly as large.
void refuse_floats(pickle::value array) {
  if (is_in_floats(array))
    throw refusal("`" + array.path() +
                  "`: fitted to 32-bit floats, whose powers depend on the machine: not six digits of its own "
                  "answers are certain (fitted to 64-bit floats it converts)");
}

ellipsoid ellipsoid_of(ir::builder& b, pickle::value rotation, pickle::value scaling, std::uint32_t columns) {
  ellipsoid made;
  made.squared_lengths = scaling.numbers();
  const std::size_t axes = made.squared_lengths.size();
  const std::vector<double> matrix = rotation.numbers(); // (columns, axes)
  if (axes == 0 || matrix.size() != columns * axes)
    throw refusal("`" + rotation.path() + "`: " + std::to_string(matrix.size()) + " numbers for " +
                  std::to_string(columns) + " features and " + std::to_string(axes) + " axes");
  made.axes.outputs = static_cast<std::uint32_t>(axes);
  made.axes.bias.assign(axes, 0.0);
  made.axes.weights.resize(matrix.size());
  std::vector<double> spread(columns, 0.0);
  refuse_floats(scaling);
  refuse_floats(rotation);
  for (std::size_t o = 0; o < axes; ++o)
    for (std::size_t i = 0; i < columns; ++i) {
      const double part = matrix[i * axes + o];
      made.axes.weights[o * columns + i] = part * std::pow(made.squared_lengths[o], -0.5);
      spread[i] += part * part * made.squared_lengths[o];
    }
  for (double& s : spread) s = std::sqrt(s);
  for (std::size_t o = 0; o < axes; ++o)
    judge_noise(b, scaling,
                rounding_noise(std::span(made.axes.weights).subspan(o * columns, columns), spread));
  return made;
}

/// -(distance^2 + log det) / 2 + log prior
ir::value log_posteriors(context& c, pickle::value object, ir::value x, std::uint32_t classes) {
  ir::builder& b = c.build();
  const std::uint32_t columns = b.width(x);
  const std::vector<double> means = matrix_of(object.required("means_"), columns);
  const auto rotations = object.required("rotations_").elements();
  const auto scalings = object.required("scalings_").elements();
  std::vector<double> log_prior = per_column(object, "priors_", classes);
  const bool one_each = rotations.size() == classes && scalings.size() == classes;
  if (!one_each || means.size() != std::size_t{classes} * columns)
    throw refusal("`" + object.path() + "`: not one mean, rotation and scaling for each class");
  for (double& p : log_prior) p = std::log(p);
  std::vector<ir::value> distances;
  std::vector<double> log_det;
  for (std::size_t k = 0; k < classes; ++k) {
    ellipsoid own = ellipsoid_of(b, rotations[k], scalings[k], columns);
    for (double& s : own.squared_lengths) s = std::log(s);
    log_det.push_back(pairwise_sum(own.squared_lengths));
    const auto mean = means.begin() + static_cast<std::ptrdiff_t>(k * columns);
    const ir::value centred =
        b.add(x, ir::with_constants{ir::operation::subtract, false, {mean, mean + columns}});
    const ir::value squares = b.add(b.add(centred, std::move(own.axes)), ir::unary{ir::function::square});
    distances.push_back(b.add(squares, ir::reduce{ir::reduce::kind::pairwise_sum, 1}));
  }
  const ir::value sums = b.add(b.concat(distances), ir::with_constants{ir::operation::add, false, log_det});
  return b.add(b.scaled(sums, -0.5), ir::with_constants{ir::operation::add, false, log_prior});
}

answers quadratic_discriminant(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::builder& b = c.build();
  std::vector<ir::label> labels = labels_of(object.required("classes_"));
  const ir::value x = validated(c, input, accepts::finite);
  const ir::value scores = log_posteriors(c, object, x, static_cast<std::uint32_t>(labels.size()));
  answers made;
  made.raw = scores;
  if (labels.size() == 2) {
    const std::array<std::uint32_t, 2> swapped = {1, 0};
    made.raw = b.add(b.pick(scores, swapped), ir::elementwise{ir::operation::subtract});
  }
  const ir::value index = b.add(scores, ir::decide{});
  made.classes.push_back({index, std::move(labels), b.add(scores, ir::softmax{})});
  return made;
}

constexpr std::array classes = {entry{"QuadraticDiscriminantAnalysis", quadratic_discriminant}};

} // namespace

std::span<const entry> quadratic_discriminant_classes() { return classes; }

} // namespace convert::sklearn
