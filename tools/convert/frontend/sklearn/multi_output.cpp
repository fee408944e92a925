// convert/frontend/sklearn/multi_output.cpp -- one estimator a target, side by side or in a chain.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/multioutput.py`, `MultiOutputClassifier`, `MultiOutputRegressor`,
//         `_BaseChain.predict`, `ClassifierChain.predict_proba` and `decision_function`.
#include <array>
#include <optional>
#include <string>

#include <convert/frontend/sklearn/member.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

answers multi_output_classifier(context& c, pickle::value object, ir::value input) {
  answers made;
  bool all_proba = true;
  for (const pickle::value e : object.required("estimators_").elements()) {
    made.classes.push_back(only_target(e, c.estimator(e, input)));
    all_proba = all_proba && made.classes.back().proba;
  }
  if (!all_proba)
    for (auto& target : made.classes) target.proba.reset();
  return made;
}

answers multi_output_regressor(context& c, pickle::value object, ir::value input) {
  std::vector<ir::value> columns;
  for (const pickle::value e : object.required("estimators_").elements()) {
    const answers one = c.estimator(e, input);
    if (!one.numbers) throw refusal("`" + e.path() + "`: expected a regressor");
    columns.push_back(*one.numbers);
  }
  answers made;
  made.numbers = c.build().concat(columns);
  return made;
}

/// The columns of a chain in the order of the targets. Columns that not all links have are none.
class chain_columns {
 public:
  void add(std::optional<ir::value> column) {
    complete_ = complete_ && column.has_value();
    if (complete_) columns_.push_back(*column);
  }

  std::optional<ir::value> in_order(ir::builder& b, const std::vector<double>& order) const {
    if (!complete_ || columns_.empty()) return std::nullopt;
    std::vector<ir::value> sorted(columns_.size());
    for (std::size_t i = 0; i < order.size(); ++i) sorted[static_cast<std::size_t>(order[i])] = columns_[i];
    return b.concat(sorted);
  }

 private:
  std::vector<ir::value> columns_;
  bool complete_ = true;
};

std::vector<double> order_of(pickle::value object, std::size_t links) {
  const pickle::value v = object.required("order_");
  std::vector<double> order = v.numbers();
  std::vector<bool> seen(links, false);
  for (const double target : order) {
    const bool fits = target >= 0 && target < static_cast<double>(links);
    if (!fits || seen[static_cast<std::size_t>(target)])
      throw refusal("`" + v.path() + "`: expected a permutation");
    seen[static_cast<std::size_t>(target)] = true;
  }
  if (order.size() != links) throw refusal("`" + v.path() + "`: expected a permutation");
  return order;
}

std::optional<ir::value> second_probability(ir::builder& b, const answers& link) {
  if (link.classes.size() != 1 || !link.classes.front().proba) return std::nullopt;
  const ir::value proba = *link.classes.front().proba;
  if (b.width(proba) < 2) return std::nullopt;
  return b.slice(proba, 1, 1);
}

std::optional<ir::value> one_column(ir::builder& b, std::optional<ir::value> v) {
  return v && b.width(*v) == 1 ? v : std::nullopt;
}

/// What a link hands on to those after it: by `chain_method_`, since 1.5, or what it predicts.
ir::value handed_on(ir::builder& b, pickle::value link, std::string_view method, const answers& made,
                    ir::value predicted) {
  std::optional<ir::value> found = predicted;
  if (method == "predict_proba")
    found = second_probability(b, made);
  else if (method == "decision_function")
    found = one_column(b, made.raw);
  else if (method != "predict")
    found = std::nullopt;
  if (!found)
    throw refusal("`" + link.path() + "`: chain_method `" + std::string(method) + "` of it is not supported");
  return *found;
}

/// Each link reads the features and what the links before it hand on.
answers chain(context& c, pickle::value object, ir::value input) {
  ir::builder& b = c.build();
  const auto said = object.attribute("chain_method_");
  const std::string_view method = said ? said->text() : "predict";
  std::vector<ir::value> seen = {validated(c, input, accepts::finite)};
  const std::vector<pickle::value> links = object.required("estimators_").elements();
  chain_columns predictions, probabilities, decisions;
  for (const pickle::value e : links) {
    const answers link = c.estimator(e, b.concat(seen));
    const ir::value predicted = link.numbers ? *link.numbers : predicted_number(c, e, link);
    if (b.width(predicted) != 1) throw refusal("`" + e.path() + "`: expected one target");
    predictions.add(predicted);
    probabilities.add(second_probability(b, link));
    decisions.add(one_column(b, link.raw));
    seen.push_back(handed_on(b, e, method, link, predicted));
  }
  const std::vector<double> order = order_of(object, links.size());
  answers made;
  made.numbers = predictions.in_order(b, order);
  made.label_proba = probabilities.in_order(b, order);
  made.raw = decisions.in_order(b, order);
  return made;
}

constexpr std::array classes = {
    entry{"ClassifierChain", chain},
    entry{"MultiOutputClassifier", multi_output_classifier},
    entry{"MultiOutputRegressor", multi_output_regressor},
    entry{"RegressorChain", chain},
};

} // namespace

std::span<const entry> multi_output_classes() { return classes; }

} // namespace convert::sklearn
