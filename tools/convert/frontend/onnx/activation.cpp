// convert/frontend/onnx/activation.cpp -- Relu, Sigmoid, Tanh and the other activations of networks.
//
// Source    ONNX 1.12 .. 1.19, docs/Operators.md (defaults of alpha, beta, gamma); ONNX Runtime 1.30,
//           onnxruntime/core/providers/cpu/activation/activations.h, nn/shrink.cc.
#include <convert/frontend/onnx/operators.hpp>

#include <utility>

#include <convert/frontend/onnx/elementwise.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

template <ir::function What>
void translate_plain(call& c) {
  check_type(c.in(0), numbers::real);
  c.out(applied(c.w, What, c.in(0)));
}

template <ir::function Double, ir::function Float>
void translate_by_type(call& c) {
  check_type(c.in(0), numbers::real);
  c.out(applied_by_type(c.w, Double, Float, c.in(0)));
}

void translate_with(call& c, ir::function what, float alpha, float beta) {
  check_type(c.in(0), numbers::real);
  c.out(applied(c.w, what, c.in(0), static_cast<double>(alpha), static_cast<double>(beta)));
}

void translate_leaky_relu(call& c) { translate_with(c, ir::function::leaky_relu, c.real("alpha", 0.01F), 0); }
void translate_elu(call& c) { translate_with(c, ir::function::elu, c.real("alpha", 1.0F), 0); }
void translate_celu(call& c) {
  if (c.real("alpha", 1.0F) == 0) throw refusal("`alpha` is 0");
  translate_with(c, ir::function::celu, c.real("alpha", 1.0F), 0);
}
void translate_selu(call& c) {
  translate_with(c, ir::function::selu, c.real("alpha", 1.67326319217681884765625F),
                 c.real("gamma", 1.05070102214813232421875F));
}
void translate_hard_sigmoid(call& c) {
  translate_with(c, ir::function::hard_logistic, c.real("alpha", 0.2F), c.real("beta", 0.5F));
}

void translate_gelu(call& c) {
  const std::string form = c.text("approximate", "none");
  if (form != "none" && form != "tanh") throw refusal("`approximate` is `" + form + "`");
  if (form == "tanh") return translate_by_type<ir::function::gelu_tanh, ir::function::float_gelu_tanh>(c);
  translate_by_type<ir::function::gelu, ir::function::float_gelu>(c);
}

/// x < 0 ? slope * x : x, with one slope for all or one an element.
void translate_prelu(call& c) {
  const tensor& x = c.in(0);
  check_type(x, numbers::real);
  const tensor& slope = c.in(1);
  if (slope.is_known() && slope.form.size() == 1)
    return c.out(applied(c.w, ir::function::leaky_relu, x, c.w.numbers_of(slope, "slope")[0]));
  const tensor zero = combined(c.w, ir::operation::minimum, x, 0.0);
  const tensor below = combined(c.w, ir::operation::multiply, zero, slope, x.type);
  const tensor above = combined(c.w, ir::operation::maximum, x, 0.0);
  c.out(combined(c.w, ir::operation::add, above, below, x.type));
}

/// x > least ? `above` : `otherwise`; NaN is not.
tensor chosen_above(workspace& w, const tensor& x, float least, const tensor& above,
                    const tensor& otherwise) {
  const tensor is_above = applied(w, ir::function::greater, x, static_cast<double>(least));
  return chosen(w, as_type(is_above, element::boolean), above, otherwise);
}

void translate_thresholded_relu(call& c) {
  const tensor& x = c.in(0);
  check_type(x, numbers::real);
  c.out(chosen_above(c.w, x, c.real("alpha", 1.0F), x, zeros(c.w, x.type, x.form)));
}

/// x < -lambd ? x + bias : x > lambd ? x - bias : 0
void translate_shrink(call& c) {
  const tensor& x = c.in(0);
  check_type(x, numbers::real);
  const float lambda = c.real("lambd", 0.5F);
  const auto bias = static_cast<double>(c.real("bias", 0.0F));
  const tensor lower = combined(c.w, ir::operation::subtract, x, bias);
  const tensor positive = chosen_above(c.w, x, lambda, lower, zeros(c.w, x.type, x.form));
  const tensor higher = combined(c.w, ir::operation::add, x, bias);
  c.out(chosen_above(c.w, applied(c.w, ir::function::negative, x), lambda, higher, positive));
}

} // namespace

std::span<const operator_entry> activation_operators() {
  using f = ir::function;
  static constexpr operator_entry entries[] = {
      {"", "Relu", true, translate_plain<f::relu>, 6},
      {"", "Sigmoid", true, translate_by_type<f::logistic, f::float_logistic>, 6},
      {"", "Tanh", true, translate_by_type<f::tanh, f::float_tanh>, 6},
      {"", "Softplus", true, translate_plain<f::softplus>, 1},
      {"", "Softsign", true, translate_plain<f::softsign>, 1},
      {"", "HardSwish", true, translate_plain<f::hard_swish>},
      {"", "Mish", true, translate_plain<f::mish>},
      {"", "LeakyRelu", true, translate_leaky_relu, 6},
      {"", "Elu", true, translate_elu, 6},
      {"", "Celu", true, translate_celu},
      {"", "Selu", true, translate_selu, 6},
      {"", "HardSigmoid", true, translate_hard_sigmoid, 6},
      {"", "Gelu", true, translate_gelu},
      {"", "PRelu", true, translate_prelu},
      {"", "ThresholdedRelu", true, translate_thresholded_relu},
      {"", "Shrink", true, translate_shrink},
  };
  return entries;
}

} // namespace convert::onnx
