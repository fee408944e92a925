// convert/frontend/sklearn/pickled_trees.hpp -- pickles of fitted trees, node by node.
#pragma once

#include <string>
#include <vector>

#include "pickled.hpp"

namespace pickled {

struct field {
  std::string name;
  std::string type;
  int offset_bytes;
};

/// A numpy array of records: `data` holds them one after the other.
inline code records(const std::vector<field>& fields, int item_bytes, const std::string& data) {
  std::vector<code> names;
  attributes offsets;
  for (const field& f : fields) {
    names.push_back(text(f.name));
    offsets.emplace_back(f.name, tuple({dtype(f.type), integer(f.offset_bytes)}));
  }
  const code type = global("numpy", "dtype") +
                    tuple({text("V" + std::to_string(item_bytes)), boolean(false), boolean(true)}) + "R" +
                    tuple({integer(3), text("|"), none(), tuple(names), dict(offsets), integer(item_bytes),
                           integer(1), integer(16)}) +
                    "b";
  const auto count = static_cast<std::int32_t>(data.size() / static_cast<std::size_t>(item_bytes));
  return global("numpy.core.multiarray", "_reconstruct") +
         tuple({global("numpy", "ndarray"), tuple({integer(0)}), bytes("b")}) + "R" +
         tuple({integer(1), tuple({integer(count)}), type, boolean(false), bytes(data)}) + "b";
}

/// One node of a tree, with its row of the tree's values.
struct node {
  std::int64_t left = -1;
  std::int64_t right = -1;
  std::int64_t feature = -2;
  double threshold = -2;
  bool missing_left = false;
  std::vector<double> value;
  std::int64_t samples = 1;
};

inline node leaf(std::vector<double> value, std::int64_t samples = 1) {
  node made;
  made.value = std::move(value);
  made.samples = samples;
  return made;
}

inline std::string eight_bytes(std::int64_t x) { return little_endian(static_cast<std::uint64_t>(x), 8); }
inline std::string eight_bytes(double x) { return little_endian(std::bit_cast<std::uint64_t>(x), 8); }

/// A `Tree` in the layout of 1.3 and later, or of those before. A row of values is (outputs, width).
inline code tree_of(const std::vector<node>& nodes, std::int32_t outputs = 1, bool with_missing = false,
                    const std::string& extra_field = {}) {
  std::vector<field> fields = {{"left_child", "i8", 0},
                               {"right_child", "i8", 8},
                               {"feature", "i8", 16},
                               {"threshold", "f8", 24},
                               {"impurity", "f8", 32},
                               {"n_node_samples", "i8", 40},
                               {"weighted_n_node_samples", "f8", 48}};
  if (with_missing) fields.push_back({"missing_go_to_left", "u1", 56});
  if (!extra_field.empty()) fields.push_back({extra_field, "u1", 57});
  std::string data;
  std::string values;
  std::size_t width = 0;
  for (const node& n : nodes) width = std::max(width, n.value.size());
  for (const node& n : nodes) {
    data += eight_bytes(n.left) + eight_bytes(n.right) + eight_bytes(n.feature) + eight_bytes(n.threshold) +
            eight_bytes(0.0) + eight_bytes(n.samples) + eight_bytes(static_cast<double>(n.samples)) +
            little_endian(n.missing_left ? 1 : 0, 8);
    for (std::size_t i = 0; i < width; ++i) values += eight_bytes(i < n.value.size() ? n.value[i] : 0.0);
  }
  const auto count = static_cast<std::int32_t>(nodes.size());
  const auto each = static_cast<std::int32_t>(width) / outputs;
  const code shaped = array({integer(count), integer(outputs), integer(each)}, "f8", bytes(values));
  return global("sklearn.tree._tree", "Tree") +
         tuple({integer(1), integers(std::vector<std::int64_t>(static_cast<std::size_t>(outputs), each)),
                integer(outputs)}) +
         "R" +
         dict({{"max_depth", integer(1)},
               {"node_count", integer(count)},
               {"nodes", records(fields, 64, data)},
               {"values", shaped}}) +
         "b";
}

/// x <= threshold: the first value, else the second.
inline std::vector<node> stump(double threshold, std::vector<double> left, std::vector<double> right,
                               std::int64_t feature = 0) {
  node root;
  root.left = 1;
  root.right = 2;
  root.feature = feature;
  root.threshold = threshold;
  return {root, leaf(std::move(left)), leaf(std::move(right))};
}

/// An estimator of `sklearn.tree` around a `Tree` of one output.
inline code tree_regressor(const code& tree, attributes more = {}) {
  more.insert(more.end(), {{"n_features_in_", integer(1)}, {"tree_", tree}});
  return object("DecisionTreeRegressor", std::move(more));
}

inline code tree_classifier(const code& tree, const code& classes, attributes more = {}) {
  more.insert(more.end(), {{"n_features_in_", integer(1)}, {"classes_", classes}, {"tree_", tree}});
  return object("DecisionTreeClassifier", std::move(more));
}

} // namespace pickled
