// convert/frontend/sklearn/decomposition.cpp -- PCA and its siblings: a centre, a projection, a scale.
//
// Source  scikit-learn 0.23.2 to 1.4, `sklearn/decomposition/_base.py`, `_BasePCA.transform`; 1.5 and later, the
//         same with the centre projected and subtracted; `_truncated_svd.py`; `_fastica.py`, `FastICA.transform`;
//         `sklearn/random_projection.py`, `transform`.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/rounding_noise.hpp>
#include <convert/frontend/sklearn/validate.hpp>
#include <convert/ir/evaluate_step.hpp>

namespace convert::sklearn {

namespace {

ir::linear components(pickle::value object, std::uint32_t inputs) {
  const pickle::value rows = object.required("components_"); // (outputs, inputs)
  ir::linear step;
  step.weights = matrix_of(rows, inputs);
  step.outputs = static_cast<std::uint32_t>(step.weights.size() / inputs);
  step.bias.assign(step.outputs, 0.0);
  return step;
}

ir::value centred(context& c, pickle::value object, ir::value x) {
  const std::uint32_t columns = c.build().width(x);
  return c.build().add(x, ir::affine{ir::affine::form::subtract_divide, per_column(object, "mean_", columns),
                                     std::vector<double>(columns, 1.0)});
}

bool has_mean(pickle::value object) {
  const auto mean = object.attribute("mean_");
  return mean && !mean->is_none();
}

/// X @ components.T - mean @ components.T, so that sparse rows need no centring.
ir::value projected_then_centred(context& c, pickle::value object, ir::value x) {
  ir::builder& b = c.build();
  const ir::linear step = components(object, b.width(x));
  const ir::value projected = b.add(x, step);
  if (!has_mean(object)) return projected;
  const std::vector<double> mean = per_column(object, "mean_", b.width(x));
  // A product of floats is added up in floats, in the order of some BLAS.
  if (is_in_floats(object.required("mean_"))) b.mark_cancellation();
  std::vector<double> centre(step.outputs, 0.0);
  for (std::size_t o = 0; o < step.outputs; ++o)
    for (std::size_t i = 0; i < mean.size(); ++i) centre[o] += mean[i] * step.weights[o * mean.size() + i];
  return b.add(projected, ir::with_constants{ir::operation::subtract, false, centre});
}

/// How much of each component is rounding, the terms of its sum being as large as `sizes` and the data's spread.
std::vector<column_noise> noise_of_components(const ir::linear& projection,
                                              const std::vector<double>& variance,
                                              std::vector<double> sizes) {
  const std::size_t columns = sizes.size();
  std::vector<double> spread(columns, 0.0);
  for (std::size_t k = 0; k < projection.weights.size(); ++k)
    spread[k % columns] += projection.weights[k] * projection.weights[k] * variance[k / columns];
  for (std::size_t i = 0; i < columns; ++i) sizes[i] += std::sqrt(spread[i]);
  std::vector<column_noise> noise;
  for (std::size_t o = 0; o < variance.size(); ++o) {
    const double size = rounding_noise(std::span(projection.weights).subspan(o * columns, columns), sizes);
    noise.push_back({size, size / std::sqrt(variance[o])});
  }
  return noise;
}

std::vector<double> sizes_of_centre(pickle::value object, std::uint32_t columns) {
  std::vector<double> sizes(columns, 0.0);
  if (has_mean(object)) sizes = per_column(object, "mean_", columns);
  for (double& size : sizes) size = std::fabs(size);
  return sizes;
}

answers pca(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::builder& b = c.build();
  ir::value x = validated(c, input, accepts::finite);
  const std::uint32_t columns = b.width(x);
  const bool centres_last = c.written_by() >= version{1, 5, 0};
  if (centres_last) {
    x = projected_then_centred(c, object, x);
  } else {
    if (has_mean(object)) x = centred(c, object, x);
    x = b.add(x, components(object, b.width(x)));
  }
  answers made;
  made.transform = x;
  std::vector<double> scale = per_column(object, "explained_variance_", b.width(x));
  const std::vector<double> centre = sizes_of_centre(object, columns);
  const ir::linear projection = components(object, columns);
  // Where the centre is taken off first, it is no term of the trainer's sums.
  const std::vector<double> nowhere(columns, 0.0);
  c.note_noise(x, object, noise_of_components(projection, scale, centres_last ? centre : nowhere));
  if (!object.required("whiten").boolean()) return made;
  // Components that the data does not reach are divided by what rounding left of their variance. The centre counts: here, or
  // once it is folded into the sum.
  for (const column_noise& n : noise_of_components(projection, scale, centre))
    refuse_noise(object.required("explained_variance_"), n.part);
  const bool floats = is_in_floats(object.required("explained_variance_"));
  for (double& s : scale) s = ir::rounding{floats}(std::sqrt(s));
  // Components without variance are not divided by zero any more.
  const double least =
      floats ? std::numeric_limits<float>::epsilon() : std::numeric_limits<double>::epsilon();
  if (centres_last)
    for (double& s : scale) s = std::max(s, least);
  made.transform = b.add(x, ir::with_constants{ir::operation::divide, false, scale});
  return made;
}

/// A product with the components and nothing else: random projections, neighborhood components.
answers projection_alone(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  const ir::value x = validated(c, input, accepts::finite);
  answers made;
  made.transform = c.build().add(x, components(object, c.build().width(x)));
  return made;
}

/// The data's second moments along the components are the squares of the singular values over the number of rows, which is
/// not said: its moments about the mean, the explained variance, are less, so it is at most the least of the quotients.
void note_noise_of_svd(context& c, pickle::value object, ir::value made, const ir::linear& projection) {
  const std::vector<double> variance = per_column(object, "explained_variance_", projection.outputs);
  const std::vector<double> singular = per_column(object, "singular_values_", projection.outputs);
  double rows = std::numeric_limits<double>::infinity();
  for (std::size_t o = 0; o < variance.size(); ++o)
    if (variance[o] > 0) rows = std::min(rows, singular[o] * singular[o] / variance[o]);
  const std::size_t columns = projection.weights.size() / projection.outputs;
  std::vector<double> sizes(columns, 0.0);
  for (std::size_t k = 0; k < projection.weights.size(); ++k) {
    const double along = projection.weights[k] * singular[k / columns];
    sizes[k % columns] += along * along / rows;
  }
  for (double& size : sizes) size = std::sqrt(size);
  c.note_noise(made, object, noise_of_components(projection, variance, sizes));
}

answers truncated_svd(context& c, pickle::value object, ir::value input) {
  answers made = projection_alone(c, object, input);
  note_noise_of_svd(c, object, *made.transform, components(object, c.build().width(input)));
  return made;
}

/// Data that spans fewer dimensions than there are components is whitened by dividing rounding errors by rounding errors.
/// With rows K of `whitening_` the data's spread along K[j] is in proportion to 1 / |K[j]|.
void refuse_noisy_unmixing(pickle::value object, std::uint32_t columns) {
  const auto whitening = object.attribute("whitening_");
  if (!whitening || whitening->is_none()) return;
  const std::vector<double> axes = matrix_of(*whitening, columns);
  const ir::linear unmixing = components(object, columns);
  const std::size_t count = axes.size() / columns;
  std::vector<double> squares(count, 0.0);
  for (std::size_t k = 0; k < axes.size(); ++k) squares[k / columns] += axes[k] * axes[k];
  std::vector<double> sizes(columns, 0.0);
  for (std::size_t k = 0; k < axes.size(); ++k) {
    const double part = axes[k] / squares[k / columns];
    sizes[k % columns] += part * part;
  }
  for (double& s : sizes) s = std::sqrt(s);
  for (std::size_t o = 0; o < unmixing.outputs; ++o) {
    const auto row = std::span(unmixing.weights).subspan(o * columns, columns);
    double answer = 0;
    for (std::size_t j = 0; j < count; ++j) {
      double along = 0;
      for (std::size_t i = 0; i < columns; ++i) along += row[i] * axes[j * columns + i];
      answer += along * along / (squares[j] * squares[j]);
    }
    refuse_noise(object.required("components_"), rounding_noise(row, sizes) / std::sqrt(answer));
  }
}

answers fast_ica(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::value x = validated(c, input, accepts::finite);
  if (has_mean(object)) x = centred(c, object, x); // there is one only with whitening
  answers made;
  refuse_noisy_unmixing(object, c.build().width(x));
  made.transform = c.build().add(x, components(object, c.build().width(x)));
  return made;
}

constexpr std::array classes = {
    entry{"FastICA", fast_ica},
    entry{"GaussianRandomProjection", projection_alone},
    entry{"IncrementalPCA", pca},
    entry{"NeighborhoodComponentsAnalysis", projection_alone},
    entry{"PCA", pca},
    entry{"SparseRandomProjection", projection_alone},
    entry{"TruncatedSVD", truncated_svd},
};

} // namespace

std::span<const entry> decomposition_classes() { return classes; }

} // namespace convert::sklearn
