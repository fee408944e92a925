// convert/frontend/sklearn/impute.cpp -- SimpleImputer and MissingIndicator, for numbers and for texts.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/impute/_base.py`, `SimpleImputer._validate_input` and `transform`,
//         `MissingIndicator.transform`.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

/// `missing_values`: NaN (also None, pandas.NA, and the empty text, which is an empty cell), or a value.
struct marker {
  bool is_nan = true;
  ir::label value;
};

marker marker_of(pickle::value object) {
  const auto said = object.attribute("missing_values");
  if (!said || said->is_none()) return {};
  const bool is_object = said->type() == pickle::kind::instance || said->type() == pickle::kind::global;
  if (is_object || said->type() == pickle::kind::call) {
    if (said->qualified_name().find("NA") != std::string_view::npos) return {};
    throw refusal("`" + said->path() + "`: expected a number, a text or NaN");
  }
  if (said->is_text()) {
    if (said->text().empty()) return {};
    return {false, {ir::label::kind::text, std::string(said->text()), 0}};
  }
  const double number = said->number();
  if (std::isnan(number)) return {};
  return {false, {ir::label::kind::real, text_of(number), number}};
}

/// Numbers are checked by check_array, objects only for NaN.
ir::value checked(context& c, ir::value input, const marker& missing, bool objects) {
  if (!objects) return validated(c, input, missing.is_nan ? accepts::finite_or_missing : accepts::finite);
  return missing.is_nan ? input : validated(c, input, accepts::not_missing);
}

/// The number in column `column` of the row that stands for `value`.
double code_of(context& c, ir::value x, std::uint32_t column, const ir::label& value) {
  const std::array one = {value};
  return c.category_codes(x, column, {one.begin(), one.end()}).front();
}

/// A marker that is a text, or a number in a column of texts, has its own code in each column.
std::vector<double> marker_codes(context& c, ir::value x, const marker& missing, bool objects) {
  const std::uint32_t columns = c.build().width(x);
  std::vector<double> codes(columns, missing.value.number);
  if (missing.is_nan || (!objects && missing.value.is_number())) return codes;
  for (std::uint32_t i = 0; i < columns; ++i) codes[i] = code_of(c, x, i, missing.value);
  return codes;
}

/// One step if one marker serves all columns, else one a column.
template <class MakeStep>
ir::value column_by_column(context& c, ir::value x, bool is_nan, const std::vector<double>& markers,
                           MakeStep make) {
  ir::builder& b = c.build();
  const std::uint32_t columns = b.width(x);
  const bool same = is_nan || std::ranges::all_of(markers, [&](double m) { return m == markers.front(); });
  if (same) return b.add(x, make(0, columns, markers.empty() ? 0.0 : markers.front()));
  std::vector<ir::value> parts;
  for (std::uint32_t i = 0; i < columns; ++i)
    parts.push_back(b.add(b.slice(x, i, 1), make(i, 1, markers[i])));
  return b.concat(parts);
}

ir::value missing_mask(context& c, ir::value x, const marker& missing, bool objects) {
  const auto step = [&](std::uint32_t, std::uint32_t, double m) {
    return ir::indicate_missing{missing.is_nan, m};
  };
  return column_by_column(c, x, missing.is_nan, marker_codes(c, x, missing, objects), step);
}

std::vector<std::uint32_t> column_list(pickle::value v, std::uint32_t width) {
  std::vector<std::uint32_t> columns;
  for (const double column : v.numbers()) {
    if (!(column >= 0 && column < width)) throw refusal("`" + v.path() + "`: a column past the last");
    columns.push_back(static_cast<std::uint32_t>(column));
  }
  return columns;
}

/// SimpleImputer's `statistics_` and which of its columns stay.
struct fill {
  std::vector<ir::label> values;
  std::vector<std::uint32_t> kept;
  bool objects = false;
};

/// Whether it was fitted on objects: `_fit_dtype` says so; before it did, the statistics' own type. (A constant of
/// numbers has statistics of objects in later versions.)
bool is_objects(pickle::value object, pickle::value statistics) {
  const auto fitted = object.attribute("_fit_dtype");
  if (fitted && fitted->type() != pickle::kind::none) {
    const auto arguments = fitted->arguments();
    if (arguments.size() > 0 && arguments[0].is_text()) return arguments[0].text().starts_with('O');
  }
  if (!statistics.is_array()) return false;
  const char kind = statistics.as_array().type.kind;
  return kind == 'O' || kind == 'U';
}

bool is_nan_value(std::optional<pickle::value> v) {
  return v && v->type() == pickle::kind::real && std::isnan(v->number());
}

