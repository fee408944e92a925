// convert/frontend/sklearn/scale.cpp -- scalers, Normalizer and Binarizer, in the trainer's order of rounding.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/preprocessing/_data.py`, `transform` of each class, `normalize`
//         and `_handle_zeros_in_scale`.
#include <array>
#include <limits>
#include <string>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/registry.hpp>
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
  const auto clip = object.attribute("clip"); // since 1.8
  if (clip && clip->boolean()) throw refusal("`" + object.path() + "`: clip=True is not supported");
  return subtract_divide(c, object, input, nullptr, "scale_");
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

struct norm_kinds {
  ir::norm::kind whole;
  ir::reduce::kind reduced;
};

norm_kinds norm_of(pickle::value object) {
  const auto name = object.required("norm").text();
  if (name == "l1") return {ir::norm::kind::l1, ir::reduce::kind::sum_absolute};
  if (name == "l2") return {ir::norm::kind::l2, ir::reduce::kind::l2};
  if (name == "max") return {ir::norm::kind::max, ir::reduce::kind::max};
  throw refusal("`" + object.path() + "`: norm `" + std::string(name) + "` is not supported");
}

/// The row's norm, 1 where it is below `smallest`, once for each column.
ir::value divisors(ir::builder& b, ir::value x, norm_kinds norm, double smallest) {
  const bool is_max = norm.whole == ir::norm::kind::max;
  const ir::value magnitudes = is_max ? b.add(x, ir::unary{ir::function::absolute}) : x;
  const ir::value length = b.add(magnitudes, ir::reduce{norm.reduced, 1});
  const ir::value is_small = b.add(length, ir::with_constants{ir::operation::less, false, {smallest}});
  const ir::value is_large = b.add(is_small, ir::unary{ir::function::logical_not});
  const std::array factors = {length, is_large};
  const ir::value kept = b.add(b.concat(factors), ir::elementwise{ir::operation::multiply});
  const std::array terms = {kept, is_small};
  const ir::value divisor = b.add(b.concat(terms), ir::elementwise{ir::operation::add});
  return b.pick(divisor, std::vector<std::uint32_t>(b.width(x), 0));
}

answers normalizer(context& c, pickle::value object, ir::value input) {
  ir::builder& b = c.build();
  const ir::value x = validated(c, input, accepts::finite);
  const norm_kinds norm = norm_of(object);
  if (c.written_by() < version{1, 0, 0}) return transformed(b.add(x, ir::norm{norm.whole}));
  // Since 1.0 a norm below ten epsilons counts as zero.
  const std::array halves = {x, divisors(b, x, norm, 10 * std::numeric_limits<double>::epsilon())};
  return transformed(b.add(b.concat(halves), ir::elementwise{ir::operation::divide}));
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
