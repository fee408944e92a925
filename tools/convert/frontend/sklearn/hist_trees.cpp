// convert/frontend/sklearn/hist_trees.cpp -- TreePredictor nodes of every layout, and their category bitsets.
//
// Source    scikit-learn 0.23 .. 1.9, sklearn/ensemble/_hist_gradient_boosting: common.pxd (node_struct;
// `threshold`
//           became `num_threshold` in 0.24, `feature_idx` is u4 or i8), _predictor.pyx
//           (_predict_one_from_raw_data), _bitset.pyx (a raw category is cast to uint8), binning.py
//           (make_known_categories_bitsets), gradient_boosting.py (_raw_predict: the baseline, then iteration
//           by iteration). Negative categories are missing since 1.3 (pull request 25629); before, they wrap
//           like all others.
#include <convert/frontend/sklearn/hist_trees.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

namespace convert::sklearn {

namespace {

[[noreturn]] void refuse(pickle::value v, const std::string& fault) {
  throw refusal("`" + v.path() + "`: " + fault);
}

constexpr std::array<std::string_view, 14> known_fields = {
    "value", "count", "feature_idx", "threshold", "num_threshold", "missing_go_to_left", "left",
    "right", "gain",  "depth",       "is_leaf",   "bin_threshold", "is_categorical",     "bitset_idx",
};

/// The columns of one predictor's record array.
struct nodes {
  std::vector<double> value, threshold;
  std::vector<std::int64_t> feature, missing_left, left, right, is_leaf, is_categorical, bitset_index, count;
};

nodes read_nodes(pickle::value list) {
  const pickle::array& a = list.as_array();
  if (a.shape.size() != 1 || a.type.fields.empty()) refuse(list, "not a list of records");
  for (const auto& field : a.type.fields)
    if (std::find(known_fields.begin(), known_fields.end(), field.name) == known_fields.end())
      refuse(list, "node field `" + field.name + "` is not supported");
  for (const char* name : {"value", "feature_idx", "missing_go_to_left", "left", "right", "is_leaf", "count"})
    if (!a.has_field(name)) refuse(list, "node field `" + std::string(name) + "` is missing");
  const char* threshold = a.has_field("num_threshold") ? "num_threshold" : "threshold";
  if (!a.has_field(threshold)) refuse(list, "node field `num_threshold` is missing");
  nodes made;
  made.value = a.field_numbers("value");
  made.threshold = a.field_numbers(threshold);
  made.feature = a.field_integers("feature_idx");
  made.missing_left = a.field_integers("missing_go_to_left");
  made.left = a.field_integers("left");
  made.right = a.field_integers("right");
  made.is_leaf = a.field_integers("is_leaf");
  made.count = a.field_integers("count");
  if (a.has_field("is_categorical")) {
    made.is_categorical = a.field_integers("is_categorical");
    made.bitset_index = a.field_integers("bitset_idx");
  }
  return made;
}

std::vector<bitset> read_bitsets(pickle::value sets) {
  const pickle::array& a = sets.as_array();
  if (a.shape.size() != 2 || a.shape[1] != 8) refuse(sets, "not a table of 8 words a row");
  const std::vector<std::int64_t> words = a.integers();
  std::vector<bitset> made(a.shape[0]);
  for (std::size_t i = 0; i < words.size(); ++i) made[i / 8][i % 8] = static_cast<std::uint32_t>(words[i]);
  return made;
}

struct place {
  std::size_t tree;
  std::size_t node;
};

std::uint32_t index_below(std::int64_t index, std::size_t count, const char* what, place at) {
  if (index < 0 || static_cast<std::uint64_t>(index) >= count)
    throw refusal("tree " + std::to_string(at.tree) + ", node " + std::to_string(at.node) + ": " + what +
                  " " + std::to_string(index) + " does not exist");
  return static_cast<std::uint32_t>(index);
}

/// In the left set goes left, else known goes right, else as if missing.
ir::category_set category_set_of(const bitset& left, const bitset& known, bool missing_left) {
  ir::category_set made;
  made.words.resize(8);
  for (std::size_t i = 0; i < 8; ++i) made.words[i] = left[i] | (missing_left ? ~known[i] : 0U);
  made.wrap_256 = true;
  made.sign_first = true;
  made.negative_left = missing_left;
  made.beyond_left = (made.words[0] & 1U) != 0; // what no int32 holds becomes INT_MIN, whose low byte is 0
  return made;
}

/// Appends trees, one predictor after the other.
class reader {
 public:
  reader(ir::forest& f, std::vector<bitset> known) : forest_(f), known_(std::move(known)) {}

