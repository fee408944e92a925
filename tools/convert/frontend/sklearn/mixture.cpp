// convert/frontend/sklearn/mixture.cpp -- GaussianMixture and BayesianGaussianMixture, all shapes of covariance.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/mixture/_gaussian_mixture.py`, `_compute_log_det_cholesky` and
//         `_estimate_log_gaussian_prob`; `_bayesian_mixture.py`, `_estimate_log_weights` and `_estimate_log_prob`;
//         `_base.py`, `BaseMixture.predict` and `predict_proba`.
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>
#include <string>

#include <unsupported/Eigen/SpecialFunctions>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/leaf_classes.hpp>
#include <convert/frontend/sklearn/posterior.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/rounding_noise.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

/// What all components share: how many there are, where, and the roots of their inverse covariances.
struct components {
  std::uint32_t count = 0;
  std::uint32_t columns = 0;
  std::vector<double> means; // (count, columns)
  std::vector<double> roots; // precisions_cholesky_, in the shape that the type says
  pickle::value where;       // of the roots, for messages
};

/// Squared distances in units of the covariance, and the logarithm of each root's determinant.
struct measured {
  ir::value distances = 0; // (count)
  std::vector<double> log_det;
};

void insist_on(const components& all, std::size_t numbers) {
  if (all.roots.size() != numbers)
    throw refusal("`" + all.where.path() + "`: " + std::to_string(all.roots.size()) + " numbers, not " +
                  std::to_string(numbers));
}

components components_of(pickle::value object, std::uint32_t columns) {
  const pickle::value roots = object.required("precisions_cholesky_");
  components all{0, columns, matrix_of(object.required("means_"), columns), roots.numbers(), roots};
  all.count = static_cast<std::uint32_t>(all.means.size() / columns);
  return all;
}

/// x . root - mean . root for each component: `tied` has one root for all, and multiplies x by it once, so that the components
/// differ by their means only, however far away x is and however its sums are rounded.
ir::value by_roots(ir::builder& b, ir::value x, const components& all, const ir::linear& roots, bool tied) {
  if (!tied) return b.add(x, roots);
  const std::size_t n = all.columns;
  const ir::linear one{all.columns,
                       {roots.weights.begin(), roots.weights.begin() + static_cast<std::ptrdiff_t>(n * n)},
                       std::vector<double>(n, 0.0)};
  const ir::value product = b.add(x, one);
  return b.add(b.concat(std::vector<ir::value>(all.count, product)),
               ir::with_constants{ir::operation::add, false, roots.bias});
}

/// sum((x . root - mean . root)^2): `full` has a root (columns, columns) a component, `tied` one for all.
measured by_matrices(ir::builder& b, ir::value x, const components& all, bool tied) {
  const std::size_t n = all.columns;
  insist_on(all, (tied ? 1 : all.count) * n * n);
  measured made;
  ir::linear step;
  step.outputs = all.count * all.columns;
  std::vector<double> sizes(n, 0.0);
  for (std::size_t i = 0; i < all.means.size(); ++i)
    sizes[i % n] = std::max(sizes[i % n], std::fabs(all.means[i]));
  for (std::size_t k = 0; k < all.count; ++k) {
    const double* const root = all.roots.data() + (tied ? 0 : k * n * n);
    std::vector<double> logs;
    for (std::size_t o = 0; o < n; ++o) {
      double centre = 0;
      for (std::size_t i = 0; i < n; ++i) {
        step.weights.push_back(root[i * n + o]);
        centre += all.means[k * n + i] * root[i * n + o];
      }
      step.bias.push_back(-centre);
      logs.push_back(std::log(root[o * n + o]));
      judge_noise(b, all.where, rounding_noise(std::span(step.weights).last(n), sizes));
    }
    made.log_det.push_back(pairwise_sum(logs));
  }
  const ir::value squares = b.add(by_roots(b, x, all, step, tied), ir::unary{ir::function::square});
  made.distances = b.add(squares, ir::reduce{ir::reduce::kind::pairwise_sum, all.count});
  return made;
}

