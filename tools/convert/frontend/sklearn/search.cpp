// convert/frontend/sklearn/search.cpp -- objects that stand in front of one fitted estimator.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/model_selection/_search.py`, `BaseSearchCV.predict`;
//         `sklearn/compose/_target.py`, `TransformedTargetRegressor.predict`; `sklearn/frozen/_frozen.py`;
//         `sklearn/semi_supervised/_self_training.py`, `predict`;
//         `sklearn/preprocessing/_data.py`, `inverse_transform` of the scalers.
#include <array>
#include <string>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/function.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

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

/// x * scale + shift.
ir::value multiply_add(context& c, pickle::value scaler, ir::value x, const char* scale, const char* shift) {
  const std::uint32_t columns = c.build().width(x);
  ir::affine step{ir::affine::form::multiply_add, std::vector<double>(columns, 1.0),
                  std::vector<double>(columns, 0.0)};
  if (scale) step.a = per_column(scaler, scale, columns);
  if (shift) step.b = per_column(scaler, shift, columns);
  return c.build().add(x, step);
}

const char* if_true(pickle::value object, std::string_view flag, const char* name) {
  return object.required(flag).boolean() ? name : nullptr;
}

ir::value inverse_function(context& c, pickle::value transformer, ir::value x) {
  const auto arguments = transformer.attribute("inv_kw_args");
  if (arguments && !arguments->is_none() && arguments->size() > 0)
    throw refusal("`" + transformer.path() + "`: inv_kw_args is not supported");
  if (transformer.required("validate").boolean()) x = validated(c, x, accepts::finite);
  const auto f = transformer.attribute("inverse_func");
  if (!f || f->is_none()) return x;
  return c.build().add(x, ir::unary{numpy_function(transformer, "inverse_func", *f)});
}

ir::value inverse(context& c, pickle::value transformer, ir::value x) {
  const auto name = transformer.class_name();
  if (name == "FunctionTransformer") return inverse_function(c, transformer, x);
  if (name == "StandardScaler")
    return multiply_add(c, transformer, x, if_true(transformer, "with_std", "scale_"),
                        if_true(transformer, "with_mean", "mean_"));
  if (name == "RobustScaler")
    return multiply_add(c, transformer, x, if_true(transformer, "with_scaling", "scale_"),
                        if_true(transformer, "with_centering", "center_"));
  if (name == "MaxAbsScaler") return multiply_add(c, transformer, x, "scale_", nullptr);
  if (name == "MinMaxScaler") {
    const std::uint32_t columns = c.build().width(x);
    return c.build().add(x, ir::affine{ir::affine::form::subtract_divide,
                                       per_column(transformer, "min_", columns),
                                       per_column(transformer, "scale_", columns)});
  }
  throw refusal("`" + transformer.path() + "`: the inverse of class `" +
                std::string(transformer.qualified_name()) + "` is not supported");
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
