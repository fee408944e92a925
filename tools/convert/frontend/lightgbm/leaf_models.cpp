// convert/frontend/lightgbm/leaf_models.cpp -- one list for all leaves, cut by `num_features`.
//
// Source  LightGBM 4.6, `src/io/tree.cpp`, `Tree::ToString`; `src/treelearner/linear_tree_learner.cpp`,
//         `CalculateLinear` (features ascend).
#include <convert/frontend/lightgbm/leaf_models.hpp>

#include <algorithm>
#include <cmath>

#include <convert/syntax/lightgbm/number_list.hpp>

namespace convert::lightgbm {

namespace {

/// Each count fits the characters of the list that it counts, so that a claim costs no memory.
std::size_t total_of(const block& b, const entry& where, const std::vector<std::int64_t>& counts,
                     std::size_t most) {
  std::size_t total = 0;
  for (const std::int64_t n : counts) {
    if (n < 0 || static_cast<std::size_t>(n) > most - total)
      refuse_at(b, where, "more features than are listed");
    total += static_cast<std::size_t>(n);
  }
  return total;
}

void check(const block& b, const entry& where, const leaf_model& m, std::uint32_t features) {
  for (std::size_t i = 0; i < m.features.size(); ++i) {
    if (m.features[i] >= features)
      refuse_at(b, where,
                "feature " + std::to_string(m.features[i]) + " is past the last feature " +
                    std::to_string(features - 1));
    if (i > 0 && m.features[i] <= m.features[i - 1])
      refuse_at(b, where, "the features of a leaf do not ascend");
    if (std::isinf(m.coefficients[i])) refuse_at(b, b.required("leaf_coeff"), "a coefficient is infinite");
  }
}

} // namespace

std::vector<leaf_model> read_leaf_models(const block& b, std::size_t leaves, std::uint32_t features) {
  std::vector<leaf_model> models(leaves);
  const auto constants = numbers_of(b, b.required("leaf_const"), leaves);
  const entry counts_entry = b.required("num_features");
  const auto counts = integers_of(b, counts_entry, leaves);
  const entry features_entry = b.required("leaf_features");
  const std::size_t total = total_of(b, counts_entry, counts, features_entry.value.size());
  const auto listed = integers_of(b, features_entry, total);
  const auto coefficients = numbers_of(b, b.required("leaf_coeff"), total);
  std::size_t at = 0;
  for (std::size_t leaf = 0; leaf < leaves; ++leaf) {
    leaf_model& m = models[leaf];
    m.constant = constants[leaf];
    for (std::int64_t i = 0; i < counts[leaf]; ++i, ++at) {
      const bool fits = listed[at] >= 0 && listed[at] < features;
      m.features.push_back(fits ? static_cast<std::uint32_t>(listed[at]) : features);
      m.coefficients.push_back(coefficients[at]);
    }
    check(b, features_entry, m, features);
  }
  return models;
}

} // namespace convert::lightgbm
