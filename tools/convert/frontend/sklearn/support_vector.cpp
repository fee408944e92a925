// convert/frontend/sklearn/support_vector.cpp -- libsvm's machines: SVC, NuSVC, SVR, NuSVR, OneClassSVM.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/svm/_base.py`, `BaseLibSVM` and `BaseSVC`; `_classes.py`, `OneClassSVM`;
//         `sklearn/svm/src/libsvm/svm.cpp`, `svm_predict_values` and `svm_predict_probability`.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>
#include <string>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/kernel.hpp>
#include <convert/frontend/sklearn/pair_scores.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

struct machine {
  kernel how;
  std::vector<double> vectors; // (count, columns)
  std::uint32_t count = 0;
  std::vector<double> coefficients; // (rows, count)
  std::vector<double> intercepts;
  bool cancels = false;

  /// Whether its support vectors go into weights of the columns.
  bool is_folded() const { return how.name == kernel_name::linear && !cancels; }
};

/// What libsvm itself reads: of two classes scikit-learn shows the numbers with the other sign.
pickle::value internal(pickle::value object, std::string_view own, std::string_view shown) {
  const auto v = object.attribute(own);
  return v ? *v : object.required(shown);
}

/// No row: of an array, or of compressed sparse rows, whose starts are one more than the rows.
bool is_empty(pickle::value vectors) {
  if (vectors.is_array()) return vectors.as_array().count() == 0;
  const auto starts = vectors.attribute("indptr");
  return starts && starts->is_array() && starts->as_array().count() == 1;
}

/// Whether it was fitted with probability; later versions deprecate the parameter, whose default is then a text.
bool has_probabilities(pickle::value object) {
  const auto wanted = object.attribute("probability");
  if (!wanted || (wanted->type() == pickle::kind::boolean && !wanted->boolean())) return false;
  const auto a = object.attribute(object.has("_probA") ? "_probA" : "probA_");
  return a && !a->numbers().empty(); // without them predict_proba raises
}

machine machine_of(ir::builder& b, pickle::value object, std::uint32_t columns, std::uint32_t rows) {
  machine m;
  m.how = kernel_of(object, "_gamma", columns);
  if (m.how.name == kernel_name::laplacian || m.how.name == kernel_name::cosine)
    throw refusal("`" + object.path() + "`: kernel `" + std::string(object.required("kernel").text()) +
                  "` is not supported");
  if (m.how.name == kernel_name::poly && m.how.degree < 0) m.how.degree = 0; // as powi counts
  m.intercepts = internal(object, "_intercept_", "intercept_").numbers();
  const pickle::value vectors = object.required("support_vectors_");
  if (!object.has("classes_") && is_empty(vectors)) return m;
  m.vectors = matrix_of(vectors, columns);
  m.count = static_cast<std::uint32_t>(m.vectors.size() / columns);
  const pickle::value coefficients = internal(object, "_dual_coef_", "dual_coef_");
  m.coefficients = matrix_of(coefficients, m.count);
  if (m.coefficients.size() != std::size_t{rows} * m.count)
    throw refusal("`" + coefficients.path() + "`: " + std::to_string(m.coefficients.size()) +
                  " numbers do not fit " + std::to_string(m.count) + " support vectors");
  const bool decisions = object.has("classes_") || object.class_name() == "OneClassSVM";
  // A steep probability shows what its decision would not.
  double steepest = 1;
  if (has_probabilities(object))
    for (const double a : internal(object, "_probA", "probA_").numbers())
      steepest = std::max(steepest, std::fabs(a));
  m.cancels = steepest * cancellation(object, m.how, {m.vectors, columns, m.coefficients, decisions}) >
              cancellation_shows;
  if (m.cancels) b.mark_cancellation();
  return m;
}

/// One sum over all support vectors, of the opposite sign if `negated`.
ir::value single_sum(ir::builder& b, const machine& m, pickle::value object, ir::value x, bool negated) {
  if (m.intercepts.size() != 1)
    throw refusal("`" + object.path() + ".intercept_`: " + std::to_string(m.intercepts.size()) +
                  " numbers instead of one");
  // A regressor whose training rows all are within epsilon of a constant.
  if (m.count == 0) return b.add(x, ir::linear{1, std::vector<double>(b.width(x), 0.0), m.intercepts});
  std::vector<double> weights = m.coefficients;
  double bias = m.intercepts.front();
  if (negated) {
    for (double& w : weights) w = -w;
    bias = -bias;
  }
  if (m.is_folded()) return b.add(x, folded({1, weights, {bias}}, m.vectors, b.width(x)));
  // One pair, of a class that has all vectors and one that has none: summed from the first to the last, as libsvm does.
  return b.add(libsvm_kernels(b, m.how, x, m.vectors), ir::pair_sums{{m.count, 0}, weights, {bias}});
}

