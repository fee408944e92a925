// convert/pass/facts.cpp -- one rule a kind of step from which something follows about its columns.
#include <convert/pass/facts.hpp>

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace convert::pass {

namespace {

known between(double low, double high, bool is_float = true) { return {false, low, high, is_float}; }

bool float_value(double x) { return static_cast<double>(static_cast<float>(x)) == x; }

/// Either what `a` says or the number x.
known or_number(known a, double x) {
  if (std::isnan(x)) return {true, a.low, a.high, a.is_float};
  return {a.maybe_nan, std::min(a.low, x), std::max(a.high, x), a.is_float && float_value(x)};
}

constexpr known nothing_yet = {false, std::numeric_limits<double>::infinity(),
                               -std::numeric_limits<double>::infinity(), true};

bool makes_truth(ir::operation what) { return what >= ir::operation::less; }
bool rounds(ir::operation what) { return what <= ir::operation::power; }

/// One overload a kind of which something is known; `fallback` is what is known of all others.
struct rule {
  const facts& in;
  bool f32;
  std::size_t columns;

  facts fallback(bool is_float = false) const {
    known any;
    any.is_float = is_float;
    return facts(columns, any);
  }

  template <class Other>
  facts operator()(const Other&) const {
    return fallback();
  }

  facts operator()(const ir::require& s) const {
    facts out = in;
    for (known& k : out) {
      k.maybe_nan = k.maybe_nan && s.missing_allowed;
      const double above =
          s.lowest_excluded ? std::nextafter(s.lowest, std::numeric_limits<double>::infinity()) : s.lowest;
      k.low = std::max(k.low, above);
      if (s.infinite_allowed) continue;
      const double end = s.in_float_range ? largest_in_float_range : std::numeric_limits<double>::max();
      k.low = std::max(k.low, -end);
      k.high = std::min(k.high, end);
    }
    return out;
  }

  facts operator()(const ir::impute& s) const {
    facts out = in;
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (s.marker_is_nan && !in[i].maybe_nan) continue;
      if (s.marker_is_nan) out[i].maybe_nan = false;
      out[i] = or_number(out[i], s.fill[i]);
    }
    return out;
  }

  facts operator()(const ir::code_map& s) const {
    facts out;
    for (const auto& column : s.columns) {
      known k = nothing_yet;
      for (const double code : column.codes) k = or_number(k, code);
      if (!column.unseen_refused) k = or_number(k, column.unseen);
      if (!column.missing_refused) k = or_number(k, column.missing);
      out.push_back(k);
    }
    return out;
  }

  facts operator()(const ir::clip& s) const {
    facts out = in;
    for (std::size_t i = 0; i < out.size(); ++i) {
      const auto clipped = [&](double x) { return std::min(std::max(x, s.low[i]), s.high[i]); };
      const bool floats = float_value(s.low[i]) && float_value(s.high[i]);
      out[i] = {in[i].maybe_nan, clipped(in[i].low), clipped(in[i].high), in[i].is_float && floats};
    }
    return out;
  }

  facts operator()(const ir::indicate_missing&) const { return facts(columns, between(0, 1)); }
  facts operator()(const ir::one_hot&) const { return facts(columns, between(0, 1)); }

  facts operator()(const ir::bin& s) const {
    facts out;
    for (const auto& edges : s.edges) out.push_back(between(0, static_cast<double>(edges.size()), false));
    return out;
  }
  facts operator()(const ir::decide& s) const {
    const bool index = s.how != ir::decide::kind::threshold;
    return facts(columns, between(0, index ? static_cast<double>(in.size() - 1) : 1, !index));
  }
  facts operator()(const ir::pair_votes& s) const { return facts(columns, between(0, s.classes, false)); }

  facts operator()(const ir::unary& s) const {
    switch (s.what) {
    case ir::function::identity: return in;
    case ir::function::greater:
    case ir::function::is_nan:
    case ir::function::logical_not: return facts(columns, between(0, 1));
    case ir::function::to_f32:
    case ir::function::negative: {
      facts out = fallback(true);
      for (std::size_t i = 0; i < in.size(); ++i) {
        out[i].maybe_nan = in[i].maybe_nan;
        if (s.what == ir::function::negative)
          out[i] = {in[i].maybe_nan, -in[i].high, -in[i].low, in[i].is_float};
      }
      return out;
    }
    default: return fallback();
    }
  }

  facts operator()(const ir::with_constants& s) const {
    return makes_truth(s.what) ? facts(columns, between(0, 1)) : fallback(f32 && rounds(s.what));
  }
  facts operator()(const ir::elementwise& s) const {
    return makes_truth(s.what) ? facts(columns, between(0, 1)) : fallback(f32 && rounds(s.what));
  }
  facts operator()(const ir::affine&) const { return fallback(f32); }
  facts operator()(const ir::linear&) const { return fallback(f32 && !in.empty()); }
  facts operator()(const ir::softmax&) const { return fallback(f32); }
  facts operator()(const ir::forest& s) const { return fallback(f32 || s.sum_f32); }
};

facts picked(const ir::select& s, const std::vector<facts>& before) {
  facts out;
  for (const auto& column : s.columns) out.push_back(before[column.from][column.index]);
  return out;
}

} // namespace

std::vector<facts> facts_of(const ir::model& m) {
  const auto widths = ir::widths(m);
  std::vector<facts> all;
  all.reserve(widths.size());
  all.emplace_back(widths[0]);
  for (std::size_t i = 0; i < m.steps.size(); ++i) {
    const ir::step& s = m.steps[i];
    if (const auto* columns = std::get_if<ir::select>(&s.what))
      all.push_back(picked(*columns, all));
    else
      all.push_back(std::visit(rule{all[s.input], s.f32, widths[i + 1]}, s.what));
  }
  return all;
}

} // namespace convert::pass
