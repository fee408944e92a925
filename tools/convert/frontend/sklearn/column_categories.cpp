// convert/frontend/sklearn/column_categories.cpp -- categories that are numbers, texts, NaN or None, as keys.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/preprocessing/_encoders.py`, `_BaseEncoder._check_X` and
//         `_transform`; `sklearn/utils/_encode.py`, `_check_unknown`.
#include <convert/frontend/sklearn/column_categories.hpp>

#include <algorithm>
#include <numeric>
#include <string>

#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

column_categories categories_of(context& c, pickle::value list, ir::value x, std::uint32_t column) {
  const pickle::value array = list[column];
  std::vector<std::size_t> missing_at;
  const std::vector<ir::label> labels = labels_of(array, &missing_at);
  column_categories found;
  found.count = labels.size();
  found.numeric =
      array.is_array() && std::string_view("biuf").find(array.as_array().type.kind) != std::string_view::npos;
  for (const std::size_t at : missing_at) {
    const bool is_nan = labels[at].text == "nan";
    if (found.missing && !is_nan) continue; // an empty cell is NaN rather than None
    found.missing = at;
    found.missing_is_nan = is_nan;
  }
  if (found.missing && !found.missing_is_nan && !may_be_missing(c, x, column))
    throw refusal(
        "`" + array.path() +
        "`: None is a category, but an imputer before fills what is absent, and nothing tells None from "
        "NaN here: fit again with None replaced by NaN, or with SimpleImputer(missing_values=None)");
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

} // namespace

ir::code_map::column category_map_of(const column_categories& cats, const std::vector<double>& codes) {
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

ir::value checked_categories(context& c, ir::value input, const std::vector<column_categories>& columns,
                             version missing_since) {
  if (c.written_by() < missing_since) {
    if (std::ranges::none_of(columns, &column_categories::numeric))
      return validated(c, input, accepts::not_missing);
    if (std::ranges::all_of(columns, &column_categories::numeric))
      return validated(c, input, accepts::finite);
    std::vector<ir::value> parts; // a data frame's columns are checked one by one
    for (std::uint32_t i = 0; i < columns.size(); ++i)
      parts.push_back(validated(c, c.build().slice(input, i, 1),
                                columns[i].numeric ? accepts::finite : accepts::not_missing));
    return c.build().concat(parts);
  }
  const bool any_numeric = std::ranges::any_of(columns, &column_categories::numeric);
  return any_numeric ? validated(c, input, accepts::finite_or_missing) : input;
}

std::vector<column_categories> all_categories(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  const pickle::value list = object.required("categories_");
  const std::uint32_t columns = c.build().width(input);
  if (list.size() != columns)
    throw refusal("`" + list.path() + "`: " + std::to_string(list.size()) + " columns, but the input has " +
                  std::to_string(columns));
  std::vector<column_categories> all;
  for (std::uint32_t i = 0; i < columns; ++i) all.push_back(categories_of(c, list, input, i));
  return all;
}

} // namespace convert::sklearn
