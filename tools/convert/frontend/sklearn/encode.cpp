// convert/frontend/sklearn/encode.cpp -- OneHotEncoder and OrdinalEncoder as code maps.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/preprocessing/_encoders.py`, `_BaseEncoder._transform`,
//         `_map_infrequent_categories`, `OneHotEncoder.transform`, `OrdinalEncoder.transform`;
//         `sklearn/utils/_encode.py`, `_check_unknown`.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <string>

#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double no_column = -1; // a code that one_hot turns into zeros

/// One column of `categories_`: its categories as they are found in the row.
struct categories {
  std::vector<double> keys;           // without the missing ones
  std::vector<std::size_t> positions; // of the keys in categories_
  std::optional<std::size_t> missing; // where NaN, else None, stands in categories_
  bool missing_is_nan = false;
  std::size_t count = 0; // with the missing ones
  bool numeric = false;  // a numeric array, so that check_array looks for infinity
};

categories categories_of(context& c, pickle::value list, ir::value x, std::uint32_t column) {
  const pickle::value array = list[column];
  std::vector<std::size_t> missing_at;
  const std::vector<ir::label> labels = labels_of(array, &missing_at);
  categories found;
  found.count = labels.size();
  found.numeric =
      array.is_array() && std::string_view("biuf").find(array.as_array().type.kind) != std::string_view::npos;
  for (const std::size_t at : missing_at) {
    const bool is_nan = labels[at].text == "nan";
    if (found.missing && !is_nan) continue; // an empty cell is NaN rather than None
    found.missing = at;
    found.missing_is_nan = is_nan;
  }
  std::vector<ir::label> present;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (std::ranges::find(missing_at, i) != missing_at.end()) continue;
    present.push_back(labels[i]);
    found.positions.push_back(i);
  }
  try {
    found.keys = c.category_codes(x, column, present);
  } catch (const refusal& why) {
    throw refusal("`" + array.path() + "`: " + why.what());
  }
  return found;
}

/// What each place in `categories_[column]` is replaced by when rare categories are put together, and the place
/// (in `categories_`) of one that is rare.
struct grouping {
  std::vector<double> codes;
  std::optional<double> infrequent; // the code of the group
};

std::optional<pickle::value> part_of(pickle::value object, std::string_view name, std::size_t column) {
  const auto list = object.attribute(name);
  if (!list || list->is_none()) return std::nullopt;
  const std::vector<pickle::value> parts = list->elements();
  if (column >= parts.size() || parts[column].is_none()) return std::nullopt;
  return parts[column];
}

bool groups_infrequent(pickle::value object) {
  const auto enabled = object.attribute("_infrequent_enabled"); // since 1.1
  return enabled && enabled->boolean();
}

grouping grouping_of(pickle::value object, std::size_t column, std::size_t count) {
  grouping g;
  g.codes.resize(count);
  std::iota(g.codes.begin(), g.codes.end(), 0.0);
  if (!groups_infrequent(object)) return g;
  const auto mapping = part_of(object, "_default_to_infrequent_mappings", column);
  if (!mapping) return g;
  // A missing category at the end is not part of the mapping (OrdinalEncoder, since 1.3).
  const std::vector<double> codes = mapping->numbers();
  if (codes.empty() || codes.size() > count)
    throw refusal("`" + mapping->path() + "`: " + std::to_string(codes.size()) + " codes for " +
                  std::to_string(count) + " categories");
  std::ranges::copy(codes, g.codes.begin());
  g.infrequent = *std::ranges::max_element(codes);
  return g;
}

ir::code_map::column map_of(const categories& cats, const std::vector<double>& codes) {
  std::vector<std::size_t> order(cats.keys.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return cats.keys[i]; });
  ir::code_map::column map;
  for (const std::size_t i : order) {
    if (!map.keys.empty() && map.keys.back() == cats.keys[i]) continue; // numpy finds the first one
    map.keys.push_back(cats.keys[i]);
    map.codes.push_back(codes.at(cats.positions[i]));
  }
  return map;
}

/// Numeric columns are checked for infinity, and before `missing_since` also for NaN.
ir::value checked(context& c, ir::value input, const std::vector<categories>& columns,
                  version missing_since) {
  if (c.written_by() < missing_since) {
    const bool all_numeric = std::ranges::all_of(columns, &categories::numeric);
    return validated(c, input, all_numeric ? accepts::finite : accepts::not_missing);
  }
  const bool any_numeric = std::ranges::any_of(columns, &categories::numeric);
  return any_numeric ? validated(c, input, accepts::finite_or_missing) : input;
}