fill fill_of(pickle::value object, std::uint32_t width) {
  const pickle::value statistics = object.required("statistics_");
  fill f;
  std::vector<std::size_t> empty;
  f.values = labels_of(statistics, &empty);
  f.objects = is_objects(object, statistics);
  if (f.values.size() != width)
    throw refusal("`" + statistics.path() + "`: " + std::to_string(f.values.size()) +
                  " columns, but the input has " + std::to_string(width));
  const auto keep = object.attribute("keep_empty_features"); // since 1.2
  const bool keep_empty = keep && keep->boolean();
  const bool constant = object.required("strategy").text() == "constant";
  // A constant strategy drops empty columns in new versions only; with a fill of NaN nobody can tell.
  const bool unclear =
      !empty.empty() && (keep_empty || (constant && is_nan_value(object.attribute("fill_value"))));
  if (unclear) throw refusal("`" + statistics.path() + "`: NaN as a fill value is not supported");
  for (std::uint32_t i = 0; i < width; ++i) {
    if (std::ranges::find(empty, i) == empty.end())
      f.kept.push_back(i);
    else if (f.values[i].text == "None")
      throw refusal("`" + statistics.path() + "`: None as a fill value is not supported");
  }
  return f;
}

ir::value filled(context& c, ir::value x, const marker& missing, const fill& f) {
  const ir::value kept = c.build().pick(x, f.kept);
  std::vector<double> codes;
  for (std::uint32_t i = 0; i < f.kept.size(); ++i) {
    const ir::label& value = f.values[f.kept[i]];
    codes.push_back(f.objects ? code_of(c, kept, i, value) : value.number);
  }
  const auto step = [&](std::uint32_t first, std::uint32_t count, double m) {
    const auto from = codes.begin() + first;
    return ir::impute{missing.is_nan, m, {from, from + count}};
  };
  return column_by_column(c, kept, missing.is_nan, marker_codes(c, kept, missing, f.objects), step);
}

answers simple_imputer(context& c, pickle::value object, ir::value input) {
  const fill f = fill_of(object, c.build().width(input));
  const marker missing = marker_of(object);
  const ir::value x = checked(c, input, missing, f.objects);
  answers made;
  made.transform = filled(c, x, missing, f);
  const auto add_indicator = object.attribute("add_indicator");
  if (!add_indicator || !add_indicator->boolean()) return made;
  const auto flagged = column_list(object.required("indicator_").required("features_"), c.build().width(x));
  if (flagged.empty()) return made;
  const ir::value flags = missing_mask(c, c.build().pick(x, flagged), missing, f.objects);
  const std::array parts = {*made.transform, flags};
  made.transform = c.build().concat(parts);
  return made;
}

/// Refuses rows where something is missing in a column that had nothing missing when the indicator was fitted.
void refuse_newly_missing(context& c, ir::value x, const marker& missing, bool objects,
                          const std::vector<std::uint32_t>& seen) {
  ir::builder& b = c.build();
  std::vector<std::uint32_t> others;
  for (std::uint32_t i = 0; i < b.width(x); ++i)
    if (std::ranges::find(seen, i) == seen.end()) others.push_back(i);
  if (others.empty()) return;
  ir::value of_others = b.pick(x, others);
  const std::vector<std::uint32_t> features = b.origins(of_others);
  if (!missing.is_nan) { // then the marker is made NaN, which nothing else is here
    const auto step = [&](std::uint32_t, std::uint32_t count, double m) {
      return ir::impute{false, m, std::vector<double>(count, std::numeric_limits<double>::quiet_NaN())};
    };
    of_others = column_by_column(c, of_others, false, marker_codes(c, of_others, missing, objects), step);
  }
  b.add(of_others, ir::require{.infinite_allowed = true, .features = features});
}

answers missing_indicator(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  const marker missing = marker_of(object);
  const bool objects = !missing.is_nan && !missing.value.is_number();
  const ir::value x = checked(c, input, missing, objects);
  const auto columns = column_list(object.required("features_"), c.build().width(x));
  const bool only_seen = object.required("features").text() == "missing-only";
  if (only_seen && object.required("error_on_new").boolean())
    refuse_newly_missing(c, x, missing, objects, columns);
  answers made;
  made.transform = missing_mask(c, c.build().pick(x, columns), missing, objects);
  return made;
}

constexpr std::array classes = {
    entry{"MissingIndicator", missing_indicator},
    entry{"SimpleImputer", simple_imputer},
};

} // namespace

std::span<const entry> impute_classes() { return classes; }

} // namespace convert::sklearn
