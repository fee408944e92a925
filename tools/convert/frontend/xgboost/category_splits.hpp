// convert/frontend/xgboost/category_splits.hpp -- the categories of a tree's categorical splits.
#pragma once

#include <cstdint>
#include <vector>

#include <convert/frontend/xgboost/learner.hpp>
#include <convert/frontend/xgboost/tree_arrays.hpp>
#include <convert/ir/forest.hpp>

namespace convert::xgboost {

/// Which of the file's categories belong to which node: the nodes ascend.
class category_splits {
 public:
  /// Errors  refusal, if segments overlap the end or nodes do not ascend
  category_splits(json::value tree, const tree_arrays& arrays);

  /// The set that decides at `node`, as that version reads categories.
  ir::category_set set_of(std::uint32_t node, bool default_left, const version& v) const;

 private:
  struct segment {
    std::uint32_t node = 0;
    std::size_t first = 0;
    std::size_t count = 0;
  };
  const tree_arrays& arrays_;
  std::vector<segment> segments_;
  std::vector<json::value> categories_; // the file's array, or nothing
};

} // namespace convert::xgboost
