// convert/frontend/sklearn/inverse.cpp -- scalers, powers and quantiles backwards, a pipeline from its end.
//
// Source  scikit-learn 0.23.2 to 1.9, `inverse_transform` in `sklearn/preprocessing/_data.py` and
//         `_function_transformer.py`, `sklearn/pipeline.py`; scipy, `stats.norm.cdf`, which is `special.ndtr` (Cephes).
#include <convert/frontend/sklearn/inverse.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/function.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

using ir::operation;

ir::value with(ir::builder& b, ir::value x, operation what, double constant) {
  return b.add(x, ir::with_constants{what, false, std::vector<double>(b.width(x), constant)});
}

ir::value paired(ir::builder& b, ir::value first, ir::value second, operation what) {
  const std::array both = {first, second};
  return b.add(b.concat(both), ir::elementwise{what});
}

/// x * scale + shift. Floats stay floats.
ir::value multiply_add(context& c, pickle::value scaler, ir::value x, const char* scale, const char* shift) {
  const std::uint32_t columns = c.build().width(x);
  ir::affine step{ir::affine::form::multiply_add, std::vector<double>(columns, 1.0),
                  std::vector<double>(columns, 0.0)};
  if (scale) step.a = per_column(scaler, scale, columns);
  if (shift) step.b = per_column(scaler, shift, columns);
  return c.build().add(x, step, c.build().is_f32(x));
}

const char* if_true(pickle::value object, std::string_view flag, const char* name) {
  return object.required(flag).boolean() ? name : nullptr;
}

ir::value of_function(context& c, pickle::value transformer, ir::value x) {
  const auto arguments = transformer.attribute("inv_kw_args");
  if (arguments && !arguments->is_none() && arguments->size() > 0)
    throw refusal("`" + transformer.path() + "`: inv_kw_args is not supported");
  if (transformer.required("validate").boolean()) x = validated(c, x, accepts::finite);
  const auto f = transformer.attribute("inverse_func");
  if (!f || f->is_none()) return x;
  return numpy_function(c.build(), transformer, "inverse_func", *f, x);
}

ir::value of_standard(context& c, pickle::value scaler, ir::value x) {
  return multiply_add(c, scaler, x, if_true(scaler, "with_std", "scale_"),
                      if_true(scaler, "with_mean", "mean_"));
}

ir::value of_min_max(context& c, pickle::value transformer, ir::value x) {
  const std::uint32_t columns = c.build().width(x);
  return c.build().add(x,
                       ir::affine{ir::affine::form::subtract_divide, per_column(transformer, "min_", columns),
                                  per_column(transformer, "scale_", columns)},
                       c.build().is_f32(x));
}

/// (x * lambda + 1) ^ (1 / lambda), or exp(x) where lambda is next to nothing.
ir::value root(ir::builder& b, ir::value x, double lambda, double nothing) {
  if (std::fabs(lambda) <= nothing) return b.add(x, ir::unary{ir::function::exp});
  return with(b, b.shifted(b.scaled(x, lambda), 1.0), operation::power, 1 / lambda);
}

/// root(x, lambda) - 1 from zero up, 1 - root(-x, 2 - lambda) below. Each half is exactly zero where the other one is asked.
ir::value yeo_johnson(ir::builder& b, ir::value x, double lambda) {
  constexpr double spacing = std::numeric_limits<double>::epsilon();
  const ir::value above = with(b, x, operation::maximum, 0.0);
  const ir::value below = with(b, x, operation::minimum, 0.0);
  const ir::value grown =
      with(b, root(b, above, lambda, std::nextafter(spacing, 0.0)), operation::subtract, 1.0);
  const ir::value shrunk = b.add(root(b, b.scaled(below, -1.0), 2 - lambda, spacing),
                                 ir::with_constants{operation::subtract, true, {1.0}});
  return paired(b, grown, shrunk, operation::add);
}

