// convert/frontend/sklearn/dummy.cpp -- DummyClassifier and DummyRegressor, where they answer the same each time.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/dummy.py`, `DummyClassifier.predict` and `predict_proba`,
//         `DummyRegressor.predict`.
#include <algorithm>
#include <array>
#include <string>

#include <convert/frontend/sklearn/registry.hpp>

namespace convert::sklearn {

namespace {

std::size_t constant_index(pickle::value object, pickle::value said, const std::vector<ir::label>& labels) {
  const std::array one = {said};
  const pickle::value value = said.is_sequence() || (said.is_array() && !said.as_array().shape.empty())
                                  ? said.elements().front()
                                  : one.front();
  std::vector<ir::label> wanted;
  if (value.is_text())
    wanted.push_back({ir::label::kind::text, std::string(value.text()), 0});
  else
    wanted.push_back({ir::label::kind::real, text_of(value.number()), value.number()});
  const auto found = std::ranges::find_if(labels, [&](const ir::label& l) {
    return l.text == wanted.front().text ||
           (l.is_number() && wanted.front().is_number() && l.number == wanted.front().number);
  });
  if (found == labels.end()) throw refusal("`" + object.path() + ".constant`: expected one of the classes");
  return static_cast<std::size_t>(found - labels.begin());
}

struct guess {
  std::size_t index = 0;
  std::vector<double> proba;
};

guess guess_of(pickle::value object, const std::vector<ir::label>& labels) {
  const auto strategy = object.required("strategy").text();
  guess g;
  g.proba.assign(labels.size(), 0.0);
  if (strategy == "constant") {
    g.index = constant_index(object, object.required("constant"), labels);
    g.proba[g.index] = 1;
    return g;
  }
  const bool prior = strategy == "prior";
  if (!prior && strategy != "most_frequent")
    throw refusal("`" + object.path() + "`: strategy `" + std::string(strategy) + "` answers by chance");
  const std::vector<double> priors = object.required("class_prior_").numbers();
  if (priors.size() != labels.size() || priors.empty())
    throw refusal("`" + object.path() + ".class_prior_`: expected one number a class");
  g.index = static_cast<std::size_t>(std::ranges::max_element(priors) - priors.begin());
  g.proba[g.index] = 1;
  if (prior) g.proba = priors;
  return g;
}

answers dummy_classifier(context& c, pickle::value object, ir::value) {
  if (object.required("n_outputs_").integer() != 1)
    throw refusal("`" + object.path() + "`: several targets are not supported");
  std::vector<ir::label> labels = labels_of(object.required("classes_"));
  const guess g = guess_of(object, labels);
  const std::array index = {static_cast<double>(g.index)};
  answers made;
  made.classes.push_back({c.build().constant(index), std::move(labels), c.build().constant(g.proba)});
  return made;
}

answers dummy_regressor(context& c, pickle::value object, ir::value) {
  answers made;
  made.numbers = c.build().constant(object.required("constant_").numbers());
  return made;
}

constexpr std::array classes = {
    entry{"DummyClassifier", dummy_classifier},
    entry{"DummyRegressor", dummy_regressor},
};

} // namespace

std::span<const entry> dummy_classes() { return classes; }

} // namespace convert::sklearn
