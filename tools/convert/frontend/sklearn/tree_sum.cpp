// convert/frontend/sklearn/tree_sum.cpp -- node arrays to forest nodes, column subsets, and who reads NaN.
//
// Source    scikit-learn 1.2.1 and 1.3 .. 1.9, sklearn/tree/_tree.pyx, Tree._apply_dense: the row as float32,
// NaN by
//           `missing_go_to_left`, else `X <= threshold` with a float64 threshold goes left.
//           sklearn/tree/_classes.py, _support_missing_values and the `allow_nan` tags: since 1.3 for
//           splitter='best', since 1.6 for splitter='random' too, both for the criteria below and, from 1.4,
//           without monotonic constraints; since 1.9 (pull request 32119) for all criteria, and with them.
#include <convert/frontend/sklearn/tree_sum.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace convert::sklearn {

namespace {

struct place {
  std::size_t tree;
  std::size_t node;
};

[[noreturn]] void refuse(place at, const std::string& fault) {
  throw refusal("tree " + std::to_string(at.tree) + ", node " + std::to_string(at.node) + ": " + fault);
}

std::uint32_t child(std::int64_t index, const char* side, place at) {
  if (index < 0 || index >= static_cast<std::int64_t>(ir::no_node))
    refuse(at, side + (" child " + std::to_string(index)) + " is not a node");
  return static_cast<std::uint32_t>(index);
}

std::uint32_t feature_of(std::int64_t index, std::span<const std::uint32_t> columns, place at) {
  const bool mapped = !columns.empty();
  if (index < 0 || index >= static_cast<std::int64_t>(mapped ? columns.size() : ir::no_feature))
    refuse(at, "feature " + std::to_string(index) + " does not exist");
  return mapped ? columns[static_cast<std::size_t>(index)] : static_cast<std::uint32_t>(index);
}

} // namespace

ir::forest empty_forest(std::uint32_t features, std::uint32_t outputs, bool vector_leaves) {
  ir::forest made;
  made.features = features;
  made.outputs = outputs;
  made.input_f32 = true;
  made.vector_leaves = vector_leaves;
  made.base.assign(outputs, 0.0);
  return made;
}

void append_tree(ir::forest& f, const tree_arrays& t, const placement& at, const leaf_writer& leaf) {
  ir::tree made;
  made.output = at.output;
  made.nodes.resize(t.nodes());
  for (std::size_t i = 0; i < t.nodes(); ++i) {
    ir::tree_node& node = made.nodes[i];
    node.cover = t.cover[i];
    if (t.is_leaf(i)) {
      node.leaf = static_cast<std::uint32_t>(f.leaves.size() / f.leaf_width());
      leaf(t, i, f.leaves);
      continue;
    }
    const place here{f.trees.size(), i};
    node.left = child(t.left[i], "left", here);
    node.right = child(t.right[i], "right", here);
    node.feature = feature_of(t.feature[i], at.columns, here);
    node.threshold = t.threshold[i];
    node.missing_left = !t.missing_left.empty() && t.missing_left[i] != 0;
  }
  f.trees.push_back(std::move(made));
}

bool is_tree(pickle::value object) {
  constexpr std::array<std::string_view, 4> classes = {"DecisionTreeClassifier", "DecisionTreeRegressor",
                                                       "ExtraTreeClassifier", "ExtraTreeRegressor"};
  return object.type() == pickle::kind::instance && object.qualified_name().starts_with("sklearn.") &&
         std::find(classes.begin(), classes.end(), object.class_name()) != classes.end();
}

void check_no_categories(pickle::value object) {
  for (const char* name : {"_preprocessor", "categorical_features"})
    if (const auto v = object.attribute(name); v && !v->is_none())
      throw refusal("`" + v->path() + "`: categories in trees are not supported");
}

bool reads_missing(pickle::value tree, version written_by) {
  if (written_by < version{1, 3, 0}) return false;
  const std::string_view splitter = tree.required("splitter").text();
  const bool always = splitter == "random" || !tree.class_name().starts_with("ExtraTree");
  if (written_by >= version{1, 9, 0}) return always;
  if (const auto constraints = tree.attribute("monotonic_cst"); constraints && !constraints->is_none())
    return false;
  constexpr std::array<std::string_view, 6> criteria = {"gini",          "entropy",      "log_loss",
                                                        "squared_error", "friedman_mse", "poisson"};
  const auto criterion = tree.required("criterion");
  if (!criterion.is_text()) return false;
  if (std::find(criteria.begin(), criteria.end(), criterion.text()) == criteria.end()) return false;
  return written_by < version{1, 6, 0} ? splitter == "best" : always;
}

column_subsets read_subsets(pickle::value features, std::size_t members, std::uint32_t width) {
  const auto lists = features.elements();
  if (lists.size() != members)
    throw refusal("`" + features.path() + "`: " + std::to_string(lists.size()) + " lists for " +
                  std::to_string(members) + " estimators");
  column_subsets made;
  std::vector<bool> used(width, false);
  for (const pickle::value& list : lists) {
    std::vector<std::uint32_t> columns;
    for (const double column : list.numbers()) {
      if (!(column >= 0 && column < width))
        throw refusal("`" + list.path() + "`: a column is past the last of " + std::to_string(width));
      columns.push_back(static_cast<std::uint32_t>(column));
      used[columns.back()] = true;
    }
    made.positions.push_back(std::move(columns));
  }
  std::vector<std::uint32_t> position(width, 0);
  for (std::uint32_t i = 0; i < width; ++i) {
    if (!used[i]) continue;
    position[i] = static_cast<std::uint32_t>(made.used.size());
    made.used.push_back(i);
  }
  for (auto& columns : made.positions)
    for (auto& column : columns) column = position[column];
  return made;
}

} // namespace convert::sklearn
