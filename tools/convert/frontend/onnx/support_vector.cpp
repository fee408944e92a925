// convert/frontend/onnx/support_vector.cpp -- SVMRegressor and SVMClassifier.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/ml/svmclassifier.h (batched_kernel_dot), svmclassifier.cc,
//           svmregressor.cc, ml_common.h (sigmoid_probability, multiclass_probability).
#include <convert/frontend/onnx/operators.hpp>

#include <algorithm>

#include <convert/frontend/onnx/dense.hpp>
#include <convert/frontend/onnx/elementwise.hpp>
#include <convert/frontend/onnx/scores.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

enum class kernel : std::uint8_t { linear, poly, rbf, sigmoid };

kernel kernel_named(const std::string& name) {
  if (name == "LINEAR") return kernel::linear;
  if (name == "POLY") return kernel::poly;
  if (name == "RBF") return kernel::rbf;
  if (name == "SIGMOID") return kernel::sigmoid;
  throw refusal("`kernel_type` is `" + name + "`");
}

struct machine {
  kernel how = kernel::linear;
  double gamma = 0;
  double coef0 = 0;
  double degree = 0;
  std::uint32_t vectors = 0;
  std::uint32_t features = 0;
  std::vector<double> support; // (vectors, features)
  std::vector<double> coefficients;
  std::vector<double> rho;
};

machine read_machine(const call& c, std::int64_t vectors) {
  machine m;
  m.how = kernel_named(c.text("kernel_type", "LINEAR"));
  const auto parameters = c.reals("kernel_params");
  if (!parameters.empty() && parameters.size() < 3) throw refusal("`kernel_params` has not three numbers");
  if (!parameters.empty()) {
    m.gamma = parameters[0];
    m.coef0 = parameters[1];
    m.degree = parameters[2];
  }
  m.features = c.in(0).form.size();
  m.support = c.reals("support_vectors");
  m.coefficients = c.reals("coefficients");
  m.rho = c.reals("rho");
  if (vectors < 0 || vectors > max_elements ||
      m.support.size() != static_cast<std::uint64_t>(vectors) * m.features)
    throw refusal(std::to_string(m.support.size()) + " numbers do not fit " + std::to_string(vectors) +
                  " support vectors of " + std::to_string(m.features) + " features");
  if (m.rho.empty()) throw refusal("`rho` is missing");
  m.vectors = static_cast<std::uint32_t>(vectors);
  return m;
}

tensor as_floats(call& c) {
  const tensor& x = c.in(0);
  check_type(x, numbers::any);
  return x.type == element::f32 ? x : c.w.unrounded(x.form, c.w.raw_value_of(x));
}

tensor power_of(workspace& w, const tensor& x, double degree) {
  if (degree == 2) return applied(w, ir::function::square, x);
  if (degree == 3)
    return combined(w, ir::operation::multiply, applied(w, ir::function::square, x), x, x.type);
  return combined(w, ir::operation::power, x, degree);
}

/// The kernel of the row and each support vector.
tensor kernels(workspace& w, const tensor& x, const machine& m) {
  const shape form = row_shape(x, m.vectors);
  if (m.how == kernel::rbf) {
    // A loop over floats, each sum rounded.
    ir::distance apart{ir::distance::kind::squared_euclidean, m.support};
    const tensor squares = w.computed(element::f32, form, w.build.add(w.value_of(x), std::move(apart), true));
    return applied(w, ir::function::exp, combined(w, ir::operation::multiply, squares, -m.gamma));
  }
  weights sums{m.vectors, m.features, m.support, {}};
  const ir::value dots = weighted(w, w.value_of(x), sums, true);
  if (m.how == kernel::linear) return w.computed(element::f32, form, dots);
  // One multiply-add, rounded once.
  const tensor made = w.unrounded(form, w.build.shifted(w.build.scaled(dots, m.gamma), m.coef0));
  if (m.how == kernel::poly) return power_of(w, made, m.degree);
  return m.how == kernel::sigmoid ? applied(w, ir::function::tanh, made) : made;
}

