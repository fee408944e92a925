// convert/frontend/lightgbm/pandas_categories.cpp -- which feature each list of categories belongs to.
//
// Source  LightGBM 4.6, `python-package/lightgbm/basic.py`, `_data_from_pandas` (unordered categories become
//         codes and the parameter `categorical_feature`; what is not among them becomes NaN); `src/io/bin.cpp`,
//         `BinMapper::bin_info_string` ("1:2:5" for a categorical feature).
#include <convert/frontend/lightgbm/pandas_categories.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

#include <convert/frontend/sklearn/estimator.hpp>
#include <convert/refusal.hpp>
#include <convert/syntax/json/read.hpp>

namespace convert::lightgbm {

namespace {

ir::label label_of(json::value v) {
  switch (v.type()) {
  case json::kind::text: return {ir::label::kind::text, std::string(v.text()), 0};
  case json::kind::boolean:
    return {ir::label::kind::boolean, v.boolean() ? "True" : "False", v.boolean() ? 1.0 : 0.0};
  case json::kind::integer: return {ir::label::kind::integer, std::to_string(v.integer()), v.number()};
  case json::kind::real:
    if (std::isfinite(v.number())) return {ir::label::kind::real, sklearn::text_of(v.number()), v.number()};
    break;
  default: break;
  }
  throw refusal("`pandas_categorical`: `" + v.path() + "`: a category is neither a text nor a number");
}

std::vector<std::vector<ir::label>> lists_of(json::value root) {
  std::vector<std::vector<ir::label>> lists(root.size());
  for (std::size_t i = 0; i < root.size(); ++i)
    for (std::size_t j = 0; j < root[i].size(); ++j) lists[i].push_back(label_of(root[i][j]));
  return lists;
}

/// "1,4,5"; nothing if it is not a list of indices.
std::optional<std::vector<std::uint32_t>> listed_features(const booster& m) {
  const auto stated = std::ranges::find(m.file.parameters, "categorical_feature", &entry::key);
  if (stated == m.file.parameters.end() || stated->value.empty()) return std::nullopt;
  std::vector<std::uint32_t> found;
  const std::string_view text = stated->value;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t comma = std::min(text.find(',', from), text.size());
    std::uint32_t index = 0;
    const auto [end, error] = std::from_chars(text.data() + from, text.data() + comma, index);
    if (error != std::errc{} || end != text.data() + comma || index >= m.features) return std::nullopt;
    found.push_back(index);
    from = comma + 1;
  }
  std::ranges::sort(found);
  return found;
}

std::vector<std::uint32_t> categorical_features(const booster& m) {
  if (auto listed = listed_features(m)) return *listed;
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < m.feature_infos.size() && i < m.features; ++i)
    if (!m.feature_infos[i].starts_with('[') && m.feature_infos[i] != "none") found.push_back(i);
  return found;
}

/// The largest code that training met, from "-1:2:5".
std::int64_t largest_code(std::string_view info) {
  std::int64_t most = -1;
  if (info.starts_with('[') || info == "none") return most;
  for (std::size_t from = 0; from <= info.size();) {
    const std::size_t colon = std::min(info.find(':', from), info.size());
    std::int64_t code = -1;
    std::from_chars(info.data() + from, info.data() + colon, code);
    most = std::max(most, code);
    from = colon + 1;
  }
  return most;
}

/// pandas tells 1 from "1"; a cell of a row does not.
void check_different(const std::string& feature, const std::vector<ir::label>& categories) {
  std::vector<std::string_view> texts;
  for (const auto& category : categories) texts.push_back(category.text);
  std::ranges::sort(texts);
  const auto twice = std::ranges::adjacent_find(texts);
  if (twice != texts.end())
    throw refusal("feature `" + feature + "`: two categories in `pandas_categorical` read `" +
                  std::string(*twice) + "`");
}

} // namespace

std::vector<std::vector<ir::label>> by_feature(const booster& m, std::vector<std::vector<ir::label>> lists) {
  const auto features = categorical_features(m);
  if (lists.size() != features.size())
    throw refusal("`pandas_categorical` has the categories of " + std::to_string(lists.size()) +
                  " columns, but " + std::to_string(features.size()) +
                  " features are categorical: which belong to which is not said");
  std::vector<std::vector<ir::label>> made(m.features);
  for (std::size_t i = 0; i < lists.size(); ++i) {
    const std::uint32_t f = features[i];
    const std::int64_t largest = f < m.feature_infos.size() ? largest_code(m.feature_infos[f]) : -1;
    if (largest >= static_cast<std::int64_t>(lists[i].size()))
      throw refusal("feature `" + m.feature_names[f] + "`: code " + std::to_string(largest) +
                    " is past its " + std::to_string(lists[i].size()) +
                    " categories in `pandas_categorical`");
    check_different(m.feature_names[f], lists[i]);
    made[f] = std::move(lists[i]);
  }
  return made;
}

std::vector<std::vector<ir::label>> pandas_categories(const booster& m) {
  if (!m.file.pandas_categorical) return {};
  const json::document tail = json::read(*m.file.pandas_categorical);
  if (tail.root().is_null() || tail.root().size() == 0) return {};
  return by_feature(m, lists_of(tail.root()));
}

} // namespace convert::lightgbm
