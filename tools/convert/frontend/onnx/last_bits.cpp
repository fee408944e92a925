// convert/frontend/onnx/last_bits.cpp -- followed backwards from where they show.
#include <convert/frontend/onnx/last_bits.hpp>

#include <variant>

#include <convert/ir/wiring.hpp>

namespace convert::onnx {

namespace {

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

/// Whether what it gives is off by about as much as what it reads.
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
           s.what == f::to_f32 || s.what == f::float_logistic || s.what == f::logistic || s.what == f::tanh ||
           s.what == f::softsign || s.what == f::hard_logistic;
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
    const bool shows = std::visit(divider(), s.what) || (made.show[i + 1] && std::visit(carrier(), s.what));
    for (const ir::value from : ir::reads(s)) {
      if (shows) made.show[from] = true;
      if (shows || made.matter[i + 1]) made.matter[from] = true;
    }
  }
  return made;
}

} // namespace convert::onnx