/// NaN, which only an overflow makes, in the place of `instead`; nothing where there is none.
ir::value without_nan(ir::builder& b, const kernel& k, ir::value x, double instead) {
  if (k.is_bounded()) return x;
  return b.add(x, ir::impute{true, 0, std::vector<double>(b.width(x), instead)});
}

answers regressor(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  const ir::value x = validated(c, input, accepts::finite);
  const machine m = machine_of(c.build(), object, c.build().width(x), 1);
  answers made;
  made.numbers = single_sum(c.build(), m, object, x, false);
  return made;
}

answers one_class(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  const ir::value x = validated(c, input, accepts::finite);
  const machine m = machine_of(c.build(), object, c.build().width(x), 1);
  answers made;
  made.raw = single_sum(c.build(), m, object, x, false);
  const ir::decide inside{ir::decide::kind::threshold};
  std::vector<ir::label> labels = {{ir::label::kind::integer, "-1", -1.0},
                                   {ir::label::kind::integer, "1", 1.0}};
  made.classes.push_back({c.build().add(*made.raw, inside), std::move(labels), std::nullopt});
  return made;
}

/// How many support vectors each class has.
std::vector<std::uint32_t> members_of(pickle::value object, const machine& m, std::size_t classes) {
  const pickle::value counts = internal(object, "_n_support", "n_support_");
  std::vector<std::uint32_t> members;
  double sum = 0;
  for (const double n : counts.numbers()) {
    if (!(n >= 0 && n <= m.count)) throw refusal("`" + counts.path() + "`: more than there are");
    members.push_back(static_cast<std::uint32_t>(n));
    sum += n;
  }
  if (members.size() != classes || sum != m.count)
    throw refusal("`" + counts.path() + "`: does not fit " + std::to_string(classes) + " classes with " +
                  std::to_string(m.count) + " support vectors");
  return members;
}

/// What the vectors weigh in each pair (0,1), (0,2), ... (1,2), ...: `look(i, j, weights)`.
template <class Look>
void look_at_pairs(const machine& m, const std::vector<std::uint32_t>& members, Look look) {
  std::size_t first_i = 0;
  for (std::size_t i = 0; i < members.size(); first_i += members[i], ++i) {
    std::size_t first_j = first_i + members[i];
    for (std::size_t j = i + 1; j < members.size(); first_j += members[j], ++j) {
      std::vector<double> weights(m.count, 0.0);
      for (std::size_t k = first_i; k < first_i + members[i]; ++k)
        weights[k] = m.coefficients[(j - 1) * m.count + k];
      for (std::size_t k = first_j; k < first_j + members[j]; ++k)
        weights[k] = m.coefficients[i * m.count + k];
      look(i, j, weights);
    }
  }
}

/// Whether what is weighed cancels at every place where vectors are.
bool cancels_everywhere(const machine& m, const std::vector<double>& weights) {
  constexpr double rounding = 1e-12;
  const std::size_t columns = m.vectors.size() / m.count;
  std::map<std::span<const double>, double,
           decltype([](std::span<const double> a, std::span<const double> b) {
             return std::ranges::lexicographical_compare(a, b);
           })>
      places;
  for (std::size_t k = 0; k < m.count; ++k)
    if (weights[k] != 0) places[std::span(m.vectors).subspan(k * columns, columns)] += weights[k];
  return std::ranges::all_of(places, [&](const auto& place) { return std::fabs(place.second) <= rounding; });
}

/// Two classes of the same rows: their vectors cancel one another, there is no intercept, and what is left of the sum at any
/// row is its rounding.
void refuse_undecided(pickle::value object, const machine& m, const std::vector<std::uint32_t>& members) {
  constexpr double rounding = 1e-12;
  std::size_t pair = 0;
  look_at_pairs(m, members, [&](std::size_t i, std::size_t j, const std::vector<double>& weights) {
    if (std::fabs(m.intercepts[pair++]) <= rounding && cancels_everywhere(m, weights))
      throw refusal("`" + object.path() + "`: classes " + std::to_string(i) + " and " + std::to_string(j) +
                    " were trained on the same rows, and which of them a row is taken for is rounding: leave "
                    "one of them out");
  });
}

/// libsvm's decisions of the pairs (0,1), (0,2), ... (1,2), ...: above zero they are for the first.
ir::value pair_decisions(ir::builder& b, const machine& m, const std::vector<std::uint32_t>& members,
                         ir::value x) {
  if (!m.is_folded())
    return b.add(libsvm_kernels(b, m.how, x, m.vectors),
                 ir::pair_sums{members, m.coefficients, m.intercepts});
  ir::linear sums{static_cast<std::uint32_t>(m.intercepts.size()), {}, m.intercepts};
  look_at_pairs(m, members, [&](std::size_t, std::size_t, const std::vector<double>& weights) {
    sums.weights.insert(sums.weights.end(), weights.begin(), weights.end());
  });
  return b.add(x, folded(sums, m.vectors, b.width(x)));
}

