// convert/frontend/lightgbm/linear_tree.cpp -- linear trees out of steps that trees and sums have anyway.
//
// One forest looks up what the leaf of each tree says: its constant, its plain value, and its coefficient for every
// feature that any leaf of the tree uses (0 where this one does not). The rest is products and sums.
//
// Source  LightGBM 4.6, `include/LightGBM/tree.h`, `Tree::Predict`.
#include <convert/frontend/lightgbm/linear_tree.hpp>

#include <algorithm>
#include <array>

#include <convert/refusal.hpp>

namespace convert::lightgbm {

namespace {

/// A tree is looked up once a coefficient. No model comes near; a file that names ever new features would.
constexpr std::size_t most_nodes = std::size_t{1} << 23;

/// Where a tree's numbers stand in the looked-up row.
struct columns {
  std::uint32_t first = 0;             // constant, plain value, then coefficients
  std::vector<std::uint32_t> features; // ascending

  std::uint32_t constant() const { return first; }
  std::uint32_t plain() const { return first + 1; }
  std::uint32_t coefficient(std::size_t i) const { return first + 2 + static_cast<std::uint32_t>(i); }
};

std::vector<std::uint32_t> features_of(const tree_text& t) {
  std::vector<std::uint32_t> all;
  for (const auto& m : t.models) all.insert(all.end(), m.features.begin(), m.features.end());
  std::ranges::sort(all);
  // Not std::ranges::unique: clang 14 can not take the subrange that libstdc++ 12 returns.
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::vector<double> coefficients_of(const tree_text& t, std::uint32_t feature) {
  std::vector<double> found;
  for (const auto& m : t.models) {
    const auto at = std::ranges::lower_bound(m.features, feature);
    const bool used = at != m.features.end() && *at == feature;
    found.push_back(used ? m.coefficients[static_cast<std::size_t>(at - m.features.begin())] : 0);
  }
  return found;
}

std::vector<double> constants_of(const tree_text& t) {
  std::vector<double> found;
  for (const auto& m : t.models) found.push_back(m.constant);
  return t.is_linear() ? found : t.leaf_values;
}

/// Of leaves that may have a gap; 0 of the others, which may be infinite.
std::vector<double> plain_values_of(const tree_text& t) {
  std::vector<double> found(t.leaf_values.size(), 0.0);
  for (std::size_t leaf = 0; leaf < t.models.size(); ++leaf)
    if (!t.models[leaf].features.empty()) found[leaf] = t.leaf_values[leaf];
  return found;
}

class linear_sum {
 public:
  linear_sum(ir::builder& b, std::span<const tree_text> trees, ir::value row)
      : b_(b), trees_(trees), row_(row) {}

  /// One number a tree.
  ir::value outputs() {
    look_up();
    if (widest_ == 0) return pick([](const columns& c) { return c.constant(); });
    const ir::value gaps = tree_gaps();
    const ir::value whole = b_.add(gaps, ir::unary{ir::function::logical_not});
    const ir::value sums = tree_sums(whole);
    const ir::value plain = pick([](const columns& c) { return c.plain(); });
    // gaps is 0 or 1, so that one of the two products is 0 and the other exact: where there is a gap the sum is no more
    // than the constant.
    return both(both(plain, gaps, ir::operation::multiply), both(sums, whole, ir::operation::multiply),
                ir::operation::add);
  }

 private:
  void look_up() {
    ir::forest f;
    f.features = b_.width(row_);
    f.outputs = 0;
    std::size_t nodes = 0;
    for (const tree_text& t : trees_) {
      columns c{f.outputs, features_of(t)};
      nodes += (c.features.size() + 2) * t.nodes.size();
      if (nodes > most_nodes) throw refusal(t.name + ": the linear models of the trees are too many");
      append(f, t, constants_of(t), c.constant());
      append(f, t, plain_values_of(t), c.plain());
      for (std::size_t i = 0; i < c.features.size(); ++i)
        append(f, t, coefficients_of(t, c.features[i]), c.coefficient(i));
      f.outputs += 2 + static_cast<std::uint32_t>(c.features.size());
      widest_ = std::max(widest_, c.features.size());
      columns_.push_back(std::move(c));
    }
    f.base.assign(f.outputs, 0.0);
    looked_up_ = b_.add(row_, std::move(f));
  }

  template <class Column>
  ir::value pick(Column column) {
    std::vector<std::uint32_t> picked;
    for (const columns& c : columns_) picked.push_back(column(c));
    return b_.pick(looked_up_, picked);
  }

  ir::value both(ir::value x, ir::value y, ir::operation op) {
    const std::array pair = {x, y};
    return b_.add(b_.concat(pair), ir::elementwise{op});
  }

  /// The coefficients of all trees, one after the other.
  ir::value coefficients() {
    std::vector<std::uint32_t> picked;
    for (const columns& c : columns_)
      for (std::size_t i = 0; i < c.features.size(); ++i) picked.push_back(c.coefficient(i));
    return b_.pick(looked_up_, picked);
  }

  /// The features that they belong to.
  ir::value inputs(ir::value row) {
    std::vector<std::uint32_t> picked;
    for (const columns& c : columns_) picked.insert(picked.end(), c.features.begin(), c.features.end());
    return b_.pick(row, picked);
  }

  /// constant + coefficient * feature + ..., without the products of trees that are not `whole` (1 or 0, one a tree).
  ir::value tree_sums(ir::value whole) {
    std::vector<std::uint32_t> own;
    for (std::uint32_t t = 0; t < columns_.size(); ++t) own.insert(own.end(), columns_[t].features.size(), t);
    const ir::value counted = both(coefficients(), b_.pick(whole, own), ir::operation::multiply);
    const ir::value products = both(counted, inputs(row_), ir::operation::multiply);
    // NaN is 0 times infinity or a missing feature, of a coefficient that the leaf does not have: there is no such product.
    const ir::value terms = b_.add(products, ir::impute{true, 0, std::vector<double>(own.size(), 0.0)});
    return b_.add(in_groups(terms, true), ir::reduce{ir::reduce::kind::sum, group_count()});
  }

  /// 1 if a feature of the leaf's model is missing. A coefficient of 0 means "not used": see ask_by_splits.
  ir::value tree_gaps() {
    const ir::value missing = b_.add(inputs(row_), ir::unary{ir::function::is_nan});
    const ir::value hits = both(coefficients(), missing, ir::operation::logical_and);
    return b_.add(in_groups(hits, false), ir::reduce{ir::reduce::kind::max, group_count()});
  }

  /// One group a tree, all of one width: the constant if asked for, the tree's numbers, zeros.
  ir::value in_groups(ir::value numbers, bool with_constant) {
    const std::array zero = {0.0};
    const ir::value nothing = b_.constant(zero);
    ir::select picked;
    std::uint32_t at = 0;
    for (const columns& c : columns_) {
      if (with_constant) picked.columns.push_back({looked_up_, c.constant()});
      for (std::size_t i = 0; i < c.features.size(); ++i) picked.columns.push_back({numbers, at++});
      for (std::size_t i = c.features.size(); i < widest_; ++i) picked.columns.push_back({nothing, 0});
    }
    return b_.add(row_, std::move(picked));
  }

  std::uint32_t group_count() const { return static_cast<std::uint32_t>(columns_.size()); }

  ir::builder& b_;
  std::span<const tree_text> trees_;
  ir::value row_;
  ir::value looked_up_ = 0;
  std::vector<columns> columns_;
  std::size_t widest_ = 0;
};

} // namespace

ir::value sum_of_linear_trees(ir::builder& b, std::span<const tree_text> trees, std::uint32_t outputs,
                              ir::value row) {
  const ir::value each = linear_sum(b, trees, row).outputs();
  std::vector<ir::value> sums;
  for (std::uint32_t k = 0; k < outputs; ++k) {
    std::vector<std::uint32_t> own;
    for (std::uint32_t i = k; i < trees.size(); i += outputs) own.push_back(i);
    sums.push_back(b.add(b.pick(each, own), ir::reduce{}));
  }
  return b.concat(sums);
}

} // namespace convert::lightgbm
