// convert/lower/steps.cpp -- one ir step to one record of the program.
#include <convert/lower/steps.hpp>

#include <limits>
#include <variant>

#include <convert/lower/forest.hpp>
#include <convert/lower/network.hpp>
#include <convert/refusal.hpp>

namespace convert::lower {

namespace format = pounce::format;
using format::operand;
using format::step_kind;

// The two lists of functions are the same, so that a number of one means the same in the other.
static_assert(static_cast<int>(ir::function::float_gelu_tanh) ==
              static_cast<int>(format::function::float_gelu_tanh));
static_assert(static_cast<int>(ir::function::erf) == static_cast<int>(format::function::erf));
static_assert(static_cast<int>(ir::function::relu) == static_cast<int>(format::function::relu));
static_assert(static_cast<int>(ir::operation::logical_or) == static_cast<int>(format::operation::logical_or));
static_assert(static_cast<int>(ir::operation::less) == static_cast<int>(format::operation::less));

static_assert(ir::pair_coupling::most_classes == format::max_coupled_classes);
static_assert(ir::spline::highest_degree == format::max_spline_degree);

namespace {

format::decide_kind kind_of(const ir::decide& s) {
  switch (s.how) {
  case ir::decide::kind::argmax: return format::decide_kind::argmax;
  case ir::decide::kind::threshold:
    return s.or_equal ? format::decide_kind::at_least : format::decide_kind::above;
  case ir::decide::kind::first_greater: return format::decide_kind::first_greater;
  case ir::decide::kind::last_greater: return format::decide_kind::last_greater;
  case ir::decide::kind::last_until_nan: return format::decide_kind::last_until_nan;
  }
  return format::decide_kind::argmax;
}

/// Fills in a record: one overload a step kind.
class record_writer {
 public:
  record_writer(const address_plan& plan, image& to, bool f32) : plan_(plan), to_(to), f32_(f32) {}

  format::step record{};