void translate_regressor(call& c) {
  if (c.in(0).type != element::f32)
    throw refusal("it is not supported on tensors of " + name_of(c.in(0).type));
  const machine m = read_machine(c, c.integer("n_supports", 0));
  const bool linear = m.vectors == 0;
  tensor x = linear ? c.in(0) : kernels(c.w, c.in(0), m);
  if (m.coefficients.size() != x.form.size())
    throw refusal(std::to_string(m.coefficients.size()) + " coefficients do not fit");
  const weights sum{1, x.form.size(), m.coefficients, {m.rho[0]}};
  tensor made = c.w.computed(element::f32, row_shape(c.in(0), 1), weighted(c.w, c.w.value_of(x), sum, true));
  if (c.integer("one_class", 0) != 0) {
    const tensor inside = applied(c.w, ir::function::greater, made);
    made = combined(c.w, ir::operation::subtract, combined(c.w, ir::operation::multiply, inside, 2.0), 1.0);
  }
  c.out(std::move(made));
}

/// Where the support vectors of each class begin, and where the last ones end.
std::vector<std::size_t> starts_of(const std::vector<std::int64_t>& vectors_per_class) {
  std::vector<std::size_t> starts{0};
  for (const std::int64_t count : vectors_per_class) {
    if (count < 0 || count > max_elements) throw refusal("`vectors_per_class` has " + std::to_string(count));
    starts.push_back(starts.back() + static_cast<std::size_t>(count));
  }
  return starts;
}

/// One sum a pair of classes over the kernels: of floats' products, as floats, in double. Coefficients are (classes - 1,
/// vectors): of class i against j in row j - 1, of class j against i in row i.
ir::pair_sums pair_sums(const machine& m, const std::vector<std::size_t>& starts) {
  const std::size_t classes = starts.size() - 1;
  const std::size_t pairs = classes * (classes - 1) / 2;
  if (m.coefficients.size() < (classes - 1) * m.vectors || m.rho.size() < pairs)
    throw refusal("`coefficients` or `rho` has too few numbers");
  ir::pair_sums sums;
  sums.float_products = true;
  for (std::size_t i = 0; i < classes; ++i)
    sums.members.push_back(static_cast<std::uint32_t>(starts[i + 1] - starts[i]));
  const auto used = static_cast<std::ptrdiff_t>((classes - 1) * m.vectors);
  sums.weights.assign(m.coefficients.begin(), m.coefficients.begin() + used);
  sums.bias.assign(m.rho.begin(), m.rho.begin() + static_cast<std::ptrdiff_t>(pairs));
  return sums;
}

/// 1 - ComputeLogistic(z), as ONNX Runtime rounds it: v = 1 / (1 + exp(-|z|)), then 1 - v, or below 0 1 - (1 - v).
ir::value falling_logistic(workspace& w, ir::value z) {
  using ir::function;
  using ir::operation;
  ir::builder& b = w.build;
  const std::vector<double> ones(b.width(z), 1.0);
  const std::vector<double> zeros(b.width(z), 0.0);
  const ir::with_constants one_minus{operation::subtract, true, ones};
  const ir::value size = b.add(z, ir::unary{function::absolute});
  const ir::value power = b.add(b.add(size, ir::unary{function::negative}), ir::unary{function::exp}, true);
  const ir::value whole = b.add(power, ir::with_constants{operation::add, false, ones}, true);
  const ir::value once = b.add(b.add(whole, ir::unary{function::reciprocal}, true), one_minus, true);
  const ir::value twice = b.add(once, one_minus, true);
  const ir::value below = b.add(z, ir::with_constants{operation::less, false, zeros});
  const ir::value not_below = b.add(below, ir::unary{function::logical_not});
  // One of the two is 0: their sum is the other.
  const ir::value first = b.add(paired(w, once, not_below), ir::elementwise{operation::multiply});
  const ir::value second = b.add(paired(w, twice, below), ir::elementwise{operation::multiply});
  return b.add(paired(w, first, second), ir::elementwise{operation::add});
}

/// One probability a class from the pairs' decisions: libsvm's two steps, all in floats. ONNX Runtime's loop ends after 100
/// rounds whatever the number of classes, libsvm's and pair_coupling's after as many as there are classes if that is more.
tensor coupled(call& c, const tensor& decisions, std::uint32_t classes, std::vector<double> slopes,
               std::vector<double> offsets) {
  const std::uint32_t pairs = decisions.form.size();
  if (slopes.size() < pairs) throw refusal("`prob_a` has too few numbers");
  if (classes > 100) throw refusal("`prob_a` with more than 100 classes is not supported");
  slopes.resize(pairs);
  offsets.resize(pairs);
  ir::builder& b = c.w.build;
  const ir::affine line{ir::affine::form::multiply_add, std::move(slopes), std::move(offsets)};
  const ir::value first = falling_logistic(c.w, b.add(c.w.value_of(decisions), line, true));
  constexpr float least = 1.0e-7F;
  const ir::clip inside{std::vector<double>(pairs, static_cast<double>(least)),
                        std::vector<double>(pairs, static_cast<double>(1 - least))};
  return c.w.computed(element::f32, row_shape(decisions, classes),
                      b.add(b.add(first, inside), ir::pair_coupling{classes}, true));
}

