// convert/frontend/sklearn/scale.cpp -- scalers, Normalizer and Binarizer, in the trainer's order of rounding.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/preprocessing/_data.py`, `transform` of each class.
#include <array>
#include <string>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/row_norm.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

bool is_true(pickle::value object, std::string_view name) { return object.required(name).boolean(); }

answers transformed(ir::value v) {
  answers made;
  made.transform = v;
  return made;
}

/// (x - center) / scale. Without one of the two its neutral number stands in, which changes no bit.
answers subtract_divide(context& c, pickle::value object, ir::value input, const char* center,
                        const char* scale) {
  check_width(c, object, input);
  const ir::value x = validated(c, input, accepts::finite_or_missing);
  if (!center && !scale) return transformed(x);
  const std::uint32_t columns = c.build().width(x);
  ir::affine step;
  step.a = center ? per_column(object, center, columns) : std::vector<double>(columns, 0.0);
  step.b = scale ? per_column(object, scale, columns) : std::vector<double>(columns, 1.0);
  return transformed(c.build().add(x, step));
}

answers standard_scaler(context& c, pickle::value object, ir::value input) {
  const char* center = is_true(object, "with_mean") ? "mean_" : nullptr;
  const char* scale = is_true(object, "with_std") ? "scale_" : nullptr;
  return subtract_divide(c, object, input, center, scale);
}

answers robust_scaler(context& c, pickle::value object, ir::value input) {
  const char* center = is_true(object, "with_centering") ? "center_" : nullptr;
  const char* scale = is_true(object, "with_scaling") ? "scale_" : nullptr;
  return subtract_divide(c, object, input, center, scale);
}

answers max_abs_scaler(context& c, pickle::value object, ir::value input) {
  answers made = subtract_divide(c, object, input, nullptr, "scale_");
  const auto clip = object.attribute("clip"); // since 1.8
  if (!clip || !clip->boolean()) return made;
  const std::uint32_t columns = c.build().width(*made.transform);
  const std::vector<double> low(columns, -1.0);
  const std::vector<double> high(columns, 1.0);
  return transformed(c.build().add(*made.transform, ir::clip{low, high}));
}

answers min_max_scaler(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::builder& b = c.build();
  const ir::value x = validated(c, input, accepts::finite_or_missing);
  const std::uint32_t columns = b.width(x);
  const ir::value scaled =
      b.add(x, ir::affine{ir::affine::form::multiply_add, per_column(object, "scale_", columns),
                          per_column(object, "min_", columns)});
  const auto clip = object.attribute("clip"); // since 0.24
  if (!clip || !clip->boolean()) return transformed(scaled);
  const auto range = object.required("feature_range").numbers();
  if (range.size() != 2) throw refusal("`" + object.path() + ".feature_range`: expected two numbers");
  const std::vector<double> low(columns, range[0]);
  const std::vector<double> high(columns, range[1]);
  return transformed(b.add(scaled, ir::clip{low, high}));
}

ir::norm::kind norm_of(pickle::value object) {
  const auto name = object.required("norm").text();
  if (name == "l1") return ir::norm::kind::l1;
  if (name == "l2") return ir::norm::kind::l2;
  if (name == "max") return ir::norm::kind::max;
  throw refusal("`" + object.path() + "`: norm `" + std::string(name) + "` is not supported");
}

answers normalizer(context& c, pickle::value object, ir::value input) {
  const ir::value x = validated(c, input, accepts::finite);
  return transformed(over_norm(c.build(), x, norm_of(object), c.written_by()));
}

answers binarizer(context& c, pickle::value object, ir::value input) {
  const ir::value x = validated(c, input, accepts::finite);
  const double threshold = object.required("threshold").number();
  return transformed(c.build().add(x, ir::unary{ir::function::greater, threshold}));
}

constexpr std::array classes = {
    entry{"Binarizer", binarizer},         entry{"MaxAbsScaler", max_abs_scaler},
    entry{"MinMaxScaler", min_max_scaler}, entry{"Normalizer", normalizer},
    entry{"RobustScaler", robust_scaler},  entry{"StandardScaler", standard_scaler},
};

} // namespace

std::span<const entry> scale_classes() { return classes; }

} // namespace convert::sklearn
