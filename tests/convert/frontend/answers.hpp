// tests/convert/frontend/answers.hpp -- a model's answers to one row, and the message of what is refused.
#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <convert/ir/evaluate.hpp>
#include <convert/refusal.hpp>

namespace answers {

inline constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// All columns of the answer `name`; empty if the row is refused.
inline std::vector<double> of(const convert::ir::model& m, std::string_view name,
                              const std::vector<double>& row) {
  const auto found = convert::ir::evaluate(m, row);
  if (found.refused) return {};
  for (const auto& out : m.outputs)
    if (out.name == name) return found.values.at(out.from);
  return {};
}

inline bool refuses(const convert::ir::model& m, const std::vector<double>& row) {
  return convert::ir::evaluate(m, row).refused.has_value();
}

/// Why `ask` was refused; empty if it was not.
template <class Ask>
std::string refused_to(Ask ask) {
  try {
    ask();
  } catch (const convert::refusal& why) {
    return why.what();
  }
  return {};
}

} // namespace answers
