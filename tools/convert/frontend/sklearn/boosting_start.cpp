// convert/frontend/sklearn/boosting_start.cpp -- zero, a DummyClassifier's prior, a DummyRegressor's
// constant, or a model.
//
// Source    scikit-learn 0.23 .. 1.3, sklearn/ensemble/_gb_losses.py, get_init_raw_predictions of each loss;
//           1.4 .. 1.9, sklearn/ensemble/_gb.py, _init_raw_predictions, and sklearn/_loss/link.py:
//           MultinomialLogit subtracts the mean logarithm, which the older MultinomialDeviance did not.
//           Probabilities are clipped to [eps, 1 - eps] with float32's eps, float64's since 1.8 (pull request
//           31575). `init_` gets the rows as float32.
#include <convert/frontend/sklearn/boosting_start.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

namespace convert::sklearn {

namespace {

double smallest_probability(version written_by) {
  return written_by >= version{1, 8, 0} ? std::numeric_limits<double>::epsilon()
                                        : static_cast<double>(std::numeric_limits<float>::epsilon());
}

// scipy's gmean: the exponential of the mean logarithm.
std::vector<double> centred_logarithms(const std::vector<double>& proba) {
  double sum = 0;
  for (const double p : proba) sum += std::log(p);
  const double mean = std::exp(sum / static_cast<double>(proba.size()));
  std::vector<double> made;
  for (const double p : proba) made.push_back(std::log(p / mean));
  return made;
}

std::vector<double> linked(std::vector<double> proba, boosting_link link, version written_by) {
  const double eps = smallest_probability(written_by);
  for (double& p : proba) p = std::clamp(p, eps, 1 - eps);
  if (link == boosting_link::logarithm) {
    if (written_by >= version{1, 4, 0}) return centred_logarithms(proba);
    for (double& p : proba) p = std::log(p);
    return proba;
  }
  const double raw = std::log(proba[1] / (1 - proba[1]));
  return {link == boosting_link::half_logit ? 0.5 * raw : raw};
}

ir::value linked_steps(ir::builder& b, ir::value proba, boosting_link link, version written_by) {
  const std::uint32_t n = b.width(proba);
  const double eps = smallest_probability(written_by);
  proba = b.add(proba, ir::clip{std::vector<double>(n, eps), std::vector<double>(n, 1 - eps)});
  if (link == boosting_link::logarithm) {
    const ir::value logarithms = b.add(proba, ir::unary{ir::function::log});
    if (written_by < version{1, 4, 0}) return logarithms;
    const ir::value mean = b.add(logarithms, ir::reduce{ir::reduce::kind::mean, 1});
    const std::vector<std::uint32_t> repeated(n, 0);
    const std::array<ir::value, 2> sides = {logarithms, b.pick(mean, repeated)};
    return b.add(b.concat(sides), ir::elementwise{ir::operation::subtract});
  }
  const ir::value positive = b.slice(proba, 1, 1);
  const ir::value negative =
      b.add(positive, ir::with_constants{ir::operation::subtract, true, std::vector<double>{1.0}});
  const std::array<ir::value, 2> sides = {positive, negative};
  const ir::value odds = b.add(b.concat(sides), ir::elementwise{ir::operation::divide});
  const ir::value raw = b.add(odds, ir::unary{ir::function::log});
  return link == boosting_link::half_logit ? b.scaled(raw, 0.5) : raw;
}

// Fitted on float32 rows, a linear model or a scaler also computes in float32, in an order of additions that
// is its library's own. Trees compare float32 and add float64 whatever they are given.
bool computes_in_double(pickle::value model) {
  constexpr std::array<std::string_view, 14> names = {
      "DecisionTreeClassifier",
      "DecisionTreeRegressor",
      "ExtraTreeClassifier",
      "ExtraTreeRegressor",
      "RandomForestClassifier",
      "RandomForestRegressor",
      "ExtraTreesClassifier",
      "ExtraTreesRegressor",
      "GradientBoostingClassifier",
      "GradientBoostingRegressor",
      "HistGradientBoostingClassifier",
      "HistGradientBoostingRegressor",
      "DummyClassifier",
      "DummyRegressor",
  };
  return model.qualified_name().starts_with("sklearn.") &&
         std::find(names.begin(), names.end(), model.class_name()) != names.end();
}

boosting_start from_model(context& c, pickle::value model, ir::value x, boosting_link link,
                          std::uint32_t outputs) {
  if (model.type() != pickle::kind::instance || !computes_in_double(model))
    throw refusal("`" + model.path() + "`: a `" + std::string(model.class_name()) +
                  "` as `init` computes in single precision, which is not supported");
  ir::builder& b = c.build();
  const answers made = c.estimator(model, b.add(x, ir::unary{ir::function::to_f32}));
  const bool regression = link == boosting_link::identity;
  const std::uint32_t width = link == boosting_link::logarithm ? outputs : 2;
  if (regression
          ? !made.numbers || b.width(*made.numbers) != outputs
          : made.classes.size() != 1 || !made.classes[0].proba || b.width(*made.classes[0].proba) != width)
    throw refusal("`" + model.path() + "`: its answer does not fit " + std::to_string(outputs) +
                  " raw outputs");
  boosting_start start;
  start.base.assign(outputs, 0.0);
  start.varying = regression ? *made.numbers : linked_steps(b, *made.classes[0].proba, link, c.written_by());
  return start;
}

bool is_prior(pickle::value model) {
  if (model.class_name() != "DummyClassifier") return false;
  const auto strategy = model.required("strategy");
  return strategy.is_text() && strategy.text() == "prior";
}

} // namespace

boosting_start read_boosting_start(context& c, pickle::value object, ir::value x, boosting_link link,
                                   std::uint32_t outputs) {
  const auto model = object.required("init_");
  boosting_start start;
  if (model.is_text()) {
    if (model.text() != "zero")
      throw refusal("`" + model.path() + "`: `" + std::string(model.text()) + "` is not supported");
    start.base.assign(outputs, 0.0);
    return start;
  }
  if (model.type() == pickle::kind::instance && link == boosting_link::identity &&
      model.class_name() == "DummyRegressor") {
    start.base = model.required("constant_").numbers();
  } else if (model.type() == pickle::kind::instance && link != boosting_link::identity && is_prior(model)) {
    const auto prior = model.required("class_prior_").numbers();
    if (prior.size() != (link == boosting_link::logarithm ? outputs : 2U))
      throw refusal("`" + model.path() + ".class_prior_`: " + std::to_string(prior.size()) +
                    " classes do not fit " + std::to_string(outputs) + " raw outputs");
    start.base = linked(prior, link, c.written_by());
  } else {
    return from_model(c, model, x, link, outputs);
  }
  if (start.base.size() != outputs)
    throw refusal("`" + model.path() + "`: " + std::to_string(start.base.size()) + " numbers do not fit " +
                  std::to_string(outputs) + " raw outputs");
  return start;
}

} // namespace convert::sklearn