ir::value sum_of_two(ir::builder& b, ir::value first, ir::value second) {
  const std::array both = {first, second};
  return b.add(b.concat(both), ir::elementwise{ir::operation::add});
}

/// constant - 2 x . (mean * precision), the mean multiplied out of the square.
ir::value crossed(ir::builder& b, ir::value x, const components& all, const std::vector<double>& precisions,
                  const std::vector<double>& constant) {
  ir::linear step{all.count, {}, std::vector<double>(all.count, 0.0)};
  for (std::size_t i = 0; i < all.means.size(); ++i) step.weights.push_back(all.means[i] * precisions[i]);
  return b.add(b.scaled(b.add(x, std::move(step)), 2.0),
               ir::with_constants{ir::operation::subtract, true, constant});
}

/// The square multiplied out adds up terms as large as mean^2 * precision.
void judge_large_terms(ir::builder& b, const components& all, std::size_t k,
                       std::span<const double> precisions) {
  std::vector<double> squares;
  for (std::size_t i = 0; i < all.columns; ++i)
    squares.push_back(all.means[k * all.columns + i] * all.means[k * all.columns + i]);
  judge_noise(b, all.where, rounding_noise(precisions, squares));
}

/// sum(mean^2 * precision) - 2 x . (mean * precision) + x^2 . precision: one precision a column.
measured by_columns(ir::builder& b, ir::value x, const components& all) {
  const std::size_t n = all.columns;
  insist_on(all, all.count * n);
  measured made;
  std::vector<double> precisions;
  for (const double root : all.roots) precisions.push_back(root * root);
  std::vector<double> constant;
  for (std::size_t k = 0; k < all.count; ++k) {
    std::vector<double> terms;
    std::vector<double> logs;
    for (std::size_t i = k * n; i < (k + 1) * n; ++i) {
      terms.push_back(all.means[i] * all.means[i] * precisions[i]);
      logs.push_back(std::log(all.roots[i]));
    }
    constant.push_back(pairwise_sum(terms));
    made.log_det.push_back(pairwise_sum(logs));
    judge_large_terms(b, all, k, std::span(precisions).subspan(k * n, n));
  }
  const ir::value centred = crossed(b, x, all, precisions, constant);
  const ir::linear weigh{all.count, precisions, std::vector<double>(all.count, 0.0)};
  const ir::value squares = b.add(b.add(x, ir::unary{ir::function::square}), weigh);
  made.distances = sum_of_two(b, centred, squares);
  return made;
}

/// The same with one precision for all columns of a component.
measured by_components(ir::builder& b, ir::value x, const components& all) {
  const std::size_t n = all.columns;
  insist_on(all, all.count);
  measured made;
  std::vector<double> precisions;
  std::vector<double> of_columns;
  std::vector<double> constant;
  for (std::size_t k = 0; k < all.count; ++k) {
    std::vector<double> squares;
    for (std::size_t i = k * n; i < (k + 1) * n; ++i) squares.push_back(all.means[i] * all.means[i]);
    precisions.push_back(all.roots[k] * all.roots[k]);
    of_columns.insert(of_columns.end(), n, precisions[k]);
    constant.push_back(pairwise_sum(squares) * precisions[k]);
    made.log_det.push_back(static_cast<double>(n) * std::log(all.roots[k]));
    judge_large_terms(b, all, k, std::span(of_columns).last(n));
  }
  const ir::value centred = crossed(b, x, all, of_columns, constant);
  const ir::value square = b.add(x, ir::reduce{ir::reduce::kind::sum_squares, 1});
  const ir::value squares = b.add(b.pick(square, std::vector<std::uint32_t>(all.count, 0)),
                                  ir::with_constants{ir::operation::multiply, false, precisions});
  made.distances = sum_of_two(b, centred, squares);
  return made;
}

measured measured_by(pickle::value object, ir::builder& b, ir::value x, const components& all) {
  const auto type = object.required("covariance_type").text();
  if (type == "full" || type == "tied") return by_matrices(b, x, all, type == "tied");
  if (type == "diag") return by_columns(b, x, all);
  if (type == "spherical") return by_components(b, x, all);
  throw refusal("`" + object.path() + "`: covariance_type `" + std::string(type) + "` is not supported");
}

