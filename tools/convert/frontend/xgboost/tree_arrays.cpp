// convert/frontend/xgboost/tree_arrays.cpp -- the arrays of a tree and their lengths.
//
// Source  xgboost 3.5, `src/tree/io_utils.h`, `tree_field`; `src/tree/tree_model.cc`, `LoadModelImpl`.
#include <convert/frontend/xgboost/tree_arrays.hpp>

#include <convert/frontend/xgboost/learner.hpp>
#include <convert/refusal.hpp>

namespace convert::xgboost {

namespace {

json::value of_length(json::value array, std::uint32_t nodes) {
  if (array.size() != nodes)
    throw refusal("`" + array.path() + "`: " + std::to_string(array.size()) + " entries for " +
                  std::to_string(nodes) + " nodes");
  return array;
}

std::optional<json::value> optional_array(json::value tree, const char* key, std::uint32_t nodes) {
  const auto found = tree.find(key);
  if (!found || found->size() == 0) return std::nullopt;
  return of_length(*found, nodes);
}

} // namespace

tree_arrays::tree_arrays(json::value tree, std::size_t tree_index)
    : index(tree_index), nodes(count_of(tree.required("tree_param").required("num_nodes"))),
      left(of_length(tree.required("left_children"), nodes)),
      right(of_length(tree.required("right_children"), nodes)),
      features(of_length(tree.required("split_indices"), nodes)),
      conditions(of_length(tree.required("split_conditions"), nodes)),
      default_left(of_length(tree.required("default_left"), nodes)),
      cover(optional_array(tree, "sum_hessian", nodes)),
      split_type(optional_array(tree, "split_type", nodes)) {
  if (nodes == 0) throw refusal("tree " + std::to_string(index) + ": it has no nodes");
}

std::uint32_t tree_arrays::child(json::value of_side, std::uint32_t node, const char* side) const {
  const std::int64_t found = of_side[node].integer();
  if (found < 0 || found >= nodes)
    refuse(node, std::string(side) + " child " + std::to_string(found) + " is past the last node " +
                     std::to_string(nodes - 1));
  return static_cast<std::uint32_t>(found);
}

void tree_arrays::refuse(std::uint32_t node, const std::string& fault) const {
  throw refusal("tree " + std::to_string(index) + ", node " + std::to_string(node) + ": " + fault);
}

} // namespace convert::xgboost
