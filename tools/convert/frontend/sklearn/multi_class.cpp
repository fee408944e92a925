// convert/frontend/sklearn/multi_class.cpp -- many classes or labels from binary estimators.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/multiclass.py`, `OneVsRestClassifier`, `OneVsOneClassifier`,
//         `OutputCodeClassifier`, `_ConstantPredictor`; `sklearn/utils/multiclass.py`, `_ovr_decision_function`.
#include <algorithm>
#include <array>
#include <limits>
#include <string>

#include <convert/frontend/sklearn/euclidean.hpp>
#include <convert/frontend/sklearn/member.hpp>
#include <convert/frontend/sklearn/pair_scores.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

struct member {
  pickle::value object;
  answers made;
};

std::vector<member> all_members(context& c, pickle::value object, ir::value input) {
  std::vector<member> all;
  for (const pickle::value e : object.required("estimators_").elements())
    all.push_back({e, c.estimator(e, input)});
  if (all.empty()) throw refusal("`" + object.path() + "`: there are no estimators");
  return all;
}

ir::value all_scores(context& c, const std::vector<member>& all) {
  std::vector<ir::value> scores;
  for (const member& m : all) scores.push_back(binary_score_of(c, m.object, m.made).score);
  return c.build().concat(scores);
}

ir::value thresholded(context& c, ir::value x, double threshold) {
  return c.build().add(x, ir::unary{ir::function::greater, threshold});
}

/// The second probability of each member, if all have some.
std::optional<ir::value> second_probabilities(context& c, const std::vector<member>& all) {
  std::vector<ir::value> columns;
  for (const member& m : all) {
    const bool has = m.made.classes.size() == 1 && m.made.classes.front().proba &&
                     c.build().width(*m.made.classes.front().proba) == 2;
    if (!has) return std::nullopt;
    columns.push_back(c.build().slice(*m.made.classes.front().proba, 1, 1));
  }
  return c.build().concat(columns);
}

std::optional<ir::value> one_against_rest_raw(context& c, const std::vector<member>& all) {
  std::vector<ir::value> columns;
  for (const member& m : all) {
    if (!m.made.raw) return std::nullopt;
    columns.push_back(*m.made.raw);
  }
  return c.build().concat(columns);
}

ir::value normalized(context& c, ir::value p) {
  if (c.build().width(p) == 1) p = c.build().add(p, ir::complement{});
  const bool zeros_stay = c.written_by() >= version{1, 7, 0};
  const auto on_zero = zeros_stay ? ir::normalize_sum::zero_sum::unchanged : ir::normalize_sum::zero_sum::nan;
  return c.build().add(p, ir::normalize_sum{on_zero});
}

/// Of equal scores the last one wins; after a score of NaN the largest so far is NaN, which none equals. Since 1.8 the
/// scores are gone through from the last to the first, so that the first wins; if the last is NaN nothing is found, and
/// the class is the first.
ir::value largest_score(context& c, ir::value scores) {
  ir::builder& b = c.build();
  const ir::decide rule{ir::decide::kind::last_until_nan};
  if (c.written_by() < version{1, 8, 0}) return b.add(scores, rule);
  const std::uint32_t classes = b.width(scores);
  std::vector<std::uint32_t> backwards(classes);
  for (std::uint32_t i = 0; i < classes; ++i) backwards[i] = classes - 1 - i;
  const std::array least = {-std::numeric_limits<double>::infinity()};
  const std::array all = {b.constant(least), b.pick(scores, backwards)};
  ir::code_map::column to_class;
  for (std::uint32_t i = 0; i <= classes; ++i) {
    to_class.keys.push_back(i);
    to_class.codes.push_back(i == 0 ? 0.0 : classes - i);
  }
  return b.add(b.add(b.concat(all), rule), ir::code_map{{to_class}});
}