  void append(pickle::value predictor, std::uint32_t output) {
    const nodes from = read_nodes(predictor.required("nodes"));
    std::vector<bitset> left_sets;
    if (const auto sets = predictor.attribute("raw_left_cat_bitsets")) left_sets = read_bitsets(*sets);
    ir::tree made;
    made.output = output;
    made.nodes.resize(from.value.size());
    for (std::size_t i = 0; i < made.nodes.size(); ++i) fill(made.nodes[i], from, i, left_sets);
    forest_.trees.push_back(std::move(made));
  }

 private:
  void fill(ir::tree_node& node, const nodes& from, std::size_t i, const std::vector<bitset>& left_sets) {
    node.cover = static_cast<double>(from.count[i]);
    if (from.is_leaf[i] != 0) {
      node.leaf = static_cast<std::uint32_t>(forest_.leaves.size());
      forest_.leaves.push_back(from.value[i]);
      return;
    }
    const place here{forest_.trees.size(), i};
    node.left = index_below(from.left[i], ir::no_node, "left child", here);
    node.right = index_below(from.right[i], ir::no_node, "right child", here);
    node.feature = index_below(from.feature[i], forest_.features, "feature", here);
    node.missing_left = from.missing_left[i] != 0;
    node.threshold = from.threshold[i];
    if (from.is_categorical.empty() || from.is_categorical[i] == 0) return;
    node.threshold = 0;
    node.asks = ir::question::in_set;
    node.set = static_cast<std::uint32_t>(forest_.sets.size());
    const std::uint32_t row = index_below(from.bitset_index[i], left_sets.size(), "category set", here);
    forest_.sets.push_back(category_set_of(left_sets[row], known_[node.feature], node.missing_left));
  }

  ir::forest& forest_;
  std::vector<bitset> known_;
};

} // namespace

std::vector<bitset> read_known_categories(pickle::value object, std::uint32_t features) {
  std::vector<bitset> made(features, bitset{});
  const auto binning = object.attribute("_bin_mapper"); // 0.23 has no categories, and another name for it
  if (!binning) return made;
  const pickle::value mapper = *binning;
  const auto flags = mapper.attribute("is_categorical_");
  if (!flags || flags->is_none()) return made;
  const std::vector<double> categorical = flags->numbers();
  const auto thresholds = mapper.required("bin_thresholds_").elements();
  if (categorical.size() != features || thresholds.size() != features)
    refuse(mapper, "it does not fit " + std::to_string(features) + " features");
  for (std::uint32_t f = 0; f < features; ++f) {
    if (categorical[f] == 0) continue;
    for (const double category : thresholds[f].numbers()) {
      if (!(category >= 0 && category < 256)) refuse(thresholds[f], "a category outside 0..255");
      const auto bit = static_cast<std::uint32_t>(category);
      made[f][bit / 32] |= 1U << (bit % 32);
    }
  }
  return made;
}

ir::forest read_hist_trees(pickle::value object, std::uint32_t features) {
  ir::forest f;
  f.features = features;
  const pickle::value outputs = object.required("n_trees_per_iteration_");
  if (outputs.integer() < 1 || outputs.integer() > 1 << 20) refuse(outputs, "not a number of raw outputs");
  f.outputs = static_cast<std::uint32_t>(outputs.integer());
  f.base = object.required("_baseline_prediction").numbers();
  if (f.base.size() != f.outputs)
    refuse(object.required("_baseline_prediction"),
           "it does not fit " + std::to_string(f.outputs) + " outputs");
  reader trees(f, read_known_categories(object, features));
  for (const pickle::value& iteration : object.required("_predictors").elements()) {
    const auto predictors = iteration.elements();
    if (predictors.size() != f.outputs) refuse(iteration, "not " + std::to_string(f.outputs) + " trees");
    for (std::uint32_t k = 0; k < f.outputs; ++k) trees.append(predictors[k], k);
  }
  return f;
}

} // namespace convert::sklearn
