// convert/lower/addresses.cpp -- where each value of a model lies while the program runs.
#include <convert/lower/addresses.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <variant>

#include <convert/ir/wiring.hpp>
#include <convert/refusal.hpp>
#include <pounce/format/about.hpp>

namespace convert::lower {

namespace {

/// Where a value's columns are: columns of another value, if no step has to write them.
struct part {
  ir::value of;
  std::uint32_t first;
};

/// A select of neighbouring columns of one value, and a require, make nothing new.
std::optional<part> part_of(const ir::step& s) {
  if (std::holds_alternative<ir::require>(s.what)) return part{s.input, 0};
  const auto* const select = std::get_if<ir::select>(&s.what);
  if (select == nullptr || select->columns.empty()) return std::nullopt;
  const ir::select::column head = select->columns.front();
  for (std::size_t i = 0; i < select->columns.size(); ++i) {
    const auto& c = select->columns[i];
    if (c.from != head.from || c.index != head.index + i) return std::nullopt;
  }
  return part{head.from, head.index};
}

/// Free ranges of the scratch, first fit.
class scratch_columns {
 public:
  std::uint32_t take(std::uint32_t width) {
    for (auto range = free_.begin(); range != free_.end(); ++range) {
      if (range->second < width) continue;
      const std::uint32_t first = range->first;
      const std::uint32_t left = range->second - width;
      free_.erase(range);
      if (left != 0) free_[first + width] = left;
      return first;
    }
    const std::uint64_t end = std::uint64_t{end_} + width;
    if (end > pounce::format::max_width)
      throw refusal("the model needs more than 1048576 numbers of scratch a row");
    return std::exchange(end_, static_cast<std::uint32_t>(end));
  }

  void give(std::uint32_t first, std::uint32_t width) {
    auto [range, added] = free_.emplace(first, width);
    const auto next = std::next(range);
    if (next != free_.end() && range->first + range->second == next->first) {
      range->second += next->second;
      free_.erase(next);
    }
    if (range != free_.begin()) {
      const auto before = std::prev(range);
      if (before->first + before->second == range->first) {
        before->second += range->second;
        free_.erase(range);
      }
    }
  }

  std::uint32_t end() const { return end_; }

 private:
  std::map<std::uint32_t, std::uint32_t> free_; // first -> width
  std::uint32_t end_ = 0;
};

/// Which roles need each step, from the outputs backwards. A check that no answer reads (a constant model stands
/// behind it) is needed by all: the row is refused whatever is asked.
std::vector<std::uint32_t> roles_of_steps(const ir::model& m) {
  std::vector<std::uint32_t> needed(m.steps.size() + 1, 0); // by value
  for (const auto& o : m.outputs) needed[o.from] |= 1U << static_cast<unsigned>(o.what);
  std::uint32_t all = 0;
  for (const auto& o : m.outputs) all |= 1U << static_cast<unsigned>(o.what);
  for (std::size_t i = m.steps.size(); i-- > 0;) {
    if (needed[i + 1] == 0 && ir::may_refuse(m.steps[i])) needed[i + 1] = all;
    for (const ir::value v : inputs_of(m.steps[i])) needed[v] |= needed[i + 1];
  }
  return {needed.begin() + 1, needed.end()};
}

} // namespace

std::vector<ir::value> inputs_of(const ir::step& s) {
  const auto* const select = std::get_if<ir::select>(&s.what);
  if (select == nullptr) return {s.input};
  std::vector<ir::value> from;
  for (const auto& c : select->columns) from.push_back(c.from);
  std::sort(from.begin(), from.end());
  from.erase(std::unique(from.begin(), from.end()), from.end());
  return from;
}

address_plan plan_addresses(const ir::model& m, const std::vector<std::uint32_t>& widths) {
  const auto features = static_cast<std::uint32_t>(m.features.size());
  const std::size_t values = m.steps.size() + 1;
  address_plan plan{std::vector<std::uint32_t>(values, 0), std::vector<bool>(m.steps.size(), true),
                    roles_of_steps(m), 0};

  std::vector<part> whole(values); // the value whose columns are really written, and where in it
  for (ir::value v = 0; v < values; ++v) whole[v] = {v, 0};
  for (std::size_t i = 0; i < m.steps.size(); ++i) {
    if (const auto p = part_of(m.steps[i])) {
      whole[i + 1] = {whole[p->of].of, whole[p->of].first + p->first};
      plan.runs[i] = std::holds_alternative<ir::require>(m.steps[i].what);
    }
  }

  constexpr std::size_t for_ever = static_cast<std::size_t>(-1);
  std::vector<std::size_t> last_reader(values, 0);
  for (std::size_t i = 0; i < m.steps.size(); ++i) {
    for (const ir::value v : inputs_of(m.steps[i])) last_reader[whole[v].of] = i;
    last_reader[whole[i + 1].of] = std::max(last_reader[whole[i + 1].of], i);
  }
  for (const auto& o : m.outputs) last_reader[whole[o.from].of] = for_ever;

  scratch_columns scratch;
  std::vector<std::vector<ir::value>> dead_after(m.steps.size());
  for (ir::value v = 1; v < values; ++v) {
    if (whole[v].of == v && last_reader[v] != for_ever) dead_after[last_reader[v]].push_back(v);
  }
  for (std::size_t i = 0; i < m.steps.size(); ++i) {
    const auto v = static_cast<ir::value>(i + 1);
    if (whole[v].of == v) plan.address[v] = features + scratch.take(widths[v]);
    for (const ir::value dead : dead_after[i]) scratch.give(plan.address[dead] - features, widths[dead]);
  }
  for (ir::value v = 0; v < values; ++v) plan.address[v] = plan.address[whole[v].of] + whole[v].first;
  plan.scratch_columns = scratch.end();
  return plan;
}

} // namespace convert::lower
