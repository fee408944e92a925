// convert/frontend/sklearn/adaboost.cpp -- AdaBoostClassifier and AdaBoostRegressor.
//
// Source    scikit-learn 0.23 .. 1.9, sklearn/ensemble/_weight_boosting.py:
// AdaBoostClassifier.decision_function, predict,
//           _compute_proba_from_decision (softmax of the decision), AdaBoostRegressor._get_median_predict,
//           _check_X (finite rows).
#include <convert/frontend/sklearn/registry.hpp>

#include <algorithm>
#include <string>

#include <convert/frontend/sklearn/adaboost_scores.hpp>
#include <convert/frontend/sklearn/leaf_classes.hpp>
#include <convert/frontend/sklearn/tree_sum.hpp>
#include <convert/frontend/sklearn/validate.hpp>
#include <convert/frontend/sklearn/weighted_median.hpp>

namespace convert::sklearn {

namespace {

[[noreturn]] void refuse(pickle::value v, const std::string& fault) {
  throw refusal("`" + v.path() + "`: " + fault);
}

/// The members and their weights. `estimator_weights_` may be longer: it ends with zeros after an early stop.
struct members {
  std::vector<pickle::value> estimators;
  std::vector<double> weights;

  bool are_trees() const { return std::all_of(estimators.begin(), estimators.end(), is_tree); }
};

members read_members(pickle::value object) {
  members made{object.required("estimators_").elements(), object.required("estimator_weights_").numbers()};
  if (made.estimators.empty()) refuse(object, "an ensemble without members");
  if (made.weights.size() < made.estimators.size())
    refuse(object, std::to_string(made.weights.size()) + " weights for " +
                       std::to_string(made.estimators.size()) + " estimators");
  return made;
}

samme algorithm_of(pickle::value object, version written_by) {
  const auto algorithm = object.attribute("algorithm"); // "deprecated" in 1.6 and 1.7, gone later
  const bool named = algorithm && algorithm->is_text();
  if (named && algorithm->text() == "SAMME.R") return samme::real;
  if (named && algorithm->text() != "SAMME" && algorithm->text() != "deprecated")
    refuse(*algorithm, "algorithm `" + std::string(algorithm->text()) + "` is not supported");
  return written_by < version{1, 3, 0} ? samme::plain : samme::symmetric;
}

void check_classes(pickle::value member, const std::vector<ir::label>& own,
                   const std::vector<ir::label>& all) {
  if (own != all) refuse(member, "its classes are not those of the ensemble");
}

ir::value tree_scores(context& c, const members& from, ir::value x, samme how,
                      const std::vector<ir::label>& labels) {
  const std::size_t n = labels.size();
  ir::forest f = empty_forest(c.build().width(x), static_cast<std::uint32_t>(n), true);
  for (std::size_t i = 0; i < from.estimators.size(); ++i) {
    const tree_arrays t = read_tree(from.estimators[i].required("tree_"));
    check_classes(from.estimators[i], target_classes(from.estimators[i], t.outputs).front(), labels);
    if (t.outputs != 1 || t.width != n) refuse(from.estimators[i], "its tree has not one value a class");
    append_tree(f, t, {}, [&](const tree_arrays& tree, std::size_t node, std::vector<double>& row) {
      const auto value = tree.value(node, 0);
      const std::vector<double> scores = how == samme::real
                                             ? real_scores(leaf_probabilities(value, n, c.written_by()))
                                             : vote_scores(how, from.weights[i], first_largest(value), n);
      row.insert(row.end(), scores.begin(), scores.end());
    });
  }
  return c.build().add(x, std::move(f));
}

ir::value member_scores(context& c, const members& from, ir::value x, samme how,
                        const std::vector<ir::label>& labels) {
  std::vector<ir::value> scores;
  for (std::size_t i = 0; i < from.estimators.size(); ++i) {
    const answers member = c.estimator(from.estimators[i], x);
    if (member.classes.size() != 1) refuse(from.estimators[i], "it is not a classifier of one target");
    check_classes(from.estimators[i], member.classes[0].labels, labels);
    scores.push_back(score_steps(c.build(), member.classes[0], how, from.weights[i]));
  }
  return c.build().add(c.build().concat(scores), ir::combine{std::vector<double>(scores.size(), 1.0), 1.0});
}

answers classifier(context& c, pickle::value object, ir::value input) {
  ir::builder& b = c.build();
  check_width(c, object, input);
  auto labels = labels_of(object.required("classes_"));
  if (labels.size() < 2) refuse(object, "a classifier of one class");
  const members from = read_members(object);
  const samme how = algorithm_of(object, c.written_by());
  const bool trees = from.are_trees();
  const ir::value x = validated(c, input, trees ? accepts::finite_f32 : accepts::finite);
  const ir::value sum = trees ? tree_scores(c, from, x, how, labels) : member_scores(c, from, x, how, labels);
  const ir::value scores = b.divided(sum, pairwise_sum(from.weights));
  answers made;
  if (labels.size() == 2) {
    const std::uint32_t swapped[] = {1, 0};
    const ir::value decision = b.add(b.pick(scores, swapped), ir::elementwise{ir::operation::subtract});
    const ir::value both[] = {b.scaled(decision, -1.0), decision};
    const ir::value proba = b.add(b.divided(b.concat(both), 2.0), ir::softmax{});
    const ir::value index = b.add(decision, ir::decide{ir::decide::kind::threshold, 0.0, false});
    made.classes.push_back({index, std::move(labels), proba});
    made.raw = decision;
    return made;
  }
  const ir::value proba = b.add(b.divided(scores, static_cast<double>(labels.size() - 1)), ir::softmax{});
  made.classes.push_back({b.add(scores, ir::decide{}), std::move(labels), proba});
  made.raw = scores;
  return made;
}

ir::value tree_predictions(context& c, const members& from, ir::value x) {
  ir::forest f = empty_forest(c.build().width(x), static_cast<std::uint32_t>(from.estimators.size()), false);
  for (std::uint32_t i = 0; i < from.estimators.size(); ++i) {
    append_tree(f, read_tree(from.estimators[i].required("tree_")), {{}, i},
                [](const tree_arrays& t, std::size_t node, std::vector<double>& row) {
                  row.push_back(t.value(node, 0)[0]);
                });
  }
  return c.build().add(x, std::move(f));
}

ir::value member_predictions(context& c, const members& from, ir::value x) {
  std::vector<ir::value> predictions;
  for (const pickle::value& estimator : from.estimators) {
    const answers member = c.estimator(estimator, x);
    if (!member.numbers || c.build().width(*member.numbers) != 1)
      refuse(estimator, "it is not a regressor of one target");
    predictions.push_back(*member.numbers);
  }
  return c.build().concat(predictions);
}

answers regressor(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  members from = read_members(object);
  from.weights.resize(from.estimators.size());
  if (from.weights.size() > max_median_width)
    refuse(object, "a weighted median of " + std::to_string(from.weights.size()) +
                       " estimators is too wide (at most " + std::to_string(max_median_width) + ")");
  const bool trees = from.are_trees();
  const ir::value x = validated(c, input, trees ? accepts::finite_f32 : accepts::finite);
  answers made;
  made.numbers = weighted_median(
      c.build(), trees ? tree_predictions(c, from, x) : member_predictions(c, from, x), from.weights);
  return made;
}

} // namespace

std::span<const entry> adaboost_classes() {
  static constexpr entry table[] = {{"AdaBoostClassifier", classifier},
                                    {"AdaBoostRegressor", regressor},
                                    {"imblearn.ensemble._weight_boosting.RUSBoostClassifier", classifier}};
  return table;
}

} // namespace convert::sklearn
