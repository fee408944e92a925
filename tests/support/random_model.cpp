// support/random_model.cpp -- strings random steps together through the builder, which checks that they fit.
#include <support/random_model.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <convert/ir/build.hpp>
#include <support/random_forest.hpp>
#include <support/random_ingredients.hpp>
#include <support/random_neighbors.hpp>

namespace support {

namespace {

namespace ir = convert::ir;
using ir::value;

constexpr std::uint32_t widest = 12; // wider values are cut, so that chains stay small

/// Makes the constants of one step over `width` columns.
struct constants : ingredients {
  void make(ir::require& s) {
    s.missing_allowed = any.coin();
    s.infinite_allowed = any.coin();
    s.in_float_range = any.one_in(3);
    if (any.one_in(4)) s.lowest = -3 + any.ordinary();
    s.lowest_excluded = any.one_in(4);
    s.computed = any.one_in(4);
  }
  void make(ir::impute& s) {
    s.marker_is_nan = any.coin();
    if (!s.marker_is_nan) s.marker = static_cast<double>(any.below(4)) - 1;
    s.fill = numbers(width);
  }
  void make(ir::indicate_missing& s) {
    s.marker_is_nan = any.coin();
    if (!s.marker_is_nan) s.marker = static_cast<double>(any.below(4)) - 1;
  }
  void make(ir::code_map& s) {
    for (std::uint32_t i = 0; i < width; ++i) {
      ir::code_map::column map;
      for (std::uint32_t key = any.below(3); key < 5; key += any.from_to(1, 2)) map.keys.push_back(key - 1.0);
      map.codes = numbers(map.keys.size());
      map.unseen = number();
      map.missing = number();
      map.unseen_refused = how.refusals && any.one_in(12);
      map.missing_refused = how.refusals && any.one_in(8);
      s.columns.push_back(std::move(map));
    }
  }
  void make(ir::one_hot& s) {
    for (std::uint32_t i = 0; i < width; ++i) s.sizes.push_back(any.from_to(1, 4));
  }
  void make(ir::affine& s) {
    s.how = kind<ir::affine::form>(3);
    s.a = numbers(width);
    s.b = scales(width);
    if (any.one_in(8)) { // neutral, or nearly so
      const bool last = s.how == ir::affine::form::multiply_add;
      s.a.assign(width, last ? 1.0 : 0.0);
      s.b.assign(width, last ? (any.coin() ? 0.0 : -0.0) : 1.0);
    }
  }
  void make(ir::clip& s) {
    for (std::uint32_t i = 0; i < width; ++i) {
      const auto ends = ascending(2);
      s.low.push_back(ends[0]);
      s.high.push_back(ends[1]);
    }
  }
  void make(ir::bin& s) {
    for (std::uint32_t i = 0; i < width; ++i) s.edges.push_back(ascending(any.below(5)));
    s.right_closed = any.coin();
  }
  void make(ir::power& s) {
    s.box_cox = any.one_in(3);
    for (std::uint32_t i = 0; i < width; ++i)
      s.lambdas.push_back(any.one_in(4) ? static_cast<double>(any.below(3)) : any.ordinary());
  }
  void make(ir::unary& s) {
    s.what = kind<ir::function>(static_cast<std::uint32_t>(ir::function::float_logistic) + 1);
    s.alpha = any.one_in(4) ? 0.01 : any.ordinary();
    s.beta = any.ordinary();
  }
  void make(ir::with_constants& s) {
    s.what = kind<ir::operation>(static_cast<std::uint32_t>(ir::operation::logical_or) + 1);
    s.reversed = any.one_in(3);
    s.constants = any.coin() ? numbers(width) : scales(width);
    if (any.one_in(6)) s.constants.assign(width, any.coin() ? 1.0 : any.coin() ? 0.0 : -0.0);
  }
  void make(ir::elementwise& s) {
    s.what = kind<ir::operation>(static_cast<std::uint32_t>(ir::operation::logical_or) + 1);
  }
  void make(ir::interpolate& s) {
    for (std::uint32_t i = 0; i < width; ++i) {
      ir::interpolate::curve c;
      c.xs = ascending(any.from_to(1, 6));
      if (c.xs.size() > 2 && any.coin()) c.xs[1] = c.xs[0]; // a jump
      c.ys = numbers(c.xs.size(), false);
      s.curves.push_back(std::move(c));
    }
    s.nan_outside = any.coin();
    s.on_left_line = any.coin();
  }
  void make(ir::norm& s) { s.how = kind<ir::norm::kind>(3); }
  void make(ir::polynomial& s) {
    for (std::uint32_t i = any.from_to(1, 6); i > 0; --i) {
      std::vector<std::uint32_t> product(any.below(4));
      for (auto& column : product) column = any.below(width);
      s.products.push_back(std::move(product));
    }
  }
  void make(ir::linear& s) {
    s.outputs = any.from_to(1, 4);
    s = {s.outputs, numbers(std::size_t{s.outputs} * width), numbers(s.outputs), any.coin()};
  }
  void make(ir::network& s) {
    std::uint32_t inputs = width;
    s.fused = any.coin();
    for (std::uint32_t i = any.from_to(1, 3); i > 0; --i) {
      ir::network::layer layer{.inputs = inputs, .outputs = any.from_to(1, 18)}; // more than one panel of 16
      for (std::size_t k = std::size_t{layer.outputs} * inputs; k > 0; --k)
        layer.weights.push_back(any.ordinary() / 2);
      for (std::uint32_t k = 0; k < layer.outputs; ++k) layer.bias.push_back(any.ordinary());
      using f = ir::function;
      static constexpr std::array some = {f::identity, f::relu, f::float_tanh, f::tanh, f::logistic};
      layer.activation = any.of(std::span<const f>(some).first(s.fused ? 3 : 5));
      inputs = layer.outputs;
      s.layers.push_back(std::move(layer));
    }
  }
  void make(ir::forest& s) {
    s = random_forest(any, {.features = width, .nasty = how.nasty, .categories = how.categories});
  }
  void make(ir::combine& s) {
    s.weights = numbers(groups());
    s.divisor = scale();
  }
  void make(ir::reduce& s) { s = {kind<ir::reduce::kind>(10), groups()}; }
  void make(ir::softmax& s) { s = {any.coin(), groups(), any.coin()}; }
  void make(ir::normalize_sum& s) {
    s.on_zero = kind<ir::normalize_sum::zero_sum>(3);
    s.groups = groups();
  }
  void make(ir::complement&) {}
  void make(ir::distance& s) {
    s.how = kind<ir::distance::kind>(4);
    s.points = numbers(std::size_t{any.from_to(1, 4)} * width);
  }
  void make(ir::decide& s) {
    s.how = kind<ir::decide::kind>(5);
    s.threshold = any.coin() ? 0 : number();
    s.or_equal = any.coin();
  }
  void make(ir::pair_votes& s) { s.classes = width == 1 ? 2 : width == 3 ? 3 : 4; }
  void make(ir::pair_sums& s) {
    s.members.assign(any.from_to(2, 4), 0);
    for (std::uint32_t i = 0; i < width; ++i)
      ++s.members[any.below(static_cast<std::uint32_t>(s.members.size()))];
    const std::size_t classes = s.members.size();
    s.weights = numbers((classes - 1) * width);
    s.bias = numbers(classes * (classes - 1) / 2);
    s.float_products = any.one_in(3);
  }
  void make(ir::pair_coupling& s) { s.classes = width == 1 ? 2 : width == 3 ? 3 : 4; }
  void make(ir::quantile& s) {
    s.references = ascending(any.from_to(1, 6));
    for (std::uint32_t i = 0; i < width; ++i) {
      s.quantiles.push_back(ascending(static_cast<std::uint32_t>(s.references.size())));
      auto& own = s.quantiles.back();
      if (own.size() > 2 && any.coin()) own[1] = own[0];
    }
    s.near_ends = any.coin();
    s.margin = s.near_ends ? 1e-7 : 0;
  }
  void make(ir::spline& s) {
    s.outside = kind<ir::spline::ends>(3);
    s.degree = any.below(4);
    s.missing_is_zero = any.coin();
    const std::uint32_t knots = 2 * s.degree + any.from_to(3, 6);
    const bool straight = s.outside == ir::spline::ends::straight;
    for (std::uint32_t i = 0; i < width; ++i) {
      ir::spline::column c;
      c.knots = ascending(knots);
      const std::size_t ends = straight ? knots - s.degree - 1 : 0;
      if (straight) c.low = c.knots[s.degree], c.high = c.knots[knots - s.degree - 1];
      for (auto* list : {&c.values_below, &c.slopes_below, &c.values_above, &c.slopes_above})
        *list = numbers(ends, false);
      s.columns.push_back(std::move(c));
    }
  }
  void make(ir::neighbors& s) { s = random_neighbors(*this); }
  void make(ir::top& s) {
    s.groups = groups();
    s = {any.coin(), any.from_to(1, width / s.groups), s.groups};
  }
  void make(ir::select&) {}
};

class maker {
 public:
  maker(draw& any, const random_options& how) : any_(any), how_(how), build_(features()) {}

