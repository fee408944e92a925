// convert/frontend/sklearn/stacking.cpp -- StackingClassifier and StackingRegressor.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/ensemble/_stacking.py`, `_BaseStacking._transform`,
//         `_concatenate_predictions`, `StackingClassifier.predict`.
#include <array>
#include <string>

#include <convert/frontend/sklearn/member.hpp>
#include <convert/frontend/sklearn/registry.hpp>

namespace convert::sklearn {

namespace {

/// With two classes the first probability is the second's complement and is left out.
ir::value probabilities(context& c, pickle::value member, const answers& made) {
  const auto proba = only_target(member, made).proba;
  if (!proba) throw refusal("`" + member.path() + "`: stacking needs its probabilities");
  return c.build().width(*proba) == 2 ? c.build().slice(*proba, 1, 1) : *proba;
}

ir::value prediction(context& c, pickle::value member, const answers& made, std::string_view method) {
  if (method == "predict_proba") return probabilities(c, member, made);
  if (method == "decision_function") {
    if (!made.raw) throw refusal("`" + member.path() + "`: stacking needs its decision_function");
    return *made.raw;
  }
  if (method != "predict")
    throw refusal("`" + member.path() + "`: stack_method `" + std::string(method) + "` is not supported");
  return made.numbers ? *made.numbers : predicted_number(c, member, made);
}

ir::value predictions(context& c, pickle::value object, ir::value input) {
  const std::vector<pickle::value> members = object.required("estimators_").elements();
  const pickle::value methods = object.required("stack_method_");
  if (methods.size() != members.size())
    throw refusal("`" + methods.path() + "`: " + std::to_string(methods.size()) + " methods for " +
                  std::to_string(members.size()) + " estimators");
  std::vector<ir::value> columns;
  for (std::size_t i = 0; i < members.size(); ++i)
    columns.push_back(prediction(c, members[i], c.estimator(members[i], input), methods[i].text()));
  if (object.required("passthrough").boolean()) columns.push_back(input);
  return c.build().concat(columns);
}

/// The final estimator is trained on class indices: its label says which class is meant.
std::vector<ir::label> decoded(pickle::value object, const std::vector<ir::label>& indices,
                               const std::vector<ir::label>& classes) {
  std::vector<ir::label> labels;
  for (const ir::label& index : indices) {
    const bool fits =
        index.is_number() && index.number >= 0 && index.number < static_cast<double>(classes.size());
    if (!fits)
      throw refusal("`" + object.path() + "`: the final estimator predicts `" + index.text +
                    "`, no class index");
    labels.push_back(classes[static_cast<std::size_t>(index.number)]);
  }
  return labels;
}

answers stacking(context& c, pickle::value object, ir::value input) {
  const bool only_transform = c.only_transform();
  const ir::value stacked = predictions(c, object, input);
  if (only_transform) {
    answers made;
    made.transform = stacked;
    return made;
  }
  return c.estimator(object.required("final_estimator_"), stacked);
}

answers stacking_classifier(context& c, pickle::value object, ir::value input) {
  const pickle::value encoder = object.has("_label_encoder") ? object.required("_label_encoder") : object;
  if (encoder.is_sequence()) throw refusal("`" + object.path() + "`: several targets are not supported");
  const std::vector<ir::label> classes = labels_of(object.required("classes_"));
  answers made = stacking(c, object, input);
  if (made.transform) return made;
  classified target = only_target(object, made);
  target.labels = decoded(object, target.labels, classes);
  made.classes = {std::move(target)};
  return made;
}

constexpr std::array classes = {
    entry{"StackingClassifier", stacking_classifier},
    entry{"StackingRegressor", stacking},
};

} // namespace

std::span<const entry> stacking_classes() { return classes; }

} // namespace convert::sklearn
