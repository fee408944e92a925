// convert/frontend/sklearn/encode.cpp -- OneHotEncoder and OrdinalEncoder as code maps.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/preprocessing/_encoders.py`, `_BaseEncoder._transform`,
//         `_map_infrequent_categories`, `OneHotEncoder.transform`, `OrdinalEncoder.transform`;
//         `sklearn/utils/_encode.py`, `_check_unknown`.
#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <optional>
#include <string>

#include <convert/frontend/sklearn/column_categories.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double no_column = -1; // a code that one_hot turns into zeros

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

hot_column hot_column_of(pickle::value object, std::size_t column, const column_categories& cats,
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
  made.map = category_map_of(cats, g.codes);
  made.size = static_cast<std::uint32_t>(highest + 1) - (dropped ? 1 : 0);
  const bool to_group = unknown != "ignore" && unknown != "warn" && g.infrequent;
  made.map.unseen = to_group ? after_drop(*g.infrequent) : no_column;
  made.map.unseen_refused = unknown == "error";
  made.map.missing = cats.missing ? g.codes.at(*cats.missing) : made.map.unseen;
  made.map.missing_refused = !cats.missing && made.map.unseen_refused;
  return made;
}

answers one_hot_encoder(context& c, pickle::value object, ir::value input) {
  auto unknown = object.required("handle_unknown").text();
  // As it was meant since 1.8; 1.6 and 1.7 ignored (pull request 32592).
  if (unknown == "warn" && c.written_by() >= version{1, 8, 0}) unknown = "infrequent_if_exist";
  constexpr std::array known = {"error", "ignore", "infrequent_if_exist", "warn"};
  if (std::ranges::find(known, unknown) == known.end()) refuse_parameter(object, "handle_unknown", unknown);
  const std::vector<column_categories> all = all_categories(c, object, input);
  const ir::value x = checked_categories(c, input, all, version{0, 24, 0});
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
  const std::vector<column_categories> all = all_categories(c, object, input);
  const ir::value x = checked_categories(c, input, all, version{1, 0, 0});
  const double encoded_missing = number_or_nan(object, "encoded_missing_value"); // since 1.1
  ir::code_map maps;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const grouping g = grouping_of(object, i, all[i].count);
    ir::code_map::column map = category_map_of(all[i], g.codes);
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
