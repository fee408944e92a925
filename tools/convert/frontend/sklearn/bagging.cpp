// convert/frontend/sklearn/bagging.cpp -- BaggingClassifier and BaggingRegressor, over trees or any other
// members.
//
// Source    scikit-learn 0.23 .. 1.9, sklearn/ensemble/_bagging.py: _parallel_predict_proba (probabilities,
// or votes of
//           members that have none), _parallel_decision_function, _parallel_predict_regression; sums in the
//           order of the members, as with one job, divided by `n_estimators`. Bagging checks no number
//           itself: each member checks the columns that it reads.
#include <convert/frontend/sklearn/registry.hpp>

#include <algorithm>
#include <string>

#include <convert/frontend/sklearn/leaf_classes.hpp>
#include <convert/frontend/sklearn/sampler.hpp>
#include <convert/frontend/sklearn/tree_sum.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

[[noreturn]] void refuse(pickle::value v, const std::string& fault) {
  throw refusal("`" + v.path() + "`: " + fault);
}

struct members {
  std::vector<pickle::value> estimators;
  column_subsets subsets;
  double divisor = 1;

  bool are_trees() const { return std::all_of(estimators.begin(), estimators.end(), is_tree); }
};

members read_members(pickle::value object, std::uint32_t width) {
  members made;
  for (const pickle::value member : object.required("estimators_").elements())
    made.estimators.push_back(without_samplers(member));
  if (made.estimators.empty()) refuse(object, "an ensemble without members");
  made.subsets = read_subsets(object.required("estimators_features_"), made.estimators.size(), width);
  made.divisor = object.required("n_estimators").number();
  return made;
}

/// The columns that any tree reads, checked as the trees check them.
ir::value tree_input(context& c, const members& from, ir::value input) {
  const bool missing = reads_missing(from.estimators.front(), c.written_by());
  return validated(c, c.build().pick(input, from.subsets.used),
                   missing ? accepts::finite_or_missing_f32 : accepts::finite_f32);
}

/// Members are fitted on the numbers of classes, and a bootstrap may miss some: the place of each of a
/// member's own.
std::vector<std::uint32_t> class_places(pickle::value member, const std::vector<ir::label>& own,
                                        std::size_t classes) {
  std::vector<std::uint32_t> made;
  for (const ir::label& label : own) {
    if (own.size() == classes) {
      made.push_back(static_cast<std::uint32_t>(made.size()));
      continue;
    }
    if (!label.is_number() || label.number < 0 || label.number >= static_cast<double>(classes))
      refuse(member, "class `" + label.text + "` is not the number of a class");
    made.push_back(static_cast<std::uint32_t>(label.number));
  }
  return made;
}

ir::value tree_proba(context& c, const members& from, ir::value input, std::size_t classes) {
  const ir::value x = tree_input(c, from, input);
  ir::forest f = empty_forest(c.build().width(x), static_cast<std::uint32_t>(classes), true);
  for (std::size_t i = 0; i < from.estimators.size(); ++i) {
    const pickle::value member = from.estimators[i];
    const tree_arrays t = read_tree(member.required("tree_"));
    const auto own = target_classes(member, t.outputs).front();
    if (t.outputs != 1 || t.width != own.size()) refuse(member, "its tree has not one value a class");
    const auto places = class_places(member, own, classes);
    append_tree(f, t, {from.subsets.positions[i]},
                [&](const tree_arrays& tree, std::size_t node, std::vector<double>& row) {
                  const auto proba = leaf_probabilities(tree.value(node, 0), own.size(), c.written_by());
                  const std::size_t first = row.size();
                  row.resize(first + classes, 0.0);
                  for (std::size_t k = 0; k < proba.size(); ++k) row[first + places[k]] = proba[k];
                });
  }
  return c.build().add(x, std::move(f));
}

/// A member's probabilities, or its vote, among all classes.
ir::value member_proba(ir::builder& b, pickle::value member, const classified& own, std::size_t classes) {
  const auto places = class_places(member, own.labels, classes);
  const std::size_t width = own.labels.size();
  const ir::value share =
      own.proba ? *own.proba : b.add(own.index, ir::one_hot{{static_cast<std::uint32_t>(width)}});
  if (width == classes) return share;
  ir::linear spread{static_cast<std::uint32_t>(classes), std::vector<double>(classes * width, 0.0),
                    std::vector<double>(classes, 0.0)};
  for (std::size_t k = 0; k < width; ++k) spread.weights[places[k] * width + k] = 1.0;
  return b.add(share, std::move(spread));
}