ir::value of_power(context& c, pickle::value transformer, ir::value x) {
  ir::builder& b = c.build();
  const std::vector<double> lambdas = per_column(transformer, "lambdas_", b.width(x));
  const auto method = transformer.required("method").text();
  if (method != "yeo-johnson" && method != "box-cox")
    throw refusal("`" + transformer.path() + "`: method `" + std::string(method) + "` is not supported");
  if (transformer.required("standardize").boolean()) x = of_standard(c, transformer.required("_scaler"), x);
  std::vector<ir::value> columns;
  for (std::uint32_t i = 0; i < b.width(x); ++i) {
    const ir::value column = b.slice(x, i, 1);
    columns.push_back(method == "box-cox" ? root(b, column, lambdas[i], 0.0)
                                          : yeo_johnson(b, column, lambdas[i]));
  }
  return b.concat(columns);
}

/// (1 + erf(x / sqrt(2))) / 2, and the ends from 1e-7 off them.
ir::value unbent(ir::builder& b, ir::value x) {
  constexpr double bounds_threshold = 1e-7;
  const ir::value erf = b.add(b.scaled(x, 1 / std::numbers::sqrt2), ir::unary{ir::function::erf});
  const ir::value share = b.shifted(b.scaled(erf, 0.5), 0.5);
  const ir::value not_low =
      with(b, with(b, share, operation::subtract, bounds_threshold), operation::greater_equal, 0.0);
  const ir::value high = with(b, b.shifted(share, bounds_threshold), operation::greater, 1.0);
  return paired(b, paired(b, share, not_low, operation::multiply), high, operation::maximum);
}

ir::value of_quantiles(context& c, pickle::value transformer, ir::value x) {
  ir::builder& b = c.build();
  const auto output = transformer.required("output_distribution").text();
  if (output != "uniform" && output != "normal")
    throw refusal("`" + transformer.path() + "`: output_distribution `" + std::string(output) +
                  "` is not supported");
  const std::vector<double> references = transformer.required("references_").numbers();
  const pickle::value quantiles = transformer.required("quantiles_"); // (quantiles, columns)
  const std::uint32_t columns = b.width(x);
  const std::vector<double> matrix = matrix_of(quantiles, columns);
  if (matrix.size() != references.size() * columns)
    throw refusal("`" + quantiles.path() + "`: " + std::to_string(matrix.size() / columns) +
                  " quantiles for " + std::to_string(references.size()) + " references");
  if (std::ranges::any_of(matrix, [](double q) { return std::isnan(q); }))
    throw refusal("`" + quantiles.path() + "`: a column that was all missing is not supported");
  ir::interpolate step;
  step.curves.resize(columns);
  for (auto& curve : step.curves) curve.xs = references;
  for (std::size_t i = 0; i < matrix.size(); ++i) step.curves[i % columns].ys.push_back(matrix[i]);
  return b.add(output == "normal" ? unbent(b, x) : x, std::move(step));
}

/// Of everything but a pipeline.
ir::value of_one(context& c, pickle::value transformer, ir::value x) {
  const auto name = transformer.class_name();
  if (name == "FunctionTransformer") return of_function(c, transformer, x);
  const ir::value finite = validated(c, x, accepts::finite_or_missing);
  if (name == "StandardScaler") return of_standard(c, transformer, finite);
  if (name == "RobustScaler")
    return multiply_add(c, transformer, finite, if_true(transformer, "with_scaling", "scale_"),
                        if_true(transformer, "with_centering", "center_"));
  if (name == "MaxAbsScaler") return multiply_add(c, transformer, finite, "scale_", nullptr);
  if (name == "MinMaxScaler") return of_min_max(c, transformer, finite);
  if (name == "PowerTransformer") return of_power(c, transformer, finite);
  if (name == "QuantileTransformer") return of_quantiles(c, transformer, finite);
  throw refusal("`" + transformer.path() + "`: the inverse of class `" +
                std::string(transformer.qualified_name()) + "` is not supported");
}

} // namespace

ir::value inverse(context& c, pickle::value transformer, ir::value x) {
  if (transformer.class_name() != "Pipeline") return of_one(c, transformer, x);
  std::vector<pickle::value> steps = transformer.required("steps").elements();
  std::ranges::reverse(steps);
  for (const pickle::value step : steps) {
    const pickle::value part = step[1];
    const bool does_nothing = part.is_none() || (part.is_text() && part.text() == "passthrough");
    if (!does_nothing) x = of_one(c, part, x);
  }
  return x;
}

} // namespace convert::sklearn
