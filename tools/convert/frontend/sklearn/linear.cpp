// convert/frontend/sklearn/linear.cpp -- linear regressors, with the links of the generalized ones.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/linear_model/_base.py`, `LinearModel.predict`;
//         `_glm/glm.py`, `_GeneralizedLinearRegressor.predict`; `_ransac.py`, `RANSACRegressor.predict`;
//         `_stochastic_gradient.py`, `BaseSGDRegressor.predict`.
#include <array>
#include <string>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>
#include <convert/frontend/sklearn/weight_noise.hpp>

namespace convert::sklearn {

namespace {

ir::value linear_predictor(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  const ir::value x = validated(c, input, accepts::finite);
  const ir::linear step = coefficients(object, c.build().width(x));
  judge_weights(c.build(), object, x, step, linear_sums::targets);
  judge_singular_values(c.build(), object, step);
  return c.build().add(x, step);
}

answers linear(context& c, pickle::value object, ir::value input) {
  answers made;
  made.numbers = linear_predictor(c, object, input);
  return made;
}

answers with_log_link(context& c, pickle::value object, ir::value input) {
  answers made;
  made.numbers = c.build().add(linear_predictor(c, object, input), ir::unary{ir::function::exp});
  return made;
}

answers tweedie(context& c, pickle::value object, ir::value input) {
  const auto link = object.required("link").text();
  const double power = object.required("power").number();
  const bool automatic_log = link == "auto" && power > 0;
  if (link == "log" || automatic_log) return with_log_link(c, object, input);
  if (link == "identity" || link == "auto") return linear(c, object, input);
  throw refusal("`" + object.path() + "`: link `" + std::string(link) + "` is not supported");
}

answers ransac(context& c, pickle::value object, ir::value input) {
  return c.estimator(object.required("estimator_"), input);
}

constexpr std::array classes = {
    entry{"ARDRegression", linear},
    entry{"BayesianRidge", linear},
    entry{"ElasticNet", linear},
    entry{"ElasticNetCV", linear},
    entry{"GammaRegressor", with_log_link},
    entry{"HuberRegressor", linear},
    entry{"Lars", linear},
    entry{"LarsCV", linear},
    entry{"Lasso", linear},
    entry{"LassoCV", linear},
    entry{"LassoLars", linear},
    entry{"LassoLarsCV", linear},
    entry{"LassoLarsIC", linear},
    entry{"LinearRegression", linear},
    entry{"LinearSVR", linear},
    entry{"MultiTaskElasticNet", linear},
    entry{"MultiTaskElasticNetCV", linear},
    entry{"MultiTaskLasso", linear},
    entry{"MultiTaskLassoCV", linear},
    entry{"OrthogonalMatchingPursuit", linear},
    entry{"OrthogonalMatchingPursuitCV", linear},
    entry{"PassiveAggressiveRegressor", linear},
    entry{"PoissonRegressor", with_log_link},
    entry{"QuantileRegressor", linear},
    entry{"RANSACRegressor", ransac},
    entry{"Ridge", linear},
    entry{"RidgeCV", linear},
    entry{"SGDRegressor", linear},
    entry{"TheilSenRegressor", linear},
    entry{"TweedieRegressor", tweedie},
};

} // namespace

std::span<const entry> linear_classes() { return classes; }

} // namespace convert::sklearn
