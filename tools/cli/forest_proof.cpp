// cli/forest_proof.cpp -- a walk with a stack of its own, each node at most once.
#include <cli/forest_proof.hpp>

#include <algorithm>
#include <span>
#include <vector>

namespace cli {

namespace {

using pounce::format::forest;
using pounce::format::wide_node;

/// The nodes of one forest in the shape of wide ones, whatever they are in the file.
class forest_nodes {
 public:
  forest_nodes(const pounce::view::program& p, const forest& f) : forest_(f) {
    if ((f.flags & pounce::format::wide) != 0) {
      wide_ = p.wide_nodes.subspan(f.first_node, f.node_count);
    } else {
      narrow_ = p.nodes.subspan(f.first_node, f.node_count);
    }
  }

  std::uint64_t count() const { return forest_.node_count; }
  const void* address(std::uint32_t i) const {
    return narrow_.empty() ? static_cast<const void*>(&wide_[i]) : static_cast<const void*>(&narrow_[i]);
  }
  wide_node at(std::uint32_t i) const {
    if (narrow_.empty()) return wide_[i];
    const std::uint32_t shift = 32 - forest_.child_bits;
    const auto& n = narrow_[i];
    return {n.key, n.link & ((std::uint32_t{1} << shift) - 1), n.link >> shift, 0};
  }

 private:
  const forest& forest_;
  std::span<const pounce::format::node> narrow_;
  std::span<const wide_node> wide_;
};

/// One forest's walk.
class walk {
 public:
  walk(const pounce::view::program& p, const forest& f, forest_counts& counts)
      : program_(p), forest_(f), nodes_(p, f), counts_(counts), seen_(f.node_count) {}

  std::optional<forest_fault> over_all_trees() {
    const auto trees = program_.trees.subspan(forest_.first_tree, forest_.tree_count);
    for (tree_ = 0; tree_ < trees.size(); ++tree_) {
      if (auto fault = over_tree(trees[tree_])) return fault;
      ++counts_.trees;
    }
    counts_.idle += static_cast<std::uint64_t>(std::count(seen_.begin(), seen_.end(), false));
    return std::nullopt;
  }

 private:
  struct place {
    std::uint32_t node;
    std::uint32_t depth;
  };

  std::optional<forest_fault> over_tree(const pounce::format::tree& t) {
    if (seen_[t.root]) return fault(t.root, "the root has a parent");
    seen_[t.root] = true;
    open_.assign(1, {t.root, 0});
    while (!open_.empty()) {
      const place at = open_.back();
      open_.pop_back();
      if (at.depth > t.depth)
        return fault(at.node, "deeper than the tree's depth " + std::to_string(t.depth));
      const wide_node n = nodes_.at(at.node);
      auto found = n.slot < forest_.slot_count ? split(n, at) : leaf(n, at);
      if (found) return found;
    }
    return std::nullopt;
  }

  std::optional<forest_fault> leaf(const wide_node& n, place at) {
    ++counts_.leaves;
    if (n.slot >= std::uint32_t{1} << forest_.slot_bits)
      return fault(at.node, "slot " + std::to_string(n.slot) + " is past the last");
    if (n.child != at.node) return fault(at.node, "a leaf that is not its own child");
    if ((forest_.flags & pounce::format::leaves_in_keys) != 0 || n.key < forest_.leaf_rows)
      return std::nullopt;
    return fault(at.node, "leaf row " + std::to_string(n.key) + past_last(forest_.leaf_rows, "row"));
  }

  std::optional<forest_fault> split(const wide_node& n, place at) {
    ++counts_.splits;
    for (std::uint32_t right = 0; right < 2; ++right) {
      const std::uint64_t child = std::uint64_t{n.child} + right;
      const std::string side = right == 0 ? "left child " : "right child ";
      if (child >= nodes_.count()) {
        return fault(at.node, side + std::to_string(child) + past_last(nodes_.count(), "node"));
      }
      if (seen_[child]) return fault(at.node, side + std::to_string(child) + " has another parent");
      seen_[child] = true;
      open_.push_back({static_cast<std::uint32_t>(child), at.depth + 1});
    }
    return std::nullopt;
  }

  static std::string past_last(std::uint64_t count, const char* what) {
    return std::string(" is past the last ") + what + " " + std::to_string(count - 1);
  }

  forest_fault fault(std::uint32_t node, const std::string& what) const {
    return {program_.where(nodes_.address(node)),
            "tree " + std::to_string(tree_) + ", node " + std::to_string(node) + ": " + what};
  }

  const pounce::view::program& program_;
  const forest& forest_;
  forest_nodes nodes_;
  forest_counts& counts_;
  std::vector<bool> seen_;
  std::vector<place> open_;
  std::size_t tree_ = 0;
};

} // namespace

std::optional<forest_fault> prove_forests(const pounce::view::program& p, forest_counts& counts) {
  for (const auto& f : p.forests) {
    const bool walked = std::any_of(p.steps.begin(), p.steps.end(), [&](const auto& s) {
      return s.kind == pounce::format::step_kind::forest && &p.forests[s.a.first] == &f;
    });
    if (!walked) return forest_fault{p.where(&f), "a forest that no step uses"};
    if (auto fault = walk(p, f, counts).over_all_trees()) return fault;
  }
  return std::nullopt;
}

} // namespace cli
