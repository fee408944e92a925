// convert/frontend/onnx/last_bits.cpp -- followed backwards from what divides.
#include <convert/frontend/onnx/last_bits.hpp>

#include <variant>

#include <convert/ir/wiring.hpp>

namespace convert::onnx {

namespace {

bool is_logistic(const ir::step& s) {
  const auto* made = std::get_if<ir::unary>(&s.what);
  return made != nullptr && made->what == ir::function::float_logistic;
}

bool divides(ir::operation what) { return what == ir::operation::divide || what == ir::operation::power; }

/// Whether small numbers among what it reads make large differences.
struct divider {
  bool operator()(const ir::unary& s) const {
    using f = ir::function;
    return s.what == f::log || s.what == f::log2 || s.what == f::log10 || s.what == f::reciprocal ||
           s.what == f::sqrt;
  }
  bool operator()(const ir::with_constants& s) const {
    return s.what == ir::operation::power || (s.what == ir::operation::divide && s.reversed);
  }
  bool operator()(const ir::elementwise& s) const { return divides(s.what); }
  bool operator()(const ir::norm&) const { return true; }
  bool operator()(const ir::normalize_sum&) const { return true; }
  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }
};

/// Whether what it gives is as exact as what it reads.
struct carrier {
  bool operator()(const ir::select&) const { return true; }
  bool operator()(const ir::affine&) const { return true; }
  bool operator()(const ir::clip&) const { return true; }
  bool operator()(const ir::with_constants& s) const { return s.what <= ir::operation::maximum; }
  bool operator()(const ir::elementwise& s) const { return s.what <= ir::operation::maximum; }
  bool operator()(const ir::reduce&) const { return true; }
  bool operator()(const ir::impute&) const { return true; }
  bool operator()(const ir::require&) const { return true; }
  bool operator()(const ir::unary& s) const {
    using f = ir::function;
    return s.what == f::identity || s.what == f::absolute || s.what == f::negative || s.what == f::square ||
           s.what == f::to_f32;
  }
  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }
};

} // namespace

last_bits last_bits_of(const ir::model& m) {
  last_bits made{std::vector<bool>(m.steps.size() + 1, false), std::vector<bool>(m.steps.size() + 1, false)};
  for (std::size_t i = m.steps.size(); i-- > 0;) {
    const ir::step& s = m.steps[i];
    const bool carries = std::visit(carrier(), s.what);
    const bool divide = std::visit(divider(), s.what) || (carries && made.divide[i + 1]);
    const bool jump = made.jump[i + 1] || (is_logistic(s) && made.divide[i + 1]);
    for (const ir::value from : ir::reads(s)) {
      if (divide) made.divide[from] = true;
      if (jump) made.jump[from] = true;
    }
  }
  return made;
}

} // namespace convert::onnx
