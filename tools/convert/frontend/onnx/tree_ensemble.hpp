// convert/frontend/onnx/tree_ensemble.hpp -- the trees of a node before they become a forest.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <convert/frontend/onnx/call.hpp>

namespace convert::onnx {

enum class branch : std::uint8_t { leaf, less_equal, less, greater_equal, greater, equal, not_equal, member };

struct leaf_weight {
  std::uint32_t target = 0;
  double value = 0;
};

/// A node as the file has it: children may be shared and nodes may be unreachable.
struct ensemble_node {
  branch asks = branch::leaf;
  bool nan_is_true = false; // nodes_missing_value_tracks_true
  std::uint32_t feature = 0;
  double value = 0;
  std::vector<double> members; // member
  bool truncates = false;      // member: numbers are truncated to integers before they are compared
  std::uint32_t if_true = 0;
  std::uint32_t if_false = 0;
  std::vector<leaf_weight> weights; // leaf
};

struct ensemble {
  std::vector<ensemble_node> nodes;
  std::vector<std::uint32_t> roots;
  std::uint32_t targets = 0;
  bool f64 = false; // thresholds, leaves and sums in double
};

/// TreeEnsembleClassifier and TreeEnsembleRegressor: `class_` or `target_` names the attributes of the weights.
ensemble read_ensemble(const call& c, std::string_view weight_prefix, std::size_t targets);
/// TreeEnsemble of version 5.
ensemble read_ensemble_5(const call& c);

/// The nodes that the root of a tree leads to, each once, the root first.
///
/// Errors  refusal: "tree 3: its nodes form a cycle"
std::vector<std::uint32_t> reachable(const ensemble& e, std::size_t tree);

/// Whether rows get a score for a target: all of them, none, or as the leaves that they reach say.
enum class presence : std::uint8_t { always, never, sometimes };
std::vector<presence> presences_of(const ensemble& e);

/// Outputs of the forest: all trees added up a target, or one output a tree.
enum class outputs_are : std::uint8_t { targets, trees };

/// The forest of `e` over the tensor, without base values.
///
/// Errors  refusal: "tree 3: too many of its nodes share children"
ir::value planted(workspace& w, const tensor& input, const ensemble& e, outputs_are what);

} // namespace convert::onnx
