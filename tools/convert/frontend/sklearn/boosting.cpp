// convert/frontend/sklearn/boosting.cpp -- GradientBoostingClassifier and GradientBoostingRegressor.
//
// Source    scikit-learn 0.23 .. 1.9, sklearn/ensemble/_gb.py (_raw_predict, predict, decision_function,
//           predict_proba), _gradient_boosting.pyx (_predict_regression_tree_inplace_fast_dense:
//           out += learning_rate * value, stage by stage), _gb_losses.py up to 1.3 and sklearn/_loss/loss.py
//           since 1.4: up to 1.3 the class of log_loss is the argmax of the probabilities, so a raw 0 is the
//           first class; later, and for the exponential loss always, it is `raw >= 0`.
#include <convert/frontend/sklearn/registry.hpp>

#include <string>

#include <convert/frontend/sklearn/boosting_start.hpp>
#include <convert/frontend/sklearn/tree_sum.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

[[noreturn]] void refuse(pickle::value v, const std::string& fault) {
  throw refusal("`" + v.path() + "`: " + fault);
}

/// The trees' sum over their start. Trees lie stage by stage, and within a stage output by output.
ir::value raw_prediction(context& c, pickle::value object, ir::value input, boosting_link link,
                         std::uint32_t outputs) {
  ir::builder& b = c.build();
  check_width(c, object, input);
  const ir::value x = validated(c, input, accepts::finite_f32);
  const pickle::value stages = object.required("estimators_");
  const pickle::array& trees = stages.as_array();
  if (trees.shape.size() != 2 || trees.shape[1] != outputs || trees.objects.size() != trees.count())
    refuse(stages, "not a table of trees with " + std::to_string(outputs) + " columns");
  const boosting_start start = read_boosting_start(c, object, x, link, outputs);
  const double rate = object.required("learning_rate").number();
  // A start that is a number of the row comes first in the sum, as a forest's base does: then each tree's answer is kept
  // apart, and added in its turn.
  const bool apart = start.varying.has_value();
  ir::forest f =
      empty_forest(b.width(x), apart ? static_cast<std::uint32_t>(trees.objects.size()) : outputs, false);
  if (!apart) f.base = start.base;
  for (std::size_t i = 0; i < trees.objects.size(); ++i) {
    const auto output = static_cast<std::uint32_t>(apart ? i : i % outputs);
    append_tree(f, read_tree(trees.objects[i].required("tree_")), {{}, output},
                [rate](const tree_arrays& t, std::size_t node, std::vector<double>& row) {
                  row.push_back(rate * t.value(node, 0)[0]);
                });
  }
  const ir::value sums = b.add(x, std::move(f));
  if (!apart) return sums;
  const ir::value terms[] = {*start.varying, sums};
  return b.add(b.concat(terms),
               ir::combine{std::vector<double>(1 + trees.objects.size() / outputs, 1.0), 1.0});
}

answers binary(context& c, ir::value raw, bool exponential, std::vector<ir::label> labels) {
  ir::builder& b = c.build();
  const ir::value scaled = exponential ? b.scaled(raw, 2.0) : raw;
  const ir::value proba = b.add(b.add(scaled, ir::unary{ir::function::logistic}), ir::complement{});
  const bool by_proba = !exponential && c.written_by() < version{1, 4, 0};
  const ir::value index =
      by_proba ? b.add(proba, ir::decide{}) : b.add(raw, ir::decide{ir::decide::kind::threshold, 0.0, true});
  answers made;
  made.classes.push_back({index, std::move(labels), proba});
  made.raw = raw;
  return made;
}

answers multiclass(context& c, ir::value raw, std::vector<ir::label> labels) {
  ir::builder& b = c.build();
  const ir::value proba = b.add(raw, ir::softmax{});
  const ir::value index = b.add(c.written_by() < version{1, 4, 0} ? proba : raw, ir::decide{});
  answers made;
  made.classes.push_back({index, std::move(labels), proba});
  made.raw = raw;
  return made;
}

answers classifier(context& c, pickle::value object, ir::value input) {
  const pickle::value loss = object.required("loss");
  const bool exponential = loss.text() == "exponential";
  if (!exponential && loss.text() != "log_loss" && loss.text() != "deviance")
    refuse(loss, "loss `" + std::string(loss.text()) + "` is not supported");
  auto labels = labels_of(object.required("classes_"));
  if (labels.size() < 2) refuse(object, "a classifier of one class");
  if (labels.size() == 2) {
    const auto link = exponential ? boosting_link::half_logit : boosting_link::logit;
    return binary(c, raw_prediction(c, object, input, link, 1), exponential, std::move(labels));
  }
  if (exponential) refuse(loss, "loss `exponential` has two classes, not " + std::to_string(labels.size()));
  const auto outputs = static_cast<std::uint32_t>(labels.size());
  return multiclass(c, raw_prediction(c, object, input, boosting_link::logarithm, outputs),
                    std::move(labels));
}

answers regressor(context& c, pickle::value object, ir::value input) {
  const pickle::value loss = object.required("loss");
  bool known = false;
  for (const std::string_view name : {"squared_error", "ls", "absolute_error", "lad", "huber", "quantile"})
    known = known || loss.text() == name;
  if (!known) refuse(loss, "loss `" + std::string(loss.text()) + "` is not supported");
  answers made;
  made.numbers = raw_prediction(c, object, input, boosting_link::identity, 1);
  return made;
}

} // namespace

std::span<const entry> boosting_classes() {
  static constexpr entry table[] = {
      {"GradientBoostingClassifier", classifier},
      {"GradientBoostingRegressor", regressor},
  };
  return table;
}

} // namespace convert::sklearn