std::vector<categories> all_categories(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  const pickle::value list = object.required("categories_");
  const std::uint32_t columns = c.build().width(input);
  if (list.size() != columns)
    throw refusal("`" + list.path() + "`: " + std::to_string(list.size()) + " columns, but the input has " +
                  std::to_string(columns));
  std::vector<categories> all;
  for (std::uint32_t i = 0; i < columns; ++i) all.push_back(categories_of(c, list, input, i));
  return all;
}

[[noreturn]] void refuse_parameter(pickle::value object, std::string_view name, std::string_view text) {
  throw refusal("`" + object.path() + "`: " + std::string(name) + " `" + std::string(text) +
                "` is not supported");
}

/// The code whose column is dropped, after rare categories are put together.
std::optional<double> dropped_code(pickle::value object, std::size_t column) {
  // 1.3 and later keep the index in categories_ in drop_idx_ and the one after grouping beside it.
  const auto after = part_of(object, "_drop_idx_after_grouping", column);
  if (after) return after->number();
  if (object.has("_drop_idx_after_grouping")) return std::nullopt;
  const auto index = part_of(object, "drop_idx_", column);
  if (!index) return std::nullopt;
  return index->number();
}

struct hot_column {
  ir::code_map::column map;
  std::uint32_t size = 0;
};

hot_column hot_column_of(pickle::value object, std::size_t column, const categories& cats,
                         std::string_view unknown) {
  grouping g = grouping_of(object, column, cats.count);
  const double highest = g.codes.empty() ? -1 : *std::ranges::max_element(g.codes);
  const auto dropped = dropped_code(object, column);
  const auto after_drop = [&](double code) {
    if (!dropped || code < *dropped) return code;
    return code == *dropped ? no_column : code - 1;
  };
  for (double& code : g.codes) code = after_drop(code);
  hot_column made;
  made.map = map_of(cats, g.codes);
  made.size = static_cast<std::uint32_t>(highest + 1) - (dropped ? 1 : 0);
  const bool to_group = unknown != "ignore" && g.infrequent;
  made.map.unseen = to_group ? after_drop(*g.infrequent) : no_column;
  made.map.unseen_refused = unknown == "error";
  made.map.missing = cats.missing ? g.codes.at(*cats.missing) : made.map.unseen;
  made.map.missing_refused = !cats.missing && made.map.unseen_refused;
  return made;
}

answers one_hot_encoder(context& c, pickle::value object, ir::value input) {
  const auto unknown = object.required("handle_unknown").text();
  constexpr std::array known = {"error", "ignore", "infrequent_if_exist", "warn"};
  if (std::ranges::find(known, unknown) == known.end()) refuse_parameter(object, "handle_unknown", unknown);
  const std::vector<categories> all = all_categories(c, object, input);
  const ir::value x = checked(c, input, all, version{0, 24, 0});
  ir::code_map maps;
  ir::one_hot hot;
  for (std::size_t i = 0; i < all.size(); ++i) {
    hot_column made = hot_column_of(object, i, all[i], unknown);
    maps.columns.push_back(std::move(made.map));
    hot.sizes.push_back(made.size);
  }
  answers made;
  made.transform = c.build().add(c.build().add(x, maps), hot);
  return made;
}

/// unknown_value and encoded_missing_value: a number, NaN by default.
double number_or_nan(pickle::value object, std::string_view name) {
  const auto v = object.attribute(name);
  return v && v->is_number() ? v->number() : nan;
}

answers ordinal_encoder(context& c, pickle::value object, ir::value input) {
  const auto said = object.attribute("handle_unknown"); // since 0.24
  const std::string_view unknown = said ? said->text() : "error";
  if (unknown != "error" && unknown != "use_encoded_value")
    refuse_parameter(object, "handle_unknown", unknown);
  const std::vector<categories> all = all_categories(c, object, input);
  const ir::value x = checked(c, input, all, version{1, 0, 0});
  const double encoded_missing = number_or_nan(object, "encoded_missing_value"); // since 1.1
  ir::code_map maps;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const grouping g = grouping_of(object, i, all[i].count);
    ir::code_map::column map = map_of(all[i], g.codes);
    map.unseen = number_or_nan(object, "unknown_value");
    map.unseen_refused = unknown == "error";
    const bool keeps_code = all[i].missing && !all[i].missing_is_nan; // None is a category like others
    if (keeps_code)
      map.missing = g.codes.at(*all[i].missing);
    else
      map.missing = all[i].missing ? encoded_missing : map.unseen;
    map.missing_refused = !all[i].missing && map.unseen_refused;
    maps.columns.push_back(std::move(map));
  }
  answers made;
  made.transform = c.build().add(x, maps);
  return made;
}

constexpr std::array classes = {
    entry{"OneHotEncoder", one_hot_encoder},
    entry{"OrdinalEncoder", ordinal_encoder},
};

} // namespace

std::span<const entry> encode_classes() { return classes; }

} // namespace convert::sklearn