void classify_by_pairs(call& c, const machine& m, const std::vector<std::size_t>& starts, label_list labels) {
  const auto classes = static_cast<std::uint32_t>(labels.size());
  if (classes < 2 || classes > 1024 || starts.size() != labels.size() + 1)
    throw refusal("its labels do not fit");
  const ir::pair_sums sums = pair_sums(m, starts);
  const auto pairs = static_cast<std::uint32_t>(sums.bias.size());
  const tensor x = as_floats(c);
  const tensor kernel_values = kernels(c.w, x, m);
  const ir::value decisions = c.w.build.add(c.w.value_of(kernel_values), sums);
  const ir::value votes = c.w.build.add(decisions, ir::pair_votes{classes});
  const ir::value label = c.w.build.add(votes, ir::decide{});
  c.out(0, c.w.coded(c.w.add_list(std::move(labels)), label_shape(x), label));
  const tensor scores = c.w.unrounded(row_shape(x, pairs), decisions);
  const post_transform how = transform_named(c.text("post_transform", "NONE"));
  const std::vector<double> slopes = c.reals("prob_a");
  tensor answer;
  if (!slopes.empty())
    answer = transformed_at_once(c.w, how, coupled(c, scores, classes, slopes, c.reals("prob_b")));
  else if (classes > 2)
    answer = transformed_at_once(c.w, how, scores);
  else
    answer = two_of_one(c.w, how, how == post_transform::none ? complement::negative : complement::one_minus,
                        scores);
  c.out(1, std::move(answer));
}

void classify_linear(call& c, const machine& m, label_list labels) {
  const auto classes = static_cast<std::uint32_t>(labels.size());
  if (classes == 0 || classes > 65536 || m.coefficients.size() != std::size_t{classes} * m.features)
    throw refusal(std::to_string(m.coefficients.size()) + " coefficients do not fit");
  const tensor x = as_floats(c);
  const weights sums{classes, m.features, m.coefficients, std::vector<double>(classes, m.rho[0])};
  const tensor scores =
      c.w.computed(element::f32, row_shape(x, classes), weighted(c.w, c.w.value_of(x), sums, true));
  const ir::value rounded = c.w.value_of(scores);
  ir::value label = c.w.build.add(rounded, ir::decide{ir::decide::kind::first_greater});
  if (classes == 1) throw refusal("it has one class");
  // With `prob_a`, which nothing else looks at here, the larger score decides alone.
  if (classes == 2 && c.reals("prob_a").empty()) {
    // The second label wins whenever the larger score is large enough; if that is the second, it wins anyway.
    const bool positive =
        std::all_of(m.coefficients.begin(), m.coefficients.end(), [](double x0) { return x0 >= 0; });
    const ir::value wins =
        c.w.build.add(c.w.build.slice(rounded, 0, 1),
                      ir::decide{ir::decide::kind::threshold, positive ? 0.5 : 0.0, positive});
    label = c.w.build.add(paired(c.w, label, wins), ir::elementwise{ir::operation::maximum});
  }
  c.out(0, c.w.coded(c.w.add_list(std::move(labels)), label_shape(x), label));
  c.out(1, transformed_at_once(c.w, transform_named(c.text("post_transform", "NONE")), scores));
}

void translate_classifier(call& c) {
  label_list labels = labels_of(c, "classlabels_ints", "classlabels_strings");
  const auto starts = starts_of(c.integers("vectors_per_class"));
  const machine m = read_machine(c, static_cast<std::int64_t>(starts.back()));
  if (c.reals("prob_a").size() != c.reals("prob_b").size())
    throw refusal("`prob_a` and `prob_b` differ in length");
  if (m.vectors > 0)
    classify_by_pairs(c, m, starts, std::move(labels));
  else
    classify_linear(c, m, std::move(labels));
}

} // namespace

std::span<const operator_entry> support_vector_operators() {
  static constexpr operator_entry entries[] = {
      {ml, "SVMRegressor", false, translate_regressor, 1},
      {ml, "SVMClassifier", false, translate_classifier, 1},
  };
  return entries;
}

} // namespace convert::onnx