  void operator()(const ir::select& s) {
    kind(step_kind::select);
    std::vector<std::uint32_t> addresses;
    for (const auto& c : s.columns) addresses.push_back(plan_.address[c.from] + c.index);
    record.a = indices(addresses);
  }
  void operator()(const ir::require& s) {
    kind(step_kind::require);
    flag(s.missing_allowed, format::missing_allowed);
    flag(s.infinite_allowed, format::infinite_allowed);
    flag(s.in_float_range, format::in_float_range);
    flag(s.lowest_excluded, format::lowest_excluded);
    flag(s.computed, format::computed);
    record.alpha = s.lowest;
    record.a = indices(s.features);
  }
  void operator()(const ir::impute& s) {
    kind(step_kind::impute);
    flag(s.marker_is_nan, format::marker_is_nan);
    record.alpha = s.marker_is_nan ? 0 : s.marker;
    record.a = numbers(s.fill);
  }
  void operator()(const ir::indicate_missing& s) {
    kind(step_kind::indicate);
    flag(s.marker_is_nan, format::marker_is_nan);
    record.alpha = s.marker_is_nan ? 0 : s.marker;
  }
  void operator()(const ir::code_map& s) {
    kind(step_kind::code_map);
    std::vector<std::uint32_t> rules;
    std::vector<double> keys;
    std::vector<double> codes;
    for (const auto& c : s.columns) {
      const std::uint32_t refusals = (c.unseen_refused ? 1U : 0U) | (c.missing_refused ? 2U : 0U);
      rules.insert(rules.end(), {count(keys.size()), count(c.keys.size()), refusals, c.feature});
      keys.insert(keys.end(), c.keys.begin(), c.keys.end());
      codes.insert(codes.end(), c.codes.begin(), c.codes.end());
      codes.insert(codes.end(), {c.unseen, c.missing});
    }
    record.a = indices(rules);
    record.b = numbers(keys);
    record.c = numbers(codes);
  }
  void operator()(const ir::one_hot& s) {
    kind(step_kind::one_hot);
    record.a = indices(s.sizes);
  }
  void operator()(const ir::affine& s) {
    kind(step_kind::affine, static_cast<std::uint8_t>(s.how));
    record.a = numbers(s.a);
    record.b = numbers(s.b);
  }
  void operator()(const ir::clip& s) {
    kind(step_kind::clip);
    record.a = numbers(s.low);
    record.b = numbers(s.high);
  }
  void operator()(const ir::bin& s) {
    kind(step_kind::bin);
    flag(s.right_closed, format::right_closed);
    std::vector<std::uint32_t> counts;
    std::vector<double> edges;
    for (const auto& e : s.edges) {
      counts.push_back(count(e.size()));
      edges.insert(edges.end(), e.begin(), e.end());
    }
    record.a = indices(counts);
    record.b = numbers(edges);
  }
  void operator()(const ir::power& s) {
    kind(step_kind::power);
    flag(s.box_cox, format::box_cox);
    record.a = numbers(s.lambdas);
  }
  void operator()(const ir::unary& s) {
    kind(step_kind::unary, static_cast<std::uint8_t>(s.what));
    record.alpha = s.alpha;
    record.beta = s.beta;
  }
  void operator()(const ir::with_constants& s) {
    kind(step_kind::with_constants, static_cast<std::uint8_t>(s.what));
    flag(s.reversed, format::reversed);
    record.a = numbers(s.constants);
  }
  void operator()(const ir::elementwise& s) {
    kind(step_kind::elementwise, static_cast<std::uint8_t>(s.what));
  }
  void operator()(const ir::interpolate& s) {
    kind(step_kind::interpolate);
    flag(s.nan_outside, format::nan_outside);
    flag(s.on_left_line, format::on_left_line);
    std::vector<std::uint32_t> counts;
    std::vector<double> xs;
    std::vector<double> ys;
    for (const auto& c : s.curves) {
      counts.push_back(count(c.xs.size()));
      xs.insert(xs.end(), c.xs.begin(), c.xs.end());
      ys.insert(ys.end(), c.ys.begin(), c.ys.end());
    }
    record.a = indices(counts);
    record.b = numbers(xs);
    record.c = numbers(ys);
  }
  void operator()(const ir::norm& s) { kind(step_kind::norm, static_cast<std::uint8_t>(s.how)); }
  void operator()(const ir::polynomial& s) {
    kind(step_kind::polynomial);
    std::vector<std::uint32_t> counts;
    std::vector<std::uint32_t> columns;
    for (const auto& p : s.products) {
      counts.push_back(count(p.size()));
      columns.insert(columns.end(), p.begin(), p.end());
    }
    record.a = indices(counts);
    record.b = indices(columns);
  }
  void operator()(const ir::linear& s) {
    kind(step_kind::linear, products(s.fused));
    record.a = numbers(s.fused ? by_input(s) : s.weights);
    record.b = numbers(s.bias);
  }
  void operator()(const ir::network& s) {
    kind(step_kind::network, products(s.fused));
    record.a = lower_network(s, to_);
  }
  void operator()(const ir::forest& s) {
    kind(step_kind::forest);
    if (!s.sum_f32 && !f32_) {
      record.a = {lower_forest(s, to_), 1};
      record.b = numbers(s.base);
      return;
    }
    ir::forest rounded = s; // sums in f32 are sums of floats
    rounded.sum_f32 = true;
    for (double& leaf : rounded.leaves) leaf = static_cast<double>(static_cast<float>(leaf));
    for (double& base : rounded.base) base = static_cast<double>(static_cast<float>(base));
    record.a = {lower_forest(rounded, to_), 1};
    record.b = numbers(rounded.base);
  }
  void operator()(const ir::combine& s) {
    kind(step_kind::combine);
    record.a = numbers(s.weights);
    record.alpha = s.divisor;
  }
  void operator()(const ir::reduce& s) { kind(step_kind::reduce, static_cast<std::uint8_t>(s.how)); }
  void operator()(const ir::softmax& s) {
    kind(step_kind::softmax, static_cast<std::uint8_t>(s.vectors));
    flag(s.logarithm, format::logarithm);
    record.c.first = s.groups;
  }
  void operator()(const ir::normalize_sum& s) {
    kind(step_kind::normalize_sum, static_cast<std::uint8_t>(s.on_zero));
    record.c.first = s.groups;
  }
  void operator()(const ir::complement&) { kind(step_kind::complement); }
  void operator()(const ir::distance& s) {
    kind(step_kind::distance, static_cast<std::uint8_t>(s.how));
    record.a = numbers(s.points);
  }
  void operator()(const ir::decide& s) {
    kind(step_kind::decide, static_cast<std::uint8_t>(kind_of(s)));
    record.alpha = s.how == ir::decide::kind::threshold ? s.threshold : 0;
  }
  void operator()(const ir::pair_votes&) { kind(step_kind::pair_votes); }
  void operator()(const ir::pair_sums& s) {
    kind(step_kind::pair_sums);
    flag(s.float_products, format::float_products);
    record.a = indices(s.members);
    record.b = numbers(s.weights);
    record.c = numbers(s.bias);
  }
  void operator()(const ir::pair_coupling&) { kind(step_kind::pair_coupling); }
  void operator()(const ir::quantile& s) {
    kind(step_kind::quantile);
    flag(s.near_ends, format::near_ends);
    record.alpha = s.near_ends ? s.margin : 0;
    std::vector<double> quantiles;
    for (const auto& q : s.quantiles) quantiles.insert(quantiles.end(), q.begin(), q.end());
    record.a = numbers(s.references);
    record.b = numbers(quantiles);
  }
  void operator()(const ir::spline& s) {
    kind(step_kind::spline, static_cast<std::uint8_t>(s.outside));
    flag(s.missing_is_zero, format::missing_is_zero);
    std::vector<double> knots;
    std::vector<double> ends;
    for (const auto& c : s.columns) {
      knots.insert(knots.end(), c.knots.begin(), c.knots.end());
      if (s.outside != ir::spline::ends::straight) continue;
      ends.insert(ends.end(), {c.low, c.high});
      for (const auto* list : {&c.values_below, &c.slopes_below, &c.values_above, &c.slopes_above})
        ends.insert(ends.end(), list->begin(), list->end());
    }
    record.a = numbers(knots);
    record.b = numbers(ends);
    record.c.first = s.degree;
  }
  void operator()(const ir::neighbors& s) {
    kind(step_kind::neighbors, static_cast<std::uint8_t>(s.how));
    flag(s.balls, format::balls);
    flag(s.introsort, format::introsort);
    record.a = numbers(s.points);
    record.b = numbers(s.values);
    record.c = numbers(s.bounds);
    record.alpha = s.exponent;
    record.beta = s.far_away;
  }
  void operator()(const ir::top& s) {
    using format::top_kind;
    kind(step_kind::top, static_cast<std::uint8_t>(s.smallest ? top_kind::smallest : top_kind::largest));
    record.c.first = s.groups;
  }

