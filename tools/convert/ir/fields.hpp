// convert/ir/fields.hpp -- the members of every kind of step by name, so that printing and comparing are
// written once.
#pragma once

#include <tuple>

#include <convert/ir/step.hpp>

namespace convert::ir {

/// A member of `Struct` and what to call it.
template <class Struct, class Member>
struct field_of {
  const char* name;
  Member Struct::*at;
};

template <class Struct, class Member>
field_of(const char*, Member Struct::*) -> field_of<Struct, Member>;

// One overload a struct, with all its members: `share` takes two steps for one if all that is named here is
// equal.

inline auto fields(const select::column*) {
  return std::tuple(field_of{"from", &select::column::from}, field_of{"index", &select::column::index});
}
inline auto fields(const select*) { return std::tuple(field_of{"columns", &select::columns}); }
inline auto fields(const require*) {
  return std::tuple(field_of{"missing_allowed", &require::missing_allowed},
                    field_of{"infinite_allowed", &require::infinite_allowed},
                    field_of{"in_float_range", &require::in_float_range},
                    field_of{"lowest", &require::lowest},
                    field_of{"lowest_excluded", &require::lowest_excluded},
                    field_of{"computed", &require::computed}, field_of{"features", &require::features});
}
inline auto fields(const impute*) {
  return std::tuple(field_of{"marker_is_nan", &impute::marker_is_nan}, field_of{"marker", &impute::marker},
                    field_of{"fill", &impute::fill});
}
inline auto fields(const indicate_missing*) {
  return std::tuple(field_of{"marker_is_nan", &indicate_missing::marker_is_nan},
                    field_of{"marker", &indicate_missing::marker});
}
inline auto fields(const code_map::column*) {
  using column = code_map::column;
  return std::tuple(
      field_of{"keys", &column::keys}, field_of{"codes", &column::codes}, field_of{"unseen", &column::unseen},
      field_of{"missing", &column::missing}, field_of{"unseen_refused", &column::unseen_refused},
      field_of{"missing_refused", &column::missing_refused}, field_of{"feature", &column::feature});
}
inline auto fields(const code_map*) { return std::tuple(field_of{"columns", &code_map::columns}); }
inline auto fields(const one_hot*) { return std::tuple(field_of{"sizes", &one_hot::sizes}); }
inline auto fields(const affine*) {
  return std::tuple(field_of{"how", &affine::how}, field_of{"a", &affine::a}, field_of{"b", &affine::b});
}
inline auto fields(const clip*) {
  return std::tuple(field_of{"low", &clip::low}, field_of{"high", &clip::high});
}
inline auto fields(const bin*) {
  return std::tuple(field_of{"edges", &bin::edges}, field_of{"right_closed", &bin::right_closed});
}
inline auto fields(const power*) {
  return std::tuple(field_of{"box_cox", &power::box_cox}, field_of{"lambdas", &power::lambdas});
}
inline auto fields(const unary*) {
  return std::tuple(field_of{"what", &unary::what}, field_of{"alpha", &unary::alpha},
                    field_of{"beta", &unary::beta});
}
inline auto fields(const with_constants*) {
  return std::tuple(field_of{"what", &with_constants::what}, field_of{"reversed", &with_constants::reversed},
                    field_of{"constants", &with_constants::constants});
}
inline auto fields(const elementwise*) { return std::tuple(field_of{"what", &elementwise::what}); }
inline auto fields(const interpolate::curve*) {
  return std::tuple(field_of{"xs", &interpolate::curve::xs}, field_of{"ys", &interpolate::curve::ys});
}
inline auto fields(const interpolate*) {
  return std::tuple(field_of{"curves", &interpolate::curves},
                    field_of{"nan_outside", &interpolate::nan_outside},
                    field_of{"on_left_line", &interpolate::on_left_line});
}
inline auto fields(const norm*) { return std::tuple(field_of{"how", &norm::how}); }
inline auto fields(const polynomial*) { return std::tuple(field_of{"products", &polynomial::products}); }
inline auto fields(const linear*) {
  return std::tuple(field_of{"outputs", &linear::outputs}, field_of{"weights", &linear::weights},
                    field_of{"bias", &linear::bias}, field_of{"fused", &linear::fused});
}
inline auto fields(const network::layer*) {
  using layer = network::layer;
  return std::tuple(field_of{"inputs", &layer::inputs}, field_of{"outputs", &layer::outputs},
                    field_of{"weights", &layer::weights}, field_of{"bias", &layer::bias},
                    field_of{"activation", &layer::activation}, field_of{"alpha", &layer::alpha},
                    field_of{"beta", &layer::beta});
}
inline auto fields(const network*) {
  return std::tuple(field_of{"layers", &network::layers}, field_of{"fused", &network::fused});
}
inline auto fields(const category_set*) {
  return std::tuple(field_of{"words", &category_set::words}, field_of{"wrap_256", &category_set::wrap_256},
                    field_of{"negative_left", &category_set::negative_left},
                    field_of{"beyond_left", &category_set::beyond_left},
                    field_of{"sign_first", &category_set::sign_first});
}
inline auto fields(const tree_node*) {
  return std::tuple(field_of{"asks", &tree_node::asks}, field_of{"missing", &tree_node::missing},
                    field_of{"missing_left", &tree_node::missing_left},
                    field_of{"feature", &tree_node::feature}, field_of{"threshold", &tree_node::threshold},
                    field_of{"set", &tree_node::set}, field_of{"left", &tree_node::left},
                    field_of{"right", &tree_node::right}, field_of{"leaf", &tree_node::leaf},
                    field_of{"cover", &tree_node::cover});
}
inline auto fields(const tree*) {
  return std::tuple(field_of{"nodes", &tree::nodes}, field_of{"output", &tree::output});
}
inline auto fields(const forest*) {
  return std::tuple(field_of{"features", &forest::features}, field_of{"outputs", &forest::outputs},
                    field_of{"input_f32", &forest::input_f32}, field_of{"sum_f32", &forest::sum_f32},
                    field_of{"vector_leaves", &forest::vector_leaves}, field_of{"base", &forest::base},
                    field_of{"leaves", &forest::leaves}, field_of{"sets", &forest::sets},
                    field_of{"trees", &forest::trees});
}
inline auto fields(const combine*) {
  return std::tuple(field_of{"weights", &combine::weights}, field_of{"divisor", &combine::divisor});
}
inline auto fields(const reduce*) {
  return std::tuple(field_of{"how", &reduce::how}, field_of{"groups", &reduce::groups});
}
inline auto fields(const softmax*) {
  return std::tuple(field_of{"logarithm", &softmax::logarithm}, field_of{"groups", &softmax::groups},
                    field_of{"vectors", &softmax::vectors});
}
inline auto fields(const normalize_sum*) {
  return std::tuple(field_of{"on_zero", &normalize_sum::on_zero}, field_of{"groups", &normalize_sum::groups});
}
inline auto fields(const complement*) { return std::tuple(); }
inline auto fields(const distance*) {
  return std::tuple(field_of{"how", &distance::how}, field_of{"points", &distance::points});
}
inline auto fields(const decide*) {
  return std::tuple(field_of{"how", &decide::how}, field_of{"threshold", &decide::threshold},
                    field_of{"or_equal", &decide::or_equal});
}
inline auto fields(const pair_votes*) { return std::tuple(field_of{"classes", &pair_votes::classes}); }
inline auto fields(const pair_sums*) {
  return std::tuple(field_of{"members", &pair_sums::members}, field_of{"weights", &pair_sums::weights},
                    field_of{"bias", &pair_sums::bias},
                    field_of{"float_products", &pair_sums::float_products});
}
inline auto fields(const pair_coupling*) { return std::tuple(field_of{"classes", &pair_coupling::classes}); }
inline auto fields(const quantile*) {
  return std::tuple(field_of{"references", &quantile::references},
                    field_of{"quantiles", &quantile::quantiles}, field_of{"near_ends", &quantile::near_ends},
                    field_of{"margin", &quantile::margin});
}
inline auto fields(const spline::column*) {
  using column = spline::column;
  return std::tuple(
      field_of{"knots", &column::knots}, field_of{"low", &column::low}, field_of{"high", &column::high},
      field_of{"values_below", &column::values_below}, field_of{"slopes_below", &column::slopes_below},
      field_of{"values_above", &column::values_above}, field_of{"slopes_above", &column::slopes_above});
}
inline auto fields(const spline*) {
  return std::tuple(field_of{"outside", &spline::outside}, field_of{"degree", &spline::degree},
                    field_of{"missing_is_zero", &spline::missing_is_zero},
                    field_of{"columns", &spline::columns});
}
inline auto fields(const neighbors*) {
  return std::tuple(field_of{"how", &neighbors::how}, field_of{"exponent", &neighbors::exponent},
                    field_of{"count", &neighbors::count}, field_of{"targets", &neighbors::targets},
                    field_of{"points", &neighbors::points}, field_of{"values", &neighbors::values},
                    field_of{"bounds", &neighbors::bounds}, field_of{"balls", &neighbors::balls},
                    field_of{"introsort", &neighbors::introsort}, field_of{"far_away", &neighbors::far_away});
}

inline auto fields(const top*) {
  return std::tuple(field_of{"smallest", &top::smallest}, field_of{"count", &top::count},
                    field_of{"groups", &top::groups});
}

/// Calls visit(name, member) for every member of `s`, in order.
template <class Struct, class Visit>
void each_field(const Struct& s, Visit&& visit) {
  std::apply([&](const auto&... member) { (visit(member.name, s.*(member.at)), ...); },
             fields(static_cast<const Struct*>(nullptr)));
}

} // namespace convert::ir
