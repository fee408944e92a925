// convert/frontend/sklearn/hist_boosting.cpp -- HistGradientBoostingClassifier and
// HistGradientBoostingRegressor.
//
// Source    scikit-learn 0.23 .. 1.9, sklearn/ensemble/_hist_gradient_boosting/gradient_boosting.py
// (_raw_predict,
//           predict, decision_function, predict_proba), loss.py up to 1.0 and sklearn/_loss/loss.py later.
//           Two classes: up to 1.2 the argmax of the probabilities, then `raw > 0`.
#include <convert/frontend/sklearn/registry.hpp>

#include <optional>
#include <string>

#include <convert/frontend/sklearn/hist_input.hpp>
#include <convert/frontend/sklearn/hist_trees.hpp>

namespace convert::sklearn {

namespace {

[[noreturn]] void refuse(pickle::value v, const std::string& fault) {
  throw refusal("`" + v.path() + "`: " + fault);
}

/// The fitted loss object: `_loss`, in 0.23 and before `loss_`.
pickle::value loss_of(pickle::value object) {
  if (const auto loss = object.attribute("_loss"); loss && !loss->is_none()) return *loss;
  return object.required("loss_");
}

ir::value raw_prediction(context& c, pickle::value object, ir::value input) {
  const ir::value x = hist_input(c, object, input);
  ir::forest f = read_hist_trees(object, c.build().width(x));
  return c.build().add(x, std::move(f));
}

answers classifier(context& c, pickle::value object, ir::value input) {
  ir::builder& b = c.build();
  const pickle::value loss = loss_of(object);
  const std::string_view name = loss.class_name();
  const bool two = name == "HalfBinomialLoss" || name == "BinaryCrossEntropy";
  if (!two && name != "HalfMultinomialLoss" && name != "CategoricalCrossEntropy")
    refuse(loss, "loss `" + std::string(name) + "` is not supported");
  auto labels = labels_of(object.required("classes_"));
  const ir::value raw = raw_prediction(c, object, input);
  if (labels.size() < 2 || b.width(raw) != (two ? 1U : labels.size()))
    refuse(object, std::to_string(b.width(raw)) + " raw outputs do not fit " + std::to_string(labels.size()) +
                       " classes");
  const ir::value proba = two ? b.add(b.add(raw, ir::unary{ir::function::logistic}), ir::complement{})
                              : b.add(raw, ir::softmax{});
  ir::value index = 0;
  if (c.written_by() < version{1, 3, 0}) {
    index = b.add(proba, ir::decide{});
  } else {
    index = b.add(raw, two ? ir::decide{ir::decide::kind::threshold, 0.0, false} : ir::decide{});
  }
  answers made;
  made.classes.push_back({index, std::move(labels), proba});
  made.raw = raw;
  return made;
}

answers regressor(context& c, pickle::value object, ir::value input) {
  const pickle::value loss = loss_of(object);
  const std::string_view name = loss.class_name();
  const bool exponential = name == "HalfPoissonLoss" || name == "Poisson" || name == "HalfGammaLoss";
  const bool identity = name == "HalfSquaredError" || name == "LeastSquares" || name == "AbsoluteError" ||
                        name == "LeastAbsoluteDeviation" || name == "PinballLoss";
  if (!exponential && !identity) refuse(loss, "loss `" + std::string(name) + "` is not supported");
  const ir::value raw = raw_prediction(c, object, input);
  if (c.build().width(raw) != 1)
    refuse(object, "a regressor of " + std::to_string(c.build().width(raw)) + " outputs");
  answers made;
  made.numbers = exponential ? c.build().add(raw, ir::unary{ir::function::exp}) : raw;
  return made;
}

} // namespace

std::span<const entry> hist_boosting_classes() {
  static constexpr entry table[] = {
      {"HistGradientBoostingClassifier", classifier},
      {"HistGradientBoostingRegressor", regressor},
  };
  return table;
}

} // namespace convert::sklearn