ir::value plus(ir::builder& b, ir::value x, std::vector<double> addends) {
  return b.add(x, ir::with_constants{ir::operation::add, false, std::move(addends)});
}

/// -(columns log(2 pi) + distance) / 2 + log det
ir::value log_densities(pickle::value object, ir::builder& b, ir::value x, const components& all) {
  measured made = measured_by(object, b, x, all);
  const double constant = static_cast<double>(all.columns) * std::log(2 * std::numbers::pi);
  return plus(b, b.scaled(b.shifted(made.distances, constant), -0.5), std::move(made.log_det));
}

answers with_weights(context& c, pickle::value object, ir::value densities,
                     const std::vector<double>& log_weights) {
  ir::builder& b = c.build();
  const ir::value joint = plus(b, densities, log_weights);
  answers made;
  made.classes.push_back(by_log_likelihood(c, object, joint, counted_labels(b.width(joint))));
  return made;
}

answers gaussian_mixture(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  const ir::value x = validated(c, input, accepts::finite);
  const components all = components_of(object, c.build().width(x));
  std::vector<double> log_weights = per_column(object, "weights_", all.count);
  for (double& w : log_weights) w = std::log(w);
  return with_weights(c, object, log_densities(object, c.build(), x, all), log_weights);
}

double digamma(double x) { return Eigen::numext::digamma(x); }

/// The expected logarithms of the weights under a Dirichlet process, broken off a stick piece by piece.
std::vector<double> stick_breaking(pickle::value concentration, std::size_t count) {
  const std::vector<double> a = concentration[0].numbers();
  const std::vector<double> rest = concentration[1].numbers();
  if (a.size() != count || rest.size() != count)
    throw refusal("`" + concentration.path() + "`: expected two numbers for each component");
  std::vector<double> logs;
  double left = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const double sum = digamma(a[k] + rest[k]);
    logs.push_back(digamma(a[k]) - sum + left);
    left += digamma(rest[k]) - sum;
  }
  return logs;
}

std::vector<double> expected_log_weights(pickle::value object, std::size_t count) {
  const pickle::value concentration = object.required("weight_concentration_");
  const auto type = object.required("weight_concentration_prior_type").text();
  if (type == "dirichlet_process") return stick_breaking(concentration, count);
  std::vector<double> logs = concentration.numbers();
  if (type != "dirichlet_distribution" || logs.size() != count)
    throw refusal("`" + concentration.path() + "`: not one number for each component");
  const double sum = digamma(pairwise_sum(logs));
  for (double& a : logs) a = digamma(a) - sum;
  return logs;
}

answers bayesian_mixture(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::builder& b = c.build();
  const ir::value x = validated(c, input, accepts::finite);
  const components all = components_of(object, b.width(x));
  const auto n = static_cast<double>(all.columns);
  const std::vector<double> freedom = per_column(object, "degrees_of_freedom_", all.count);
  const std::vector<double> precision = per_column(object, "mean_precision_", all.count);
  std::vector<double> of_freedom;
  std::vector<double> of_precision;
  for (std::size_t k = 0; k < all.count; ++k) {
    double log_lambda = 0;
    for (std::uint32_t i = 0; i < all.columns; ++i) log_lambda += digamma(0.5 * (freedom[k] - i));
    log_lambda = n * std::log(2.0) + log_lambda;
    of_freedom.push_back(-(0.5 * n * std::log(freedom[k])));
    of_precision.push_back(0.5 * (log_lambda - n / precision[k]));
  }
  const ir::value gaussian = plus(b, log_densities(object, b, x, all), std::move(of_freedom));
  return with_weights(c, object, plus(b, gaussian, std::move(of_precision)),
                      expected_log_weights(object, all.count));
}

constexpr std::array classes = {
    entry{"BayesianGaussianMixture", bayesian_mixture},
    entry{"GaussianMixture", gaussian_mixture},
};

} // namespace

std::span<const entry> mixture_classes() { return classes; }

} // namespace convert::sklearn
