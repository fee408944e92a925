// convert/frontend/sklearn/kernel.cpp -- dot products, powers, exponentials of distances.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/svm/src/libsvm/svm.cpp`, `Kernel::k_function`;
//         `sklearn/metrics/pairwise.py`, `linear_kernel`, `polynomial_kernel`, `rbf_kernel`, `sigmoid_kernel`,
//         `laplacian_kernel`, `cosine_similarity`, `_euclidean_distances`.
#include <convert/frontend/sklearn/kernel.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <string>

#include <convert/frontend/sklearn/row_norm.hpp>
namespace convert::sklearn {

namespace {

kernel_name named(pickle::value object) {
  const pickle::value name = object.required("kernel");
  if (!name.is_text()) throw refusal("`" + object.path() + "`: a kernel that is a function is not supported");
  const auto text = name.text();
  if (text == "linear") return kernel_name::linear;
  if (text == "poly" || text == "polynomial") return kernel_name::poly;
  if (text == "rbf") return kernel_name::rbf;
  if (text == "sigmoid") return kernel_name::sigmoid;
  if (text == "laplacian") return kernel_name::laplacian;
  if (text == "cosine") return kernel_name::cosine;
  throw refusal("`" + object.path() + "`: kernel `" + std::string(text) + "` is not supported");
}

double parameter(pickle::value object, std::string_view name, double otherwise) {
  const auto v = object.attribute(name);
  return v && v->is_number() ? v->number() : otherwise;
}

/// factor * (x . point) + addend for each point.
ir::value dots(ir::builder& b, ir::value x, std::vector<double> points, double factor, double addend) {
  ir::linear step;
  step.outputs = static_cast<std::uint32_t>(points.size() / b.width(x));
  step.weights = std::move(points);
  for (double& w : step.weights) w *= factor;
  step.bias.assign(step.outputs, addend);
  return b.add(x, std::move(step));
}

/// Each column to a power: products of few factors, since pow takes ten times as long.
ir::value powers(ir::builder& b, ir::value x, double degree) {
  constexpr double most_factors = 8;
  const std::uint32_t width = b.width(x);
  if (degree == 1) return x;
  if (degree == 2) return b.add(x, ir::unary{ir::function::square});
  if (degree != std::floor(degree) || degree < 1 || degree > most_factors)
    return b.add(x, ir::with_constants{ir::operation::power, false, std::vector<double>(width, degree)});
  ir::polynomial step;
  for (std::uint32_t i = 0; i < width; ++i) step.products.emplace_back(static_cast<std::size_t>(degree), i);
  return b.add(x, std::move(step));
}

ir::value exponentials(ir::builder& b, ir::value distances, double gamma) {
  return b.add(b.scaled(distances, -gamma), ir::unary{ir::function::exp});
}

/// max(0, -2 * x . y + x . x + y . y) for each point y.
ir::value multiplied_out(ir::builder& b, ir::value x, const std::vector<double>& points) {
  const std::size_t width = b.width(x);
  std::vector<double> squares(points.size() / width, 0.0);
  for (std::size_t i = 0; i < points.size(); ++i) squares[i / width] += points[i] * points[i];
  const ir::value crossed = dots(b, x, points, -2.0, 0.0);
  const ir::value own = b.pick(b.add(x, ir::reduce{ir::reduce::kind::sum_squares, 1}),
                               std::vector<std::uint32_t>(squares.size(), 0));
  const std::array terms = {crossed, own};
  const ir::value sum = b.add(b.concat(terms), ir::elementwise{ir::operation::add});
  const ir::value all = b.add(sum, ir::with_constants{ir::operation::add, false, squares});
  const std::vector<double> zeros(squares.size(), 0.0);
  return b.add(all, ir::with_constants{ir::operation::maximum, false, zeros});
}

/// Of normalised rows: one that is nearly zero is not, and is nearly orthogonal to all.
ir::value cosines(ir::builder& b, ir::value x, std::vector<double> points, version written_by) {
  const std::size_t width = b.width(x);
  const double smallest = smallest_norm(written_by);
  for (std::size_t first = 0; first < points.size(); first += width) {
    double square = 0;
    for (std::size_t i = first; i < first + width; ++i) square += points[i] * points[i];
    const double norm = std::sqrt(square);
    if (norm == 0 || norm < smallest) continue;
    for (std::size_t i = first; i < first + width; ++i) points[i] /= norm;
  }
  return dots(b, over_norm(b, x, ir::norm::kind::l2, written_by), std::move(points), 1.0, 0.0);
}

/// The kernels of a dot product.
ir::value of_dots(ir::builder& b, const kernel& k, ir::value x, const std::vector<double>& points) {
  if (k.name == kernel_name::linear) return dots(b, x, points, 1.0, 0.0);
  const ir::value made = dots(b, x, points, k.gamma, k.coef0);
  return k.name == kernel_name::poly ? powers(b, made, k.degree) : b.add(made, ir::unary{ir::function::tanh});
}

/// The kernel of two points.
double between(const kernel& k, const double* a, const double* b, std::size_t columns) {
  double dot = 0;
  double apart = 0;
  double square_a = 0;
  double square_b = 0;
  for (std::size_t i = 0; i < columns; ++i) {
    dot += a[i] * b[i];
    apart += k.name == kernel_name::laplacian ? std::fabs(a[i] - b[i]) : (a[i] - b[i]) * (a[i] - b[i]);
    square_a += a[i] * a[i];
    square_b += b[i] * b[i];
  }
  switch (k.name) {
  case kernel_name::linear: return dot;
  case kernel_name::poly: return std::pow(k.gamma * dot + k.coef0, k.degree);
  case kernel_name::sigmoid: return std::tanh(k.gamma * dot + k.coef0);
  case kernel_name::cosine: return square_a == 0 || square_b == 0 ? 0 : dot / std::sqrt(square_a * square_b);
  default: return std::exp(-k.gamma * apart);
  }
}

/// The sums at some of the points, and the sizes of all that is added up in them: `look(output, sum, sizes)`.
template <class Look>
void look_at_sums(const kernel& k, const kernel_sums& of, Look look) {
  constexpr std::size_t enough = 16; // points to look at
  const std::size_t count = of.points.size() / of.columns;
  std::vector<double> kernels(count);
  std::vector<double> squares; // of the points' sizes, where they show in distances
  for (std::size_t i = 0; of.multiplied_out && k.name == kernel_name::rbf && i < count; ++i) {
    const auto point = of.points.subspan(i * of.columns, of.columns);
    squares.push_back(std::inner_product(point.begin(), point.end(), point.begin(), 0.0));
  }
  for (std::size_t at = 0; at < count; at += std::max<std::size_t>(1, count / enough)) {
    for (std::size_t i = 0; i < count; ++i)
      kernels[i] =
          between(k, of.points.data() + at * of.columns, of.points.data() + i * of.columns, of.columns);
    for (std::size_t first = 0; first < of.weights.size(); first += count) {
      double sum = 0;
      double sizes = 0;
      for (std::size_t i = 0; i < count; ++i) {
        const double of_distance = squares.empty() ? 0 : k.gamma * (squares[at] + squares[i]);
        sum += of.weights[first + i] * (of.centre.empty() ? kernels[i] : kernels[i] - of.centre[i]);
        sizes += std::fabs(of.weights[first + i] * kernels[i]) * (1 + of_distance);
      }
      look(first / count, sum, sizes);
    }
  }
}

} // namespace

double cancellation(pickle::value object, const kernel& k, const kernel_sums& of) {
  constexpr double too_much = 1e-7;
  double worst = 0;
  look_at_sums(k, of, [&](std::size_t, double sum, double sizes) {
    worst = std::max(worst, of.decisions ? sizes : sizes / std::max(1.0, std::fabs(sum)));
  });
  const double noise = worst * std::numeric_limits<double>::epsilon();
  if (!(noise <= too_much))
    throw refusal("`" + object.path() +
                  "`: its sums cancel so far that not six digits of its own answers are certain: that is not "
                  "supported");
  return noise;
}

std::vector<column_noise> noise_of_sums(const kernel& k, const kernel_sums& of) {
  struct column {
    double count = 0;
    double sum = 0;
    double squares = 0;
    double sizes = 0;
  };
  std::vector<column> columns(of.weights.size() * of.columns / of.points.size());
  look_at_sums(k, of, [&](std::size_t output, double sum, double sizes) {
    column& c = columns[output];
    c.count += 1;
    c.sum += sum;
    c.squares += sum * sum;
    c.sizes = std::max(c.sizes, sizes);
  });
  std::vector<column_noise> noise;
  for (const column& c : columns) {
    const double mean = c.sum / c.count;
    const double size = c.sizes * std::numeric_limits<double>::epsilon();
    noise.push_back({size, size / std::sqrt(std::max(0.0, c.squares / c.count - mean * mean))});
  }
  return noise;
}

kernel kernel_of(pickle::value object, std::string_view gamma, std::uint32_t columns) {
  kernel k;
  k.name = named(object);
  k.gamma = parameter(object, gamma, 1.0 / columns);
  k.coef0 = parameter(object, "coef0", 1.0);
  k.degree = parameter(object, "degree", 3.0);
  return k;
}

ir::value libsvm_kernels(ir::builder& b, const kernel& k, ir::value x, const std::vector<double>& points) {
  if (k.name != kernel_name::rbf) return of_dots(b, k, x, points);
  return exponentials(b, b.add(x, ir::distance{ir::distance::kind::squared_euclidean, points}), k.gamma);
}

ir::value pairwise_kernels(ir::builder& b, const kernel& k, ir::value x, const std::vector<double>& points) {
  switch (k.name) {
  case kernel_name::rbf: return exponentials(b, multiplied_out(b, x, points), k.gamma);
  case kernel_name::laplacian:
    return exponentials(b, b.add(x, ir::distance{ir::distance::kind::manhattan, points}), k.gamma);
  case kernel_name::cosine: return cosines(b, x, points, k.written_by);
  default: return of_dots(b, k, x, points);
  }
}

ir::linear folded(const ir::linear& sums, const std::vector<double>& points, std::uint32_t columns) {
  const std::size_t count = points.size() / columns;
  ir::linear step;
  step.outputs = sums.outputs;
  step.bias = sums.bias;
  for (std::size_t o = 0; o < sums.outputs; ++o)
    for (std::size_t i = 0; i < columns; ++i) {
      long double sum = 0;
      for (std::size_t k = 0; k < count; ++k)
        sum += static_cast<long double>(sums.weights[o * count + k]) * points[k * columns + i];
      step.weights.push_back(static_cast<double>(sum));
    }
  return step;
}

} // namespace convert::sklearn
