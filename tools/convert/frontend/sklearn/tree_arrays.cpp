// convert/frontend/sklearn/tree_arrays.cpp -- node arrays of either layout, read by the names of their
// fields.
//
// Source    scikit-learn 0.20 .. 1.9, sklearn/tree/_tree.pyx and _tree.pxd: struct Node (56 bytes up to 1.2,
//           with `missing_go_to_left` 64 bytes since 1.3), Tree.__reduce__ and Tree.__getstate__.
#include <convert/frontend/sklearn/tree_arrays.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <convert/refusal.hpp>

namespace convert::sklearn {

namespace {

constexpr std::array<std::string_view, 8> known_fields = {
    "left_child",
    "right_child",
    "feature",
    "threshold",
    "impurity",
    "n_node_samples",
    "weighted_n_node_samples",
    "missing_go_to_left",
};

[[noreturn]] void refuse(pickle::value tree, const std::string& fault) {
  throw refusal("`" + tree.path() + "`: " + fault);
}

// A field that this file does not know may change where a row goes (splits on categories are planned), so it
// is never passed over.
void check_fields(pickle::value tree, const pickle::array& nodes) {
  if (nodes.shape.size() != 1 || nodes.type.fields.empty()) refuse(tree, "`nodes` is not a list of records");
  for (const auto& field : nodes.type.fields)
    if (std::find(known_fields.begin(), known_fields.end(), field.name) == known_fields.end())
      refuse(tree, "node field `" + field.name + "` is not supported");
  for (const std::string_view name : known_fields)
    if (name != "missing_go_to_left" && name != "impurity" && !nodes.has_field(name))
      refuse(tree, "node field `" + std::string(name) + "` is missing");
}

// The same for what the tree holds beside its nodes.
void check_state(pickle::value tree) {
  const auto state = tree.state();
  if (!state || state->type() != pickle::kind::dict) refuse(tree, "its state is not a dict");
  for (std::size_t i = 0; i < state->size(); ++i) {
    const pickle::value key = state->key(i);
    bool known = false;
    for (const std::string_view name : {"max_depth", "node_count", "nodes", "values"})
      known = known || (key.is_text() && key.text() == name);
    if (!known)
      refuse(tree, "entry `" + (key.is_text() ? std::string(key.text()) : "?") + "` is not supported");
  }
}

} // namespace

tree_arrays read_tree(pickle::value tree) {
  if (tree.class_name() != "Tree")
    refuse(tree, "expected a `Tree`, found a `" + std::string(tree.class_name()) + "`");
  check_state(tree);
  const pickle::array& nodes = tree.required("nodes").as_array();
  check_fields(tree, nodes);
  tree_arrays made;
  made.left = nodes.field_integers("left_child");
  made.right = nodes.field_integers("right_child");
  made.feature = nodes.field_integers("feature");
  made.threshold = nodes.field_numbers("threshold");
  made.samples = nodes.field_integers("n_node_samples");
  made.cover = nodes.field_numbers("weighted_n_node_samples");
  if (nodes.has_field("missing_go_to_left")) made.missing_left = nodes.field_integers("missing_go_to_left");

  const pickle::array& values = tree.required("values").as_array();
  if (values.shape.size() != 3 || values.shape[0] != made.nodes() || values.shape[1] == 0 ||
      values.shape[2] == 0)
    refuse(tree, "`values` does not fit " + std::to_string(made.nodes()) + " nodes");
  made.outputs = values.shape[1];
  made.width = values.shape[2];
  made.values = values.numbers();
  return made;
}

} // namespace convert::sklearn
