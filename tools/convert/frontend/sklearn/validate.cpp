// convert/frontend/sklearn/validate.cpp -- which `require` step a check_array becomes, and where none is needed.
//
// Source  scikit-learn 1.2.1, `sklearn/utils/validation.py`, `check_array` and `_assert_all_finite`.
#include <convert/frontend/sklearn/validate.hpp>

#include <cmath>
#include <string>
#include <variant>

namespace convert::sklearn {

namespace {

/// What a column can hold, as far as its steps show.
struct content {
  bool may_be_missing = true;
  bool may_be_infinite = true;
  bool may_leave_float_range = true;
};

content worst(content a, content b) {
  return {a.may_be_missing || b.may_be_missing, a.may_be_infinite || b.may_be_infinite,
          a.may_leave_float_range || b.may_leave_float_range};
}

content of_number(double x) {
  return {std::isnan(x), std::isinf(x), std::isfinite(x) && std::isinf(static_cast<float>(x))};
}

content of_column(const ir::model& m, ir::value v, std::uint32_t column);

content of_codes(const ir::code_map::column& map) {
  content c{false, false, false};
  for (const double code : map.codes) c = worst(c, of_number(code));
  if (!map.unseen_refused) c = worst(c, of_number(map.unseen));
  if (!map.missing_refused) c = worst(c, of_number(map.missing));
  return c;
}

content of_step(const ir::model& m, const ir::step& s, std::uint32_t column) {
  if (const auto* pick = std::get_if<ir::select>(&s.what)) {
    const auto& from = pick->columns.at(column);
    return of_column(m, from.from, from.index);
  }
  if (const auto* checked = std::get_if<ir::require>(&s.what)) {
    content c = of_column(m, s.input, column);
    c.may_be_missing = c.may_be_missing && checked->missing_allowed;
    c.may_be_infinite = c.may_be_infinite && checked->infinite_allowed;
    c.may_leave_float_range = c.may_leave_float_range && !checked->in_float_range;
    return c;
  }
  if (const auto* filled = std::get_if<ir::impute>(&s.what)) {
    content c = of_column(m, s.input, column);
    if (filled->marker_is_nan) c.may_be_missing = false;
    return worst(c, of_number(filled->fill.at(column)));
  }
  if (const auto* map = std::get_if<ir::code_map>(&s.what)) return of_codes(map->columns.at(column));
  const bool small = std::holds_alternative<ir::one_hot>(s.what) || std::holds_alternative<ir::bin>(s.what) ||
                     std::holds_alternative<ir::decide>(s.what) ||
                     std::holds_alternative<ir::indicate_missing>(s.what);
  return small ? content{false, false, false} : content{};
}

/// Walks towards the row: every step reads earlier values only, so the walk ends.
content of_column(const ir::model& m, ir::value v, std::uint32_t column) {
  if (v == 0) return {};
  return of_step(m, m.steps.at(v - 1), column);
}

} // namespace

ir::value validated(context& c, ir::value input, accepts what) {
  const bool missing = what == accepts::finite_or_missing || what == accepts::finite_or_missing_f32;
  const bool f32 = what == accepts::finite_f32 || what == accepts::finite_or_missing_f32;
  const ir::model& m = c.build().peek();
  content all{false, false, false};
  for (std::uint32_t i = 0; i < c.build().width(input); ++i) all = worst(all, of_column(m, input, i));
  const bool infinite = what == accepts::not_missing;
  const bool needed = (all.may_be_missing && !missing) || (all.may_be_infinite && !infinite) ||
                      (all.may_leave_float_range && f32);
  if (!needed) return input;

  ir::require check;
  check.missing_allowed = missing;
  check.infinite_allowed = infinite;
  check.in_float_range = f32;
  check.features = c.build().origins(input);
  return c.build().add(input, check);
}

bool may_be_missing(context& c, ir::value input, std::uint32_t column) {
  return of_column(c.build().peek(), input, column).may_be_missing;
}

void check_width(context& c, pickle::value object, ir::value input) {
  for (const auto* name : {"n_features_in_", "n_features_", "_n_features"}) {
    const auto width = object.attribute(name);
    if (!width || !width->is_number()) continue;
    const auto stated = width->integer();
    if (stated == static_cast<std::int64_t>(c.build().width(input))) return;
    throw refusal("`" + object.path() + "`: " + std::to_string(stated) + " features, but its input has " +
                  std::to_string(c.build().width(input)));
  }
}

} // namespace convert::sklearn