  ir::model make() {
    const std::uint32_t steps = any_.from_to(1, how_.max_steps);
    for (std::uint32_t i = 0; i < steps; ++i) add_step();
    build_.answer(ir::role::transform, "transform", last_);
    for (std::uint32_t i = any_.below(3); i > 0; --i)
      build_.answer(ir::role::graph, "other_" + std::to_string(i), any_value());
    if (any_.coin()) {
      const value best = build_.add(last_, ir::decide{});
      std::vector<ir::label> labels;
      for (std::uint32_t i = 0; i < build_.width(last_); ++i)
        labels.push_back({ir::label::kind::text, "class " + std::to_string(i), 0});
      build_.answer(ir::role::predict, "predict", best, std::move(labels));
    }
    build_.note("framework", "none");
    return std::move(build_).take();
  }

 private:
  std::vector<ir::feature> features() {
    std::vector<ir::feature> made(any_.from_to(1, how_.max_features));
    for (std::size_t i = 0; i < made.size(); ++i) {
      made[i].name = "f" + std::to_string(i);
      if (!how_.categories || !any_.one_in(4)) continue;
      for (std::uint32_t k = any_.from_to(1, 5); k > 0; --k)
        made[i].vocabulary.push_back({ir::label::kind::text, "c" + std::to_string(k), 0});
    }
    return made;
  }

