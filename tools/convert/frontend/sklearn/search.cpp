// convert/frontend/sklearn/search.cpp -- objects that stand in front of one fitted estimator.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/model_selection/_search.py`, `BaseSearchCV.predict`;
//         `sklearn/compose/_target.py`, `TransformedTargetRegressor.predict`; `sklearn/frozen/_frozen.py`;
//         `sklearn/semi_supervised/_self_training.py`, `predict`.
#include <array>
#include <string>

#include <convert/frontend/sklearn/inverse.hpp>
#include <convert/frontend/sklearn/registry.hpp>

namespace convert::sklearn {

namespace {

answers delegated(context& c, pickle::value fitted, ir::value input) {
  if (!c.only_transform()) return c.estimator(fitted, input);
  answers made;
  made.transform = c.transform(fitted, input);
  return made;
}

answers search(context& c, pickle::value object, ir::value input) {
  return delegated(c, object.required("best_estimator_"), input);
}

/// `base_estimator_` up to 1.5, `estimator_` later.
answers self_training(context& c, pickle::value object, ir::value input) {
  const auto fitted = object.attribute("estimator_");
  return delegated(c, fitted ? *fitted : object.required("base_estimator_"), input);
}

answers frozen(context& c, pickle::value object, ir::value input) {
  return delegated(c, object.required("estimator"), input);
}

answers transformed_target(context& c, pickle::value object, ir::value input) {
  const pickle::value regressor = object.required("regressor_");
  answers made = c.estimator(regressor, input);
  if (!made.numbers) throw refusal("`" + regressor.path() + "`: expected a regressor");
  answers inverted;
  inverted.numbers = inverse(c, object.required("transformer_"), *made.numbers);
  return inverted;
}

constexpr std::array classes = {
    entry{"FrozenEstimator", frozen},
    entry{"GridSearchCV", search},
    entry{"HalvingGridSearchCV", search},
    entry{"HalvingRandomSearchCV", search},
    entry{"RandomizedSearchCV", search},
    entry{"SelfTrainingClassifier", self_training},
    entry{"TransformedTargetRegressor", transformed_target},
};

} // namespace

std::span<const entry> search_classes() { return classes; }

} // namespace convert::sklearn
