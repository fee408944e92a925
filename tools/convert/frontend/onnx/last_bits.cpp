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
    return s.what == f::log || s.what == f::float_log || s.what == f::log2 || s.what == f::log10 ||
           s.what == f::reciprocal || s.what == f::sqrt;
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

} // namespace

std::vector<bool> values_whose_last_bits_show(const ir::model& m) {
  std::vector<bool> show(m.steps.size() + 1, false);
  for (std::size_t i = m.steps.size(); i-- > 0;) {
    const ir::step& s = m.steps[i];
    if (!show[i + 1] && !std::visit(divider(), s.what)) continue;
    for (const ir::value from : ir::reads(s)) show[from] = true;
  }
  return show;
}

} // namespace convert::onnx