answers one_against_rest(context& c, pickle::value object, ir::value input) {
  const std::vector<member> all = all_members(c, object, input);
  const pickle::value binarizer = object.required("label_binarizer_");
  const auto kind = binarizer.required("y_type_").text();
  const ir::value scores = all_scores(c, all);
  const double threshold = binary_score_of(c, all.front().object, all.front().made).threshold;
  answers made;
  made.raw = one_against_rest_raw(c, all);
  const auto proba = second_probabilities(c, all);
  if (kind.starts_with("multilabel")) {
    made.numbers = thresholded(c, scores, threshold);
    made.label_proba = proba;
    return made;
  }
  std::vector<ir::label> labels = labels_of(binarizer.required("classes_"));
  if (labels.size() != (all.size() == 1 ? 2 : all.size()))
    throw refusal("`" + object.path() + "`: " + std::to_string(all.size()) + " estimators for " +
                  std::to_string(labels.size()) + " classes");
  const ir::value index = kind == "multiclass" ? largest_score(c, scores) : thresholded(c, scores, threshold);
  made.classes.push_back({index, std::move(labels), std::nullopt});
  if (proba) made.classes.front().proba = normalized(c, *proba);
  return made;
}

answers one_against_one(context& c, pickle::value object, ir::value input) {
  ir::builder& b = c.build();
  if (const auto kernel = object.attribute("pairwise_indices_"); kernel && !kernel->is_none())
    throw refusal("`" + object.path() + "`: a precomputed kernel is not supported");
  const std::vector<member> all = all_members(c, object, input);
  std::vector<ir::label> labels = labels_of(object.required("classes_"));
  if (labels.size() < 2 || all.size() != labels.size() * (labels.size() - 1) / 2)
    throw refusal("`" + object.path() + "`: " + std::to_string(all.size()) + " estimators for " +
                  std::to_string(labels.size()) + " classes");
  std::vector<ir::value> predictions;
  for (const member& m : all) {
    const bool regressor = m.made.classes.empty();
    if (regressor) throw refusal("`" + m.object.path() + "`: expected a classifier");
    predictions.push_back(predicted_number(c, m.object, m.made));
  }
  const auto classes = static_cast<std::uint32_t>(labels.size());
  ir::value raw = votes_and_confidence(b, b.concat(predictions), all_scores(c, all), classes);
  ir::value index = 0;
  if (classes == 2) {
    raw = b.slice(raw, 1, 1);
    // Up to 1.0 probabilities were taken for scores (pull request 22604).
    const bool by_score = c.written_by() < version{1, 1, 0};
    const double own = binary_score_of(c, all.front().object, all.front().made).threshold;
    index = thresholded(c, raw, by_score ? 0.0 : own);
  } else {
    index = b.add(raw, ir::decide{});
  }
  answers made;
  made.raw = raw;
  made.classes.push_back({index, std::move(labels), std::nullopt});
  return made;
}

/// The nearest row of the code book, the first of equals.
answers output_code(context& c, pickle::value object, ir::value input) {
  ir::builder& b = c.build();
  const std::vector<member> all = all_members(c, object, input);
  std::vector<ir::label> labels = labels_of(object.required("classes_"));
  const std::vector<double> book = object.required("code_book_").numbers();
  if (labels.empty() || book.size() != labels.size() * all.size())
    throw refusal("`" + object.path() + ".code_book_`: " + std::to_string(book.size()) + " numbers for " +
                  std::to_string(all.size()) + " estimators");
  const ir::value squares = squared_euclidean(b, validated(c, all_scores(c, all), accepts::finite), book);
  const ir::value distances = b.add(squares, ir::unary{ir::function::sqrt});
  const ir::value nearness = b.add(distances, ir::unary{ir::function::negative});
  answers made;
  made.classes.push_back({b.add(nearness, ir::decide{}), std::move(labels), std::nullopt});
  return made;
}

/// Stands in where all rows of a class agreed.
answers constant_predictor(context& c, pickle::value object, ir::value) {
  std::vector<ir::label> labels = labels_of(object.required("y_"));
  if (labels.size() != 1 || !labels.front().is_number())
    throw refusal("`" + object.path() + ".y_`: expected one number");
  const std::array y = {labels.front().number};
  const std::array proba = {1 - y[0], y[0]};
  const std::array index = {0.0};
  answers made;
  made.raw = c.build().constant(y);
  made.classes.push_back({c.build().constant(index), std::move(labels), c.build().constant(proba)});
  return made;
}

constexpr std::array classes = {
    entry{"OneVsOneClassifier", one_against_one},
    entry{"OneVsRestClassifier", one_against_rest},
    entry{"OutputCodeClassifier", output_code},
    entry{"_ConstantPredictor", constant_predictor},
};

} // namespace

std::span<const entry> multi_class_classes() { return classes; }

} // namespace convert::sklearn
