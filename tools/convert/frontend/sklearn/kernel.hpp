// convert/frontend/sklearn/kernel.hpp -- kernels between the row and points of the training data.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

enum class kernel_name : std::uint8_t { linear, poly, rbf, sigmoid, laplacian, cosine };

struct kernel {
  kernel_name name = kernel_name::linear;
  double gamma = 1;
  double coef0 = 0;
  double degree = 3;
  version written_by = {1, 0, 0}; // how the cosine's norms are taken: see over_norm

  /// Whether it is finite whatever the row: nothing in it overflows to a difference of infinities.
  bool is_bounded() const { return name == kernel_name::rbf || name == kernel_name::laplacian; }
};

/// The kernel that `object` names with its parameters `kernel`, `degree`, `coef0` and what stands under `gamma`; a
/// gamma of None is 1 / columns.
///
/// Errors  refusal: "`SVC`: kernel `precomputed` is not supported"
kernel kernel_of(pickle::value object, std::string_view gamma, std::uint32_t columns);

/// libsvm's kernel of the row and each of the points, which have as many columns as `x`.
///
/// Errors  refusal, for a kernel that libsvm has not.
ir::value libsvm_kernels(ir::builder& b, const kernel& k, ir::value x, const std::vector<double>& points);

/// The kernel of sklearn.metrics.pairwise of the row and each of the points: as libsvm's, but it multiplies out squares
/// of differences.
ir::value pairwise_kernels(ir::builder& b, const kernel& k, ir::value x, const std::vector<double>& points);

/// Sums over the kernels of a row and each point.
struct kernel_sums {
  std::span<const double> points; // (points, columns)
  std::uint32_t columns = 0;
  std::span<const double> weights;  // (sums, points)
  bool decisions = false;           // the sums' signs count, not their sizes
  std::span<const double> centre{}; // (points) or empty: what is taken from each kernel before it is weighed
  bool multiplied_out = false; // distances are x . x - 2 x . y + y . y, as large as that far from the origin
};

/// How far the trainer's own rounding moves the sums, at rows like the points, by how they cancel: relative to
/// max(1, |sum|), or to 1 for decisions.
///
/// Errors  refusal, if not six digits are left: "`Nystroem`: its sums cancel so far that ..."
double cancellation(pickle::value object, const kernel& k, const kernel_sums& of);

/// How much of each sum is the trainer's own rounding, at rows like the points: a column of them that a later step may make
/// much of.
std::vector<column_noise> noise_of_sums(const kernel& k, const kernel_sums& of);

/// From here on a cancellation shows: a hundredth of f64's tolerance, since rows may be larger than the points.
inline constexpr double cancellation_shows = 1e-12;

/// Weights over the columns instead of over the points, which are (points, columns): what a linear kernel comes to, each
/// summed in more than double precision and rounded once.
ir::linear folded(const ir::linear& sums, const std::vector<double>& points, std::uint32_t columns);

} // namespace convert::sklearn
