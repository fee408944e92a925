// support/random_row.cpp -- rows that meet a model's own constants.
#include <support/random_model.hpp>

#include <cmath>
#include <limits>
#include <type_traits>

#include <convert/ir/fields.hpp>
#include <support/random_numbers.hpp>

namespace support {

namespace {

namespace ir = convert::ir;

template <class Item>
void collect(const std::vector<Item>& list, std::vector<double>& into);

/// All doubles in the members of `item`.
template <class Item>
void collect(const Item& item, std::vector<double>& into) {
  if constexpr (std::is_same_v<Item, double>)
    into.push_back(item);
  else if constexpr (std::is_class_v<Item>)
    ir::each_field(item, [&](const char*, const auto& member) { collect(member, into); });
}

template <class Item>
void collect(const std::vector<Item>& list, std::vector<double>& into) {
  for (const Item& item : list) collect(item, into);
}

double beside(double x, draw& any) {
  constexpr double up = std::numeric_limits<double>::infinity();
  switch (any.below(6)) {
  case 0: return std::nextafter(x, up);
  case 1: return std::nextafter(x, -up);
  case 2:
    return static_cast<double>(std::nextafter(static_cast<float>(x), std::numeric_limits<float>::infinity()));
  case 3:
    return static_cast<double>(
        std::nextafter(static_cast<float>(x), -std::numeric_limits<float>::infinity()));
  default: return x;
  }
}

double tame(draw& any) { return any.coin() ? any.ordinary() : static_cast<double>(any.below(7)) - 1; }

double wild(const std::vector<double>& constants, draw& any) {
  switch (any.below(4)) {
  case 0: return any.nasty();
  case 1: return tame(any);
  default: return constants.empty() ? any.nasty() : beside(any.of(std::span<const double>(constants)), any);
  }
}

double code(const ir::feature& f, draw& any) {
  if (any.one_in(8)) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(any.below(static_cast<std::uint32_t>(f.vocabulary.size()) + 1)) - 1;
}

} // namespace

std::vector<double> random_row(const ir::model& m, std::mt19937_64& engine) {
  draw any(engine);
  const bool is_tame = any.coin();
  std::vector<double> constants;
  if (!is_tame)
    for (const auto& s : m.steps) std::visit([&](const auto& what) { collect(what, constants); }, s.what);
  std::vector<double> row;
  for (const auto& f : m.features) {
    if (f.is_category())
      row.push_back(code(f, any));
    else
      row.push_back(is_tame ? tame(any) : wild(constants, any));
  }
  return row;
}

} // namespace support
