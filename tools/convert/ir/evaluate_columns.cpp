// convert/ir/evaluate_columns.cpp -- steps that check, fill, code and unfold columns.
#include <convert/ir/evaluate_step.hpp>

#include <cmath>

namespace convert::ir {

namespace {

std::optional<row_refusal::kind> fault_of(double x, const require& s) {
  using kind = row_refusal::kind;
  if (std::isnan(x)) {
    if (s.missing_allowed) return std::nullopt;
    return s.computed ? kind::beyond_float : kind::missing;
  }
  if (std::isinf(x) && !s.infinite_allowed) return s.computed ? kind::beyond_float : kind::infinite;
  if (s.in_float_range && !std::isinf(x) && std::isinf(static_cast<float>(x))) return kind::out_of_range;
  if (x < s.lowest || (s.lowest_excluded && x == s.lowest)) return kind::out_of_range;
  return std::nullopt;
}

/// Where `marker` is a number, NaN is not missing.
bool is_missing(double x, bool marker_is_nan, double marker) {
  return marker_is_nan ? std::isnan(x) : x == marker;
}

double code_of(double x, const code_map::column& map, std::optional<row_refusal>& refused) {
  if (std::isnan(x)) {
    if (map.missing_refused) refused = row_refusal{row_refusal::kind::missing, map.feature};
    return map.missing;
  }
  for (std::size_t i = 0; i < map.keys.size(); ++i)
    if (x == map.keys[i]) return map.codes[i];
  if (map.unseen_refused) refused = row_refusal{row_refusal::kind::unseen, map.feature};
  return map.unseen;
}

} // namespace

row_of_numbers apply(const require& s, numbers x, std::optional<row_refusal>& refused) {
  for (std::size_t i = 0; i < x.size() && !refused; ++i)
    if (const auto fault = fault_of(x[i], s)) refused = row_refusal{*fault, s.features[i]};
  return {x.begin(), x.end()};
}

row_of_numbers apply(const code_map& s, numbers x, std::optional<row_refusal>& refused) {
  row_of_numbers y(x.size());
  for (std::size_t i = 0; i < x.size() && !refused; ++i) y[i] = code_of(x[i], s.columns[i], refused);
  return y;
}

row_of_numbers apply(const impute& s, numbers x, rounding) {
  row_of_numbers y(x.begin(), x.end());
  for (std::size_t i = 0; i < y.size(); ++i)
    if (is_missing(y[i], s.marker_is_nan, s.marker)) y[i] = s.fill[i];
  return y;
}

row_of_numbers apply(const indicate_missing& s, numbers x, rounding) {
  row_of_numbers y;
  for (const double xi : x) y.push_back(is_missing(xi, s.marker_is_nan, s.marker) ? 1.0 : 0.0);
  return y;
}

row_of_numbers apply(const one_hot& s, numbers x, rounding) {
  row_of_numbers y;
  for (std::size_t i = 0; i < x.size(); ++i)
    for (std::uint32_t code = 0; code < s.sizes[i]; ++code) y.push_back(x[i] == code ? 1.0 : 0.0);
  return y;
}

} // namespace convert::ir
