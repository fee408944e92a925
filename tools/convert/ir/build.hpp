// convert/ir/build.hpp -- the way in which front ends make a model: each call appends a step and checks widths.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <convert/ir/model.hpp>

namespace convert::ir {

/// Appends steps to a model. A step that would not fit is a refusal, so that a malformed source can not make a
/// malformed model.
class builder {
 public:
  /// A model over `features`.
  explicit builder(std::vector<feature> features);

  value row() const { return 0; }
  std::uint32_t width(value v) const { return widths_.at(v); }

  /// Appends a step over `input` and returns the value that it makes.
  value add(value input, operation_of_step what, bool f32 = false);

  /// The columns [first, first + count) of `from`.
  value slice(value from, std::uint32_t first, std::uint32_t count);
  value pick(value from, std::span<const std::uint32_t> columns);
  /// All columns of all values, side by side.
  value concat(std::span<const value> values);
  /// The same number for every column of `like`'s row: a constant value of `numbers.size()` columns.
  value constant(std::span<const double> numbers);
  /// y = x * factor, every column.
  value scaled(value x, double factor);
  value divided(value x, double divisor);
  value shifted(value x, double addend);

  /// The feature that column i of `v` is a copy of, or no_feature: followed through select, require, impute.
  std::vector<std::uint32_t> origins(value v) const;

  /// Whether all columns of `v` are floats, each rounded by the step that made it: numbers that the trainer holds in f32 and
  /// goes on with in f32. Followed through select, require, impute.
  bool is_f32(value v) const;

  void answer(role what, std::string name, value from, std::vector<label> labels = {});
  void note(std::string key, std::string text);
  /// Says that sums cancel so far that six digits of an answer are known: see model::sums_cancel.
  void mark_cancellation() { model_.sums_cancel = true; }
  feature& feature_at(std::uint32_t i) { return model_.features.at(i); }
  const model& peek() const { return model_; }

  /// The finished model.
  model take() &&;

 private:
  /// Where a column was made: by a step that does more than copy, or the row.
  select::column source(select::column at) const;

  model model_;
  std::vector<std::uint32_t> widths_;
};

/// Refuses trees with cycles, orphans, shared children, features past the last, leaves past the table, NaN
/// thresholds where they cannot be meant, more than `max_tree_depth` levels.
///
/// Errors  refusal: "tree 3, node 17: left child 90211 is past the last node 4095"
void check_forest(const forest& f);

inline constexpr std::uint32_t max_tree_depth = 4096;

} // namespace convert::ir