 private:
  void kind(step_kind k, std::uint8_t variant = 0) {
    record.kind = k;
    record.variant = variant;
  }
  void flag(bool set, format::step_flag bit) {
    if (set) record.flags = static_cast<std::uint8_t>(record.flags | bit);
  }
  static std::uint32_t count(std::size_t n) {
    if (n > std::numeric_limits<std::uint32_t>::max())
      throw refusal("the model has more than 4294967295 parameters");
    return static_cast<std::uint32_t>(n);
  }
  operand numbers(const std::vector<double>& n) {
    const operand range{count(to_.numbers.size()), count(n.size())};
    to_.numbers.insert(to_.numbers.end(), n.begin(), n.end());
    count(to_.numbers.size());
    return range;
  }
  operand indices(const std::vector<std::uint32_t>& n) {
    const operand range{count(to_.indices.size()), count(n.size())};
    to_.indices.insert(to_.indices.end(), n.begin(), n.end());
    return range;
  }
  const address_plan& plan_;
  image& to_;
  bool f32_;
};

} // namespace

format::step lower_step(const ir::step& s, const address_plan& plan, image& to) {
  record_writer writer(plan, to, s.f32);
  std::visit(writer, s.what);
  if (s.f32) writer.record.flags |= format::rounds_to_f32;
  return writer.record;
}

} // namespace convert::lower
