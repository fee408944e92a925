// convert/frontend/xgboost/category_names.cpp -- names as bytes with offsets, or as integers.
//
// Source  xgboost 3.5, `src/data/cat_container.cc`, `CatContainer::Save` and `Load`: an entry a feature;
// texts as
//         one run of (signed) bytes and offsets, integers with a type; a feature without categories is empty.
#include <convert/frontend/xgboost/category_names.hpp>

#include <algorithm>
#include <string>

#include <convert/refusal.hpp>

namespace convert::xgboost {

namespace {

[[noreturn]] void refuse(json::value where, const std::string& fault) {
  throw refusal("`" + where.path() + "`: " + fault);
}

std::string bytes_of(json::value values) {
  std::string bytes;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::int64_t b = values[i].integer();
    if (b < -128 || b > 255) refuse(values[i], std::to_string(b) + " is not a byte");
    bytes += static_cast<char>(static_cast<unsigned char>(b & 0xFF));
  }
  return bytes;
}

/// From 3.1 to 3.3 the Python package counts characters where it cuts the names, but the learner takes them for bytes: all
/// names behind one with an umlaut are pieces of two. So are those of a table that is asked, and which pieces depends on all
/// names that it has.
/// Source  xgboost 3.3, `python-package/xgboost/_data_utils.py`, `pd_cat_inf`
void check_cuts(json::value values, const std::string& bytes, const version& v) {
  const bool ascii = std::ranges::all_of(bytes, [](char c) { return static_cast<unsigned char>(c) < 128; });
  if (!ascii && v < version{3, 4, 0})
    refuse(
        values,
        "names of categories that are not ASCII: XGBoost 3.1 to 3.3 cut them at the wrong places; train the "
        "model with a later one");
}

std::vector<ir::label> texts(json::value offsets, json::value values, const version& v) {
  const std::string bytes = bytes_of(values);
  check_cuts(values, bytes, v);
  std::vector<ir::label> names;
  for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
    const std::int64_t from = offsets[i].integer();
    const std::int64_t to = offsets[i + 1].integer();
    if (from < 0 || to < from || static_cast<std::size_t>(to) > bytes.size())
      refuse(offsets, "offsets do not ascend within " + std::to_string(bytes.size()) + " bytes");
    names.push_back({ir::label::kind::text,
                     bytes.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)), 0});
  }
  return names;
}

/// What UBJSON, which has no unsigned types but one, took from a negative number of that width.
std::int64_t unsigned_carry(std::int64_t type) {
  constexpr std::int64_t u16 = 12;
  constexpr std::int64_t u32 = 14;
  return type == u16 ? std::int64_t{1} << 16 : type == u32 ? std::int64_t{1} << 32 : 0;
}

std::vector<ir::label> integers(json::value column, json::value values) {
  const std::int64_t carry = unsigned_carry(column.required("type").integer());
  std::vector<ir::label> names;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::int64_t stored = values[i].integer();
    const std::int64_t n = stored < 0 ? stored + carry : stored;
    names.push_back({ir::label::kind::integer, std::to_string(n), static_cast<double>(n)});
  }
  return names;
}

void check_different(json::value where, const std::vector<ir::label>& names) {
  std::vector<std::string_view> sorted;
  for (const auto& name : names) sorted.push_back(name.text);
  std::ranges::sort(sorted);
  const auto twice = std::ranges::adjacent_find(sorted);
  if (twice != sorted.end()) refuse(where, "category `" + std::string(*twice) + "` is given twice");
}

} // namespace

std::vector<std::vector<ir::label>> category_names(json::value cats, std::uint32_t features,
                                                   const version& written_by) {
  const json::value columns = cats.required("enc");
  if (columns.size() == 0) return {};
  if (columns.size() != features)
    refuse(columns, std::to_string(columns.size()) + " features of " + std::to_string(features));
  std::vector<std::vector<ir::label>> names;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const json::value values = columns[i].required("values");
    const auto offsets = columns[i].find("offsets");
    names.push_back(offsets ? texts(*offsets, values, written_by) : integers(columns[i], values));
    check_different(columns[i], names.back());
  }
  const bool any = std::ranges::any_of(names, [](const auto& n) { return !n.empty(); });
  return any ? names : std::vector<std::vector<ir::label>>{};
}

} // namespace convert::xgboost
