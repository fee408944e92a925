// convert/frontend/sklearn/discriminant.cpp -- LinearDiscriminantAnalysis as classifier and as projection.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/discriminant_analysis.py`, `LinearDiscriminantAnalysis.transform`
//         and `predict_proba`; `sklearn/linear_model/_base.py`, `LinearClassifierMixin`.
#include <array>
#include <string>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>
#include <convert/frontend/sklearn/weight_noise.hpp>

namespace convert::sklearn {

namespace {

answers projected(context& c, pickle::value object, ir::value input) {
  ir::builder& b = c.build();
  const auto solver = object.required("solver").text();
  if (solver == "lsqr") throw refusal("`" + object.path() + "`: solver `lsqr` does not transform");
  ir::value x = validated(c, input, accepts::finite);
  const std::uint32_t columns = b.width(x);
  if (solver == "svd")
    x = b.add(x, ir::affine{ir::affine::form::subtract_divide, per_column(object, "xbar_", columns),
                            std::vector<double>(columns, 1.0)});
  const ir::value all = b.add(x, projection(object, "scalings_", columns));
  const auto kept = object.required("_max_components").integer();
  answers made;
  made.transform = kept >= 0 && kept < b.width(all) ? b.slice(all, 0, static_cast<std::uint32_t>(kept)) : all;
  return made;
}

answers classified_by(context& c, pickle::value object, ir::value input) {
  ir::builder& b = c.build();
  const ir::value x = validated(c, input, accepts::finite);
  std::vector<ir::label> labels = labels_of(object.required("classes_"));
  answers made;
  const ir::linear step = coefficients(object, b.width(x));
  judge_weights(b, object, x, step, linear_sums::decisions);
  made.raw = b.add(x, step);
  const bool binary = b.width(*made.raw) == 1;
  if (b.width(*made.raw) != (labels.size() == 2 ? 1 : labels.size()))
    throw refusal("`" + object.path() + "`: " + std::to_string(b.width(*made.raw)) +
                  " rows of coefficients for " + std::to_string(labels.size()) + " classes");
  ir::decide rule;
  if (binary) rule.how = ir::decide::kind::threshold;
  const ir::value index = b.add(*made.raw, rule);
  const ir::value proba = binary
                              ? b.add(b.add(*made.raw, ir::unary{ir::function::logistic}), ir::complement{})
                              : b.add(*made.raw, ir::softmax{});
  made.classes.push_back({index, std::move(labels), proba});
  return made;
}

answers linear_discriminant(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  return c.only_transform() ? projected(c, object, input) : classified_by(c, object, input);
}

constexpr std::array classes = {entry{"LinearDiscriminantAnalysis", linear_discriminant}};

} // namespace

std::span<const entry> discriminant_classes() { return classes; }

} // namespace convert::sklearn
