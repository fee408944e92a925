// convert/pass/network_precision.cpp -- networks in floats against the same networks in doubles.
#include <convert/pass/network_precision.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <variant>

#include <convert/ir/evaluate.hpp>
#include <convert/ir/evaluate_step.hpp>

namespace convert::pass {

namespace {

/// A quarter of the promise: the rows tried are not those that will be asked.
constexpr double room = 2.5e-6;
/// Scores on the way to a softmax, whose slope is a quarter at most: half of what it leaves.
constexpr double room_of_scores = 2e-5;
/// Of wide networks the answers are held to the whole promise: sums of hundreds of terms lose more here, from left to
/// right, than in the kernels, and the rows tried are larger than the pixels that they read.
constexpr double whole_promise = 1e-5;
constexpr std::size_t enough_rows = 100;
constexpr std::uint32_t moderate_width = 256;

/// The network that the step is, if it would run in floats for speed alone: the floats of a fused one are the trainer's.
const ir::network* narrowed(const ir::step& s) {
  const auto* const n = std::get_if<ir::network>(&s.what);
  return n == nullptr || n->fused ? nullptr : n;
}

bool is_wide(const ir::network& n) { return !n.layers.empty() && n.layers.front().inputs >= moderate_width; }

bool is_read_by_a_step(const ir::model& m, ir::value v) {
  return std::any_of(m.steps.begin(), m.steps.end(), [&](const ir::step& s) {
    return s.input == v && !std::holds_alternative<ir::require>(s.what);
  });
}

/// The value, or the check that stands behind it.
bool leads_to_a_step(const ir::model& m, ir::value v) {
  if (is_read_by_a_step(m, v)) return true;
  for (std::size_t i = 0; i < m.steps.size(); ++i) {
    const bool checks = m.steps[i].input == v && std::holds_alternative<ir::require>(m.steps[i].what);
    if (checks && is_read_by_a_step(m, static_cast<ir::value>(i + 1))) return true;
  }
  return false;
}

bool is_near(const ir::network& n, std::span<const double> x, bool leads_on) {
  const auto doubles = ir::apply(n, x, {});
  const auto floats = ir::apply(n, x, {.f32 = true});
  for (std::size_t i = 0; i < doubles.size(); ++i) {
    if (!std::isfinite(doubles[i])) continue;
    double most = room * (1 + std::fabs(doubles[i]));
    if (leads_on) most = std::min(most, room_of_scores);
    if (!(std::fabs(floats[i] - doubles[i]) <= most)) return false;
  }
  return true;
}

bool answers_are_near(const ir::model& m, std::span<const double> row, const ir::evaluation& doubles) {
  const auto floats =
      ir::evaluate(m, row, [](const ir::step& s, std::span<const double> x, std::vector<double>& y) {
        if (const auto* const n = std::get_if<ir::network>(&s.what)) y = ir::apply(*n, x, {.f32 = true});
      });
  if (floats.refused) return false;
  for (const auto& o : m.outputs) {
    if (!o.labels.empty()) continue; // which class comes first may turn on the last bit
    for (std::size_t i = 0; i < doubles.values[o.from].size(); ++i) {
      const double y = doubles.values[o.from][i];
      if (std::isfinite(y) &&
          !(std::fabs(floats.values[o.from][i] - y) <= whole_promise * (1 + std::fabs(y))))
        return false;
    }
  }
  return true;
}

/// Which values are the row, checked and imputed at most, or pick columns of it.
std::vector<bool> rows_themselves(const ir::model& m) {
  std::vector<bool> is{true};
  for (const auto& s : m.steps) {
    const auto* const picked = std::get_if<ir::select>(&s.what);
    if (picked != nullptr) {
      is.push_back(std::any_of(picked->columns.begin(), picked->columns.end(),
                               [&](const auto& c) { return is[c.from]; }));
    } else {
      const bool keeps =
          std::holds_alternative<ir::require>(s.what) || std::holds_alternative<ir::impute>(s.what);
      is.push_back(keeps && is[s.input]);
    }
  }
  return is;
}

} // namespace

bool floats_suffice(const ir::model& m, std::span<const std::vector<double>> rows) {
  const bool has_network =
      std::any_of(m.steps.begin(), m.steps.end(), [](const ir::step& s) { return narrowed(s) != nullptr; });
  if (!has_network) return true;
  std::size_t tried = 0;
  for (const auto& row : rows) {
    const auto e = ir::evaluate(m, row);
    if (e.refused) continue;
    bool wide = false;
    for (std::size_t i = 0; i < m.steps.size(); ++i) {
      const auto* const n = narrowed(m.steps[i]);
      if (n == nullptr) continue;
      const bool leads_on = leads_to_a_step(m, static_cast<ir::value>(i + 1));
      if (is_wide(*n)) {
        wide = true;
      } else if (!is_near(*n, e.values[m.steps[i].input], leads_on)) {
        return false;
      }
    }
    if (wide && !answers_are_near(m, row, e)) return false;
    if (++tried == enough_rows) break;
  }
  return true;
}

bool reads_numbers_of_any_size(const ir::model& m) {
  const auto raw = rows_themselves(m);
  return std::any_of(m.steps.begin(), m.steps.end(), [&](const ir::step& s) {
    const auto* const n = narrowed(s);
    return n != nullptr && !n->layers.empty() && !is_wide(*n) && raw[s.input];
  });
}

} // namespace convert::pass
