// convert/frontend/sklearn/quantile.cpp -- QuantileTransformer: ranks among quantiles, uniform or bent to a bell.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/preprocessing/_data.py`, `QuantileTransformer._transform_col`; scipy,
//         `stats.norm.ppf`, which is `special.ndtri` (Cephes).
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

constexpr double bounds_threshold = 1e-7;

/// `quantiles_` is (quantiles, columns).
ir::quantile standing(pickle::value object, std::uint32_t columns) {
  ir::quantile step;
  step.references = object.required("references_").numbers();
  const pickle::value all = object.required("quantiles_");
  const std::vector<double> matrix = matrix_of(all, columns);
  if (matrix.size() / columns != step.references.size())
    throw refusal("`" + all.path() + "`: " + std::to_string(matrix.size() / columns) + " quantiles for " +
                  std::to_string(step.references.size()) + " references");
  step.quantiles.resize(columns);
  for (std::size_t i = 0; i < matrix.size(); ++i) step.quantiles[i % columns].push_back(matrix[i]);
  if (std::ranges::any_of(matrix, [](double q) { return std::isnan(q); }))
    throw refusal("`" + all.path() + "`: a column that was all missing is not supported");
  return step;
}

/// norm.ppf, kept from the infinities at 0 and 1. The ends are Cephes' own to the last bit, norm.ppf(1e-7 - spacing(1)) and
/// norm.ppf(1 - (1e-7 - spacing(1))): every outlier is one of them, and what comes behind compares with them.
ir::value bent(ir::builder& b, ir::value x) {
  constexpr double lowest = -5.199337582605575;
  constexpr double highest = 5.19933758270342;
  const std::uint32_t columns = b.width(x);
  return b.add(b.add(x, ir::unary{ir::function::probit}),
               ir::clip{std::vector<double>(columns, lowest), std::vector<double>(columns, highest)});
}

answers quantile_transformer(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  const ir::value x = validated(c, input, accepts::finite_or_missing);
  const auto output = object.required("output_distribution").text();
  if (output != "uniform" && output != "normal")
    throw refusal("`" + object.path() + "`: output_distribution `" + std::string(output) +
                  "` is not supported");
  ir::quantile step = standing(object, c.build().width(x));
  step.near_ends = output == "normal";
  step.margin = step.near_ends ? bounds_threshold : 0;
  answers made;
  made.transform = c.build().add(x, std::move(step));
  if (output == "normal") made.transform = bent(c.build(), *made.transform);
  return made;
}

constexpr std::array classes = {entry{"QuantileTransformer", quantile_transformer}};

} // namespace

std::span<const entry> quantile_classes() { return classes; }

} // namespace convert::sklearn
