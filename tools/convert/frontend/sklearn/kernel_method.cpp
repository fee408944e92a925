// convert/frontend/sklearn/kernel_method.cpp -- models over kernels of sklearn.metrics.pairwise: KernelRidge, KernelPCA, Nystroem.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/kernel_ridge.py`, `sklearn/decomposition/_kernel_pca.py`,
//         `sklearn/kernel_approximation.py`, `Nystroem`; `sklearn/preprocessing/_data.py`, `KernelCenterer`.
#include <array>
#include <cmath>
#include <string>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/kernel.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>
#include <convert/ir/evaluate_step.hpp>

namespace convert::sklearn {

namespace {

kernel checked_kernel(const context& c, pickle::value object, std::string_view gamma, std::uint32_t columns) {
  const auto others = object.attribute("kernel_params");
  if (others && !others->is_none() && others->size() > 0)
    throw refusal("`" + object.path() + "`: kernel_params is not supported");
  kernel k = kernel_of(object, gamma, columns);
  k.written_by = c.written_by();
  return k;
}

/// Sums over the kernels of the row and the points. A linear kernel's points go into the weights where nothing cancels.
ir::value kernel_sums(ir::builder& b, pickle::value object, const kernel& k, ir::value x,
                      const std::vector<double>& points, const ir::linear& sums) {
  if (cancellation(object, k, {points, b.width(x), sums.weights, false, {}, true}) > cancellation_shows)
    b.mark_cancellation();
  else if (k.name == kernel_name::linear)
    return b.add(x, folded(sums, points, b.width(x)));
  return b.add(pairwise_kernels(b, k, x, points), sums);
}

answers kernel_ridge(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::builder& b = c.build();
  const ir::value x = validated(c, input, accepts::finite);
  const kernel k = checked_kernel(c, object, "gamma", b.width(x));
  const std::vector<double> points = matrix_of(object.required("X_fit_"), b.width(x));
  const ir::linear sums =
      projection(object, "dual_coef_", static_cast<std::uint32_t>(points.size() / b.width(x)));
  answers made;
  made.numbers = kernel_sums(b, object, k, x, points, sums);
  return made;
}

answers nystroem(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::builder& b = c.build();
  const ir::value x = validated(c, input, accepts::finite);
  const kernel k = checked_kernel(c, object, "gamma", b.width(x));
  const std::vector<double> points = matrix_of(object.required("components_"), b.width(x));
  ir::linear sums;
  sums.weights =
      matrix_of(object.required("normalization_"), static_cast<std::uint32_t>(points.size() / b.width(x)));
  sums.outputs = static_cast<std::uint32_t>(sums.weights.size() / (points.size() / b.width(x)));
  sums.bias.assign(sums.outputs, 0.0);
  answers made;
  made.transform = kernel_sums(b, object, k, x, points, sums);
  c.note_noise(*made.transform, object,
               noise_of_sums(k, {points, b.width(x), sums.weights, false, {}, true}));
  return made;
}

/// Eigenvectors over the roots of their eigenvalues, none for those of zero: weights of a linear step over the kernels.
ir::linear scaled_vectors(pickle::value object, std::uint32_t points) {
  const bool renamed = object.has("eigenvectors_"); // since 1.0
  const auto vectors = renamed ? "eigenvectors_" : "alphas_";
  const pickle::value of = object.required(renamed ? "eigenvalues_" : "lambdas_");
  ir::linear step = projection(object, vectors, points);
  const std::vector<double> eigenvalues = of.numbers();
  if (eigenvalues.size() != step.outputs)
    throw refusal("`" + of.path() + "`: " + std::to_string(eigenvalues.size()) + " numbers for " +
                  std::to_string(step.outputs) + " vectors");
  const ir::rounding root{is_in_floats(of)};
  const ir::rounding quotient{root.f32 && is_in_floats(object.required(vectors))};
  for (std::size_t o = 0; o < step.outputs; ++o)
    for (std::size_t i = 0; i < points; ++i) {
      double& w = step.weights[o * points + i];
      w = eigenvalues[o] == 0 ? 0.0 : quotient(w / root(std::sqrt(eigenvalues[o])));
    }
  return step;
}

/// The centred kernels' sums. The mean of the row's own kernels is the same for all points, so it goes through the sums of
/// the weights: K - rows - mean(K) + all, times the vectors.
ir::value centred_sums(ir::builder& b, pickle::value object, ir::value kernels, const ir::linear& vectors) {
  const std::uint32_t points = b.width(kernels);
  const std::vector<double> rows = per_column(object, "K_fit_rows_", points);
  const double all = per_column(object, "K_fit_all_", 1).front();
  ir::linear of_mean{vectors.outputs, {}, {}};
  for (std::size_t o = 0; o < vectors.outputs; ++o) {
    double sum = 0;
    for (std::size_t i = 0; i < points; ++i) sum += vectors.weights[o * points + i];
    of_mean.weights.push_back(-sum);
    of_mean.bias.push_back(all * sum);
  }
  const ir::value apart = b.add(kernels, ir::with_constants{ir::operation::subtract, false, rows});
  const std::array terms = {b.add(apart, vectors),
                            b.add(b.add(kernels, ir::reduce{ir::reduce::kind::mean, 1}), of_mean)};
  return b.add(b.concat(terms), ir::elementwise{ir::operation::add});
}

answers kernel_pca(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::builder& b = c.build();
  const ir::value x = validated(c, input, accepts::finite);
  const kernel k = checked_kernel(c, object, object.has("gamma_") ? "gamma_" : "gamma", b.width(x));
  const std::vector<double> points = matrix_of(object.required("X_fit_"), b.width(x));
  const ir::linear vectors = scaled_vectors(object, static_cast<std::uint32_t>(points.size() / b.width(x)));
  const pickle::value centerer = object.required("_centerer");
  const std::vector<double> rows =
      per_column(centerer, "K_fit_rows_", static_cast<std::uint32_t>(points.size() / b.width(x)));
  const sklearn::kernel_sums sums{points, b.width(x), vectors.weights, false, rows, true};
  if (cancellation(object, k, sums) > cancellation_shows) b.mark_cancellation();
  const ir::value kernels = validated(c, pairwise_kernels(b, k, x, points), accepts::finite);
  answers made;
  made.transform = centred_sums(b, centerer, kernels, vectors);
  c.note_noise(*made.transform, object, noise_of_sums(k, sums));
  return made;
}

constexpr std::array classes = {
    entry{"KernelPCA", kernel_pca},
    entry{"KernelRidge", kernel_ridge},
    entry{"Nystroem", nystroem},
};

} // namespace

std::span<const entry> kernel_method_classes() { return classes; }

} // namespace convert::sklearn
