// convert/frontend/xgboost/category_splits.cpp -- lists of categories to sets of bits.
//
// Source  xgboost 3.5, `src/tree/tree_model.cc`, `RegTree::LoadCategoricalSplit`; `src/common/categorical.h`,
//         `Decision`: left if the category is NOT in the set. What is no category at all (below zero, beyond
//         the set) goes left; in 1.6 it goes the default way; before 1.6 it is truncated first, so that -0.5
//         is 0.
#include <convert/frontend/xgboost/category_splits.hpp>

#include <algorithm>

#include <convert/refusal.hpp>

namespace convert::xgboost {

namespace {
/// Past it floats are not all integers: `OutOfRangeCat`.
constexpr std::int64_t category_limit = 16777216;
} // namespace

category_splits::category_splits(json::value tree, const tree_arrays& arrays) : arrays_(arrays) {
  if (!arrays.split_type) return;
  const json::value nodes = tree.required("categories_nodes");
  const json::value firsts = tree.required("categories_segments");
  const json::value counts = tree.required("categories_sizes");
  categories_.push_back(tree.required("categories"));
  if (firsts.size() != nodes.size() || counts.size() != nodes.size())
    throw refusal("`" + nodes.path() + "`: categories, segments and sizes are not of one length");
  const std::uint32_t total = static_cast<std::uint32_t>(categories_.front().size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const segment made{count_of(nodes[i]), count_of(firsts[i]), count_of(counts[i])};
    if (i > 0 && made.node <= segments_.back().node)
      throw refusal("`" + nodes.path() + "`: node " + std::to_string(made.node) + " is out of order");
    if (made.first > total || made.count > total - made.first)
      arrays.refuse(made.node, "its categories end past the last of " + std::to_string(total));
    segments_.push_back(made);
  }
}

ir::category_set category_splits::set_of(std::uint32_t node, bool default_left, const version& v) const {
  const auto found = std::ranges::lower_bound(segments_, node, {}, &segment::node);
  if (found == segments_.end() || found->node != node || found->count == 0)
    arrays_.refuse(node, "a categorical split has no categories");
  ir::category_set set;
  for (std::size_t i = 0; i < found->count; ++i) {
    const std::int64_t category = categories_.front()[found->first + i].integer();
    if (category < 0 || category >= category_limit)
      arrays_.refuse(node, std::to_string(category) + " is not a category");
    const auto c = static_cast<std::uint32_t>(category);
    if (c / 32 >= set.words.size()) set.words.resize(c / 32 + 1, ~std::uint32_t{0});
    set.words[c / 32] &= ~(std::uint32_t{1} << c % 32);
  }
  const bool default_way = v >= version{1, 6, 0} && v < version{1, 7, 0};
  set.negative_left = set.beyond_left = default_way ? default_left : true;
  set.sign_first = v >= version{1, 6, 0};
  return set;
}

} // namespace convert::xgboost