ir::value sum_of(ir::builder& b, const std::vector<ir::value>& values) {
  return b.add(b.concat(values), ir::combine{std::vector<double>(values.size(), 1.0), 1.0});
}

answers built_member(context& c, const members& from, std::size_t i, ir::value input) {
  std::vector<std::uint32_t> columns;
  for (const std::uint32_t position : from.subsets.positions[i])
    columns.push_back(from.subsets.used[position]);
  return c.estimator(from.estimators[i], c.build().pick(input, columns));
}

answers classifier(context& c, pickle::value object, ir::value input) {
  ir::builder& b = c.build();
  check_width(c, object, input);
  auto labels = labels_of(object.required("classes_"));
  if (labels.empty()) refuse(object, "a classifier without classes");
  const members from = read_members(object, b.width(input));
  answers made;
  ir::value sum = 0;
  if (from.are_trees()) {
    sum = tree_proba(c, from, input, labels.size());
  } else {
    std::vector<ir::value> shares;
    std::vector<ir::value> decisions;
    for (std::size_t i = 0; i < from.estimators.size(); ++i) {
      const answers member = built_member(c, from, i, input);
      if (member.classes.size() != 1) refuse(from.estimators[i], "it is not a classifier of one target");
      shares.push_back(member_proba(b, from.estimators[i], member.classes[0], labels.size()));
      if (member.raw && (decisions.empty() || b.width(*member.raw) == b.width(decisions.front())))
        decisions.push_back(*member.raw);
    }
    sum = sum_of(b, shares);
    // Before 1.2 it is its parameter that has a decision_function or has not: None has not, whatever stands in for it.
    const auto parameter = object.attribute("base_estimator");
    const bool is_asked = c.written_by() >= version{1, 2, 0} || !parameter || !parameter->is_none();
    // The trainer fails to add decisions where members have seen different numbers of classes, or have no decision_function.
    if (is_asked && decisions.size() == from.estimators.size())
      made.raw = b.divided(sum_of(b, decisions), from.divisor);
  }
  const ir::value proba = b.divided(sum, from.divisor);
  made.classes.push_back({b.add(proba, ir::decide{}), std::move(labels), proba});
  return made;
}

answers regressor(context& c, pickle::value object, ir::value input) {
  ir::builder& b = c.build();
  check_width(c, object, input);
  const members from = read_members(object, b.width(input));
  answers made;
  if (from.are_trees()) {
    const ir::value x = tree_input(c, from, input);
    std::vector<tree_arrays> trees;
    for (const pickle::value& member : from.estimators) trees.push_back(read_tree(member.required("tree_")));
    ir::forest f = empty_forest(b.width(x), static_cast<std::uint32_t>(trees.front().outputs), true);
    for (std::size_t i = 0; i < trees.size(); ++i) {
      if (trees[i].outputs != f.outputs) refuse(from.estimators[i], "it has another number of outputs");
      append_tree(f, trees[i], {from.subsets.positions[i]},
                  [](const tree_arrays& t, std::size_t node, std::vector<double>& row) {
                    for (std::size_t k = 0; k < t.outputs; ++k) row.push_back(t.value(node, k)[0]);
                  });
    }
    made.numbers = b.divided(b.add(x, std::move(f)), from.divisor);
  } else {
    std::vector<ir::value> predictions;
    for (std::size_t i = 0; i < from.estimators.size(); ++i) {
      const answers member = built_member(c, from, i, input);
      if (!member.numbers) refuse(from.estimators[i], "it is not a regressor");
      predictions.push_back(*member.numbers);
    }
    const ir::value all = b.concat(predictions);
    const ir::combine mean{std::vector<double>(predictions.size(), 1.0), from.divisor};
    made.numbers = b.add(all, mean, b.is_f32(all));
  }
  return made;
}

} // namespace

std::span<const entry> bagging_classes() {
  static constexpr entry table[] = {{"BaggingClassifier", classifier},
                                    {"BaggingRegressor", regressor},
                                    {"imblearn.ensemble._bagging.BalancedBaggingClassifier", classifier},
                                    {"imblearn.ensemble._easy_ensemble.EasyEnsembleClassifier", classifier}};
  return table;
}

} // namespace convert::sklearn
