// convert/frontend/sklearn/mlp.cpp -- MLPClassifier and MLPRegressor.
//
// Source    scikit-learn 0.23 .. 1.9, sklearn/neural_network/_multilayer_perceptron.py (_forward_pass_fast,
// predict,
//           predict_proba), _base.py (activations), sklearn/preprocessing/_label.py
//           (LabelBinarizer.inverse_transform: `y > 0.5` for two classes and for many labels, the argmax for
//           more classes).
#include <convert/frontend/sklearn/registry.hpp>

#include <string>

#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

[[noreturn]] void refuse(pickle::value v, const std::string& fault) {
  throw refusal("`" + v.path() + "`: " + fault);
}

ir::function hidden_activation(pickle::value name) {
  const std::string_view text = name.text();
  if (text == "identity") return ir::function::identity;
  if (text == "logistic") return ir::function::logistic;
  if (text == "tanh") return ir::function::tanh;
  if (text == "relu") return ir::function::relu;
  refuse(name, "activation `" + std::string(text) + "` is not supported");
}

// `coefs_[i]` is (inputs, outputs).
ir::network::layer read_layer(pickle::value coefs, pickle::value intercepts, std::uint32_t inputs) {
  const pickle::array& stored = coefs.as_array();
  if (stored.shape.size() != 2 || stored.shape[0] != inputs || stored.shape[1] == 0 ||
      stored.shape[1] > 1U << 24U)
    refuse(coefs, "its shape does not fit " + std::to_string(inputs) + " inputs");
  ir::network::layer made;
  made.inputs = inputs;
  made.outputs = static_cast<std::uint32_t>(stored.shape[1]);
  made.bias = intercepts.numbers();
  if (made.bias.size() != made.outputs)
    refuse(intercepts,
           std::to_string(made.bias.size()) + " numbers for " + std::to_string(made.outputs) + " outputs");
  const std::vector<double> weights = stored.numbers();
  made.weights.resize(weights.size());
  for (std::size_t i = 0; i < made.inputs; ++i)
    for (std::size_t o = 0; o < made.outputs; ++o)
      made.weights[o * made.inputs + i] = weights[i * made.outputs + o];
  return made;
}

/// All layers; the last one with the activation `last` (softmax is a step of its own).
ir::value forward(context& c, pickle::value object, ir::value input, ir::function last) {
  check_width(c, object, input);
  const ir::value x = validated(c, input, accepts::finite);
  const auto coefs = object.required("coefs_").elements();
  const auto intercepts = object.required("intercepts_").elements();
  if (coefs.empty() || coefs.size() != intercepts.size())
    refuse(object, "`coefs_` and `intercepts_` do not fit");
  const ir::function hidden = hidden_activation(object.required("activation"));
  ir::network net;
  std::uint32_t width = c.build().width(x);
  for (std::size_t i = 0; i < coefs.size(); ++i) {
    net.layers.push_back(read_layer(coefs[i], intercepts[i], width));
    width = net.layers.back().outputs;
    net.layers.back().activation = i + 1 < coefs.size() ? hidden : last;
  }
  // The trainer's doubles hold numbers that floats turn into infinities, and these into NaN.
  return c.build().add(c.build().add(x, std::move(net)), ir::require{.computed = true, .features = {}});
}

answers many_labels(ir::builder& b, ir::value proba) {
  answers made;
  made.label_proba = proba;
  made.numbers = b.add(proba, ir::unary{ir::function::greater, 0.5});
  return made;
}

answers two_classes(ir::builder& b, ir::value positive, std::vector<ir::label> labels) {
  answers made;
  const ir::value index = b.add(positive, ir::decide{ir::decide::kind::threshold, 0.5, false});
  made.classes.push_back({index, std::move(labels), b.add(positive, ir::complement{})});
  return made;
}

answers classifier(context& c, pickle::value object, ir::value input) {
  ir::builder& b = c.build();
  const pickle::value activation = object.required("out_activation_");
  const pickle::value kind = object.required("_label_binarizer").required("y_type_");
  auto labels = labels_of(object.required("classes_"));
  if (activation.text() == "softmax") {
    const ir::value proba = b.add(forward(c, object, input, ir::function::identity), ir::softmax{});
    if (kind.text() != "multiclass" || labels.size() != b.width(proba))
      refuse(kind, "targets of type `" + std::string(kind.text()) + "` are not supported with softmax");
    answers made;
    made.classes.push_back({b.add(proba, ir::decide{}), std::move(labels), proba});
    return made;
  }
  if (activation.text() != "logistic")
    refuse(activation, "`" + std::string(activation.text()) + "` is not supported");
  const ir::value proba = forward(c, object, input, ir::function::logistic);
  if (kind.text() == "multilabel-indicator" && labels.size() == b.width(proba)) return many_labels(b, proba);
  if (kind.text() == "binary" && labels.size() == 2 && b.width(proba) == 1)
    return two_classes(b, proba, std::move(labels));
  refuse(kind, "targets of type `" + std::string(kind.text()) + "` with " + std::to_string(labels.size()) +
                   " classes are not supported");
}

answers regressor(context& c, pickle::value object, ir::value input) {
  const pickle::value activation = object.required("out_activation_");
  const bool exponential = activation.text() == "exp"; // loss='poisson', since 1.7
  if (!exponential && activation.text() != "identity")
    refuse(activation, "`" + std::string(activation.text()) + "` is not supported");
  answers made;
  made.numbers = forward(c, object, input, exponential ? ir::function::exp : ir::function::identity);
  return made;
}

} // namespace

std::span<const entry> mlp_classes() {
  static constexpr entry table[] = {{"MLPClassifier", classifier}, {"MLPRegressor", regressor}};
  return table;
}

} // namespace convert::sklearn
