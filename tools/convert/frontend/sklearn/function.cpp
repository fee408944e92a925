// convert/frontend/sklearn/function.cpp -- FunctionTransformer of the numpy functions that are known by name.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/preprocessing/_function_transformer.py`,
//         `FunctionTransformer.transform`.
#include <convert/frontend/sklearn/function.hpp>

#include <algorithm>
#include <array>
#include <string>

#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

struct named_function {
  std::string_view module; // the part before the first dot
  std::string_view name;
  ir::function what;
};

constexpr std::array functions = {
    named_function{"numpy", "abs", ir::function::absolute},
    named_function{"numpy", "absolute", ir::function::absolute},
    named_function{"numpy", "arctan", ir::function::atan},
    named_function{"numpy", "cbrt", ir::function::cbrt},
    named_function{"numpy", "ceil", ir::function::ceil},
    named_function{"numpy", "cos", ir::function::cos},
    named_function{"numpy", "exp", ir::function::exp},
    named_function{"numpy", "exp2", ir::function::exp2},
    named_function{"numpy", "expm1", ir::function::expm1},
    named_function{"numpy", "fabs", ir::function::absolute},
    named_function{"numpy", "floor", ir::function::floor},
    named_function{"numpy", "log", ir::function::log},
    named_function{"numpy", "log10", ir::function::log10},
    named_function{"numpy", "log1p", ir::function::log1p},
    named_function{"numpy", "log2", ir::function::log2},
    named_function{"numpy", "negative", ir::function::negative},
    named_function{"numpy", "reciprocal", ir::function::reciprocal},
    named_function{"numpy", "rint", ir::function::round_even},
    named_function{"numpy", "sign", ir::function::sign},
    named_function{"numpy", "sin", ir::function::sin},
    named_function{"numpy", "sqrt", ir::function::sqrt},
    named_function{"numpy", "square", ir::function::square},
    named_function{"numpy", "tan", ir::function::tan},
    named_function{"numpy", "tanh", ir::function::tanh},
    named_function{"scipy", "expit", ir::function::logistic},
};

/// "numpy.log1p" of a global, or of the call that old numpy pickles a ufunc as.
std::string function_name(pickle::value f) {
  if (f.type() == pickle::kind::call && f.class_name() == "_ufunc_reconstruct" && f.arguments().size() == 2)
    return std::string(f.arguments()[0].text()) + "." + std::string(f.arguments()[1].text());
  return std::string(f.qualified_name());
}

/// 2 sinh(x / 2) cosh(x / 2): its halves overflow only where all of it does.
ir::value sinh(ir::builder& b, ir::value x) {
  const bool floats = b.is_f32(x);
  const auto scaled = [&](ir::value v, double factor) {
    return b.add(v,
                 ir::with_constants{ir::operation::multiply, false, std::vector<double>(b.width(v), factor)},
                 floats);
  };
  const auto both = [&](ir::value one, ir::value other, ir::operation what) {
    const std::array pair = {one, other};
    return b.add(b.concat(pair), ir::elementwise{what}, floats);
  };
  const ir::value half = scaled(x, 0.5);
  const ir::value back = scaled(x, -0.5);
  const auto of = [&](ir::value v, ir::function what) { return b.add(v, ir::unary{what}, floats); };
  const ir::value twice_sinh =
      both(of(half, ir::function::expm1), of(back, ir::function::expm1), ir::operation::subtract);
  const ir::value twice_cosh =
      both(of(half, ir::function::exp), of(back, ir::function::exp), ir::operation::add);
  return both(twice_sinh, scaled(twice_cosh, 0.5), ir::operation::multiply);
}

answers function_transformer(context& c, pickle::value object, ir::value input) {
  const bool checks = object.required("validate").boolean();
  answers made;
  made.transform = checks ? validated(c, input, accepts::finite) : input;
  const auto arguments = object.attribute("kw_args");
  if (arguments && !arguments->is_none() && arguments->size() > 0)
    throw refusal("`" + object.path() + "`: kw_args is not supported");
  const auto f = object.attribute("func");
  if (!f || f->is_none()) return made;
  made.transform = numpy_function(c.build(), object, "func", *f, *made.transform);
  return made;
}

constexpr std::array classes = {entry{"FunctionTransformer", function_transformer}};

} // namespace

ir::value numpy_function(ir::builder& b, pickle::value object, std::string_view parameter, pickle::value f,
                         ir::value x) {
  const std::string name = function_name(f);
  const std::string module = name.substr(0, name.find('.'));
  const std::string last = name.substr(name.rfind('.') + 1);
  if (module == "numpy" && last == "sinh") return sinh(b, x);
  const auto found = std::ranges::find_if(
      functions, [&](const auto& known) { return known.module == module && known.name == last; });
  if (found == functions.end())
    throw refusal("`" + object.path() + "`: " + std::string(parameter) + " `" + name + "` is not supported");
  return b.add(x, ir::unary{found->what}, b.is_f32(x));
}

std::span<const entry> function_classes() { return classes; }

} // namespace convert::sklearn