  /// Mostly the newest, so that chains grow.
  value any_value() { return any_.one_in(3) ? any_.below(last_ + 1) : last_; }

  value columns(std::uint32_t count) {
    ir::select picked;
    for (std::uint32_t i = 0; i < count; ++i) {
      const value from = any_value();
      picked.columns.push_back({from, any_.below(build_.width(from))});
    }
    return build_.add(0, std::move(picked));
  }

  std::size_t any_kind() {
    if (!how_.kinds.empty()) return any_.of(std::span<const std::size_t>(how_.kinds));
    return any_.below(std::variant_size_v<ir::operation_of_step>);
  }

  /// An input that the step can take.
  value input_for(const ir::operation_of_step& what) {
    value v = any_value();
    if (build_.width(v) > widest) v = build_.slice(v, any_.below(3), any_.from_to(1, widest - 3));
    const std::uint32_t width = build_.width(v);
    if (std::holds_alternative<ir::elementwise>(what) && width % 2 != 0) return columns(width + 1);
    const bool of_pairs =
        std::holds_alternative<ir::pair_votes>(what) || std::holds_alternative<ir::pair_coupling>(what);
    if (of_pairs && width != 1 && width != 3 && width != 6) return columns(any_.coin() ? 3 : 6);
    return v;
  }

  template <std::size_t... Index>
  static ir::operation_of_step empty(std::size_t kind, std::index_sequence<Index...>) {
    ir::operation_of_step made;
    ((kind == Index ? void(made.emplace<Index>()) : void()), ...);
    return made;
  }

  void add_step() {
    auto what = empty(any_kind(), std::make_index_sequence<std::variant_size_v<ir::operation_of_step>>());
    if (std::holds_alternative<ir::select>(what)) {
      last_ = columns(any_.from_to(1, widest));
      return;
    }
    if (std::holds_alternative<ir::require>(what) && !how_.refusals) return;
    const value input = input_for(what);
    std::visit([&](auto& s) { constants{{any_, how_, build_.width(input)}}.make(s); }, what);
    const bool f32 = how_.f32 && !std::holds_alternative<ir::forest>(what) && any_.one_in(4);
    last_ = build_.add(input, std::move(what), f32);
  }

  draw& any_;
  const random_options& how_;
  ir::builder build_;
  value last_ = 0;
};

} // namespace

ir::model random_model(std::uint64_t seed, const random_options& how) {
  std::mt19937_64 engine(seed);
  draw any(engine);
  return maker(any, how).make();
}

} // namespace support