/// 1 / (1 + exp(score * a + b)) of each pair, kept from 0 and 1, and then coupled. `sign` is that of libsvm's decision.
std::optional<ir::value> probabilities(context& c, pickle::value object, const kernel& k, ir::value scores,
                                       double sign, std::uint32_t classes) {
  if (!has_probabilities(object)) return std::nullopt;
  std::vector<double> a = internal(object, "_probA", "probA_").numbers();
  std::vector<double> b = internal(object, "_probB", "probB_").numbers();
  const std::size_t pairs = c.build().width(scores);
  if (a.size() != pairs || b.size() != pairs)
    throw refusal("`" + object.path() + ".probA_`: " + std::to_string(a.size()) + " numbers for " +
                  std::to_string(pairs) + " pairs of classes");
  if (classes > ir::pair_coupling::most_classes)
    throw refusal("`" + object.path() + "`: probability for more than 256 classes is not supported");
  for (double& x : a) x *= -sign;
  for (double& x : b) x = -x;
  constexpr double least = 1e-7;
  const ir::value lines = c.build().add(scores, ir::affine{ir::affine::form::multiply_add, a, b});
  const ir::value p =
      without_nan(c.build(), k, c.build().add(lines, ir::unary{ir::function::logistic}), least);
  const ir::clip kept{std::vector<double>(pairs, least), std::vector<double>(pairs, 1 - least)};
  return c.build().add(c.build().add(p, kept), ir::pair_coupling{classes});
}

bool is_set(pickle::value object, std::string_view name) {
  const auto v = object.attribute(name);
  return v && v->boolean();
}

answers of_two(context& c, pickle::value object, const machine& m, ir::value x,
               std::vector<ir::label> labels) {
  ir::builder& b = c.build();
  answers made;
  made.raw = single_sum(b, m, object, x, true);
  const ir::decide second{ir::decide::kind::threshold, 0.0, true};
  made.classes.push_back({b.add(without_nan(b, m.how, *made.raw, 0.0), second), std::move(labels),
                          probabilities(c, object, m.how, *made.raw, -1.0, 2)});
  return made;
}

answers classifier(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::builder& b = c.build();
  const ir::value x = validated(c, input, accepts::finite);
  std::vector<ir::label> labels = labels_of(object.required("classes_"));
  const auto classes = static_cast<std::uint32_t>(labels.size());
  if (classes < 2) throw refusal("`" + object.path() + ".classes_`: fewer than two classes");
  const machine m = machine_of(b, object, b.width(x), classes - 1);
  const auto shape = object.required("decision_function_shape").text();
  if (shape != "ovr" && shape != "ovo")
    throw refusal("`" + object.path() + "`: decision_function_shape `" + std::string(shape) +
                  "` is not supported");
  const bool breaks_ties = is_set(object, "break_ties");
  if (breaks_ties && shape == "ovo")
    throw refusal("`" + object.path() +
                  "`: break_ties with decision_function_shape `ovo`: its predict raises");
  const std::vector<std::uint32_t> members = members_of(object, m, classes);
  if (m.intercepts.size() != std::size_t{classes} * (classes - 1) / 2)
    throw refusal("`" + object.path() + ".intercept_`: " + std::to_string(m.intercepts.size()) +
                  " numbers for " + std::to_string(classes) + " classes");
  refuse_undecided(object, m, members);
  if (classes == 2) return of_two(c, object, m, x, std::move(labels));

  const ir::value decisions = pair_decisions(b, m, members, x);
  answers made;
  made.raw = decisions;
  if (shape == "ovr") {
    const ir::value for_second = b.add(decisions, ir::unary{ir::function::negative});
    made.raw =
        votes_and_confidence(b, b.add(for_second, ir::unary{ir::function::greater}), for_second, classes);
  }
  const ir::value votes = breaks_ties ? *made.raw : b.add(decisions, ir::pair_votes{classes});
  made.classes.push_back({b.add(votes, ir::decide{}), std::move(labels),
                          probabilities(c, object, m.how, decisions, 1.0, classes)});
  return made;
}

constexpr std::array classes = {
    entry{"NuSVC", classifier}, entry{"NuSVR", regressor}, entry{"OneClassSVM", one_class},
    entry{"SVC", classifier},   entry{"SVR", regressor},
};

} // namespace

std::span<const entry> support_vector_classes() { return classes; }

} // namespace convert::sklearn
