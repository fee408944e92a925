// convert/lower/forest.cpp -- trees to slots, nodes and leaf tables.
#include <convert/lower/forest.hpp>

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>
#include <string>
#include <unordered_map>

#include <convert/lower/node_order.hpp>
#include <convert/lower/slots.hpp>
#include <convert/refusal.hpp>

namespace convert::lower {

namespace format = pounce::format;

namespace {

/// Whether floats hold every number exactly.
bool are_floats(std::span<const double> numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](double x) {
    return std::bit_cast<std::uint64_t>(static_cast<double>(static_cast<float>(x))) ==
           std::bit_cast<std::uint64_t>(x);
  });
}

/// What leaves have for keys: the bits of their number where each has one and all are floats, else their row in a table.
class leaf_keys {
 public:
  explicit leaf_keys(const ir::forest& f)
      : forest_(f), width_(f.leaf_width()), are_numbers_(!f.vector_leaves && are_floats(f.leaves)) {}

  std::uint32_t of(std::uint32_t leaf) {
    return are_numbers_ ? std::bit_cast<std::uint32_t>(static_cast<float>(forest_.leaves[leaf]))
                        : row_of(leaf);
  }
  bool are_numbers() const { return are_numbers_; }

  /// The distinct rows of the table, in order of first use.
  const std::vector<double>& numbers() const { return numbers_; }
  std::uint64_t rows() const { return rows_.size(); }

 private:
  std::uint32_t row_of(std::uint32_t leaf) {
    const double* const from = forest_.leaves.data() + std::size_t{leaf} * width_;
    std::string bits(width_ * sizeof(double), '\0');
    std::memcpy(bits.data(), from, bits.size());
    const auto [known, added] = rows_.emplace(std::move(bits), static_cast<std::uint32_t>(rows_.size()));
    if (added) numbers_.insert(numbers_.end(), from, from + width_);
    return known->second;
  }

  const ir::forest& forest_;
  std::size_t width_;
  bool are_numbers_;
  std::unordered_map<std::string, std::uint32_t> rows_;
  std::vector<double> numbers_;
};

/// The nodes as splits with slot, key and child, before they are packed.
std::vector<format::wide_node> make_nodes(const ir::forest& f, const node_order& order,
                                          const slot_table& slots, leaf_keys& leaves) {
  const std::uint32_t leaf_slot = slots.count(); // past the last: its key is 0
  std::vector<format::wide_node> nodes(order.count, format::wide_node{0, leaf_slot, 0, 0});
  for (std::uint32_t i = 0; i < order.count; ++i) nodes[i].child = i;
  for (std::size_t t = 0; t < f.trees.size(); ++t) {
    for (std::size_t i = 0; i < f.trees[t].nodes.size(); ++i) {
      const ir::tree_node& n = f.trees[t].nodes[i];
      format::wide_node& to = nodes[order.position[t][i]];
      if (n.is_leaf()) {
        to.key = leaves.of(n.leaf);
        continue;
      }
      const auto [slot, key] = slots.of(n);
      to.slot = slot;
      to.key = key;
      to.child = order.position[t][n.left];
    }
  }
  // The spare node at the end can not be its own child: nothing names it.
  nodes.back().child = 0;
  return nodes;
}

void append_trees(const ir::forest& f, const node_order& order, image& to) {
  std::uint64_t work = 0;
  for (std::size_t t = 0; t < f.trees.size(); ++t) {
    work += order.depth[t];
    to.trees.push_back({order.position[t][0], order.depth[t], f.vector_leaves ? 0 : f.trees[t].output, 0});
  }
  if (f.trees.size() > format::max_trees) throw refusal("a forest has more than 1048576 trees");
  if (work > format::max_walk_steps)
    throw refusal("a forest's trees are together more than 16777216 levels deep");
}

void append_leaves(const leaf_keys& leaves, format::forest& about, image& to) {
  about.leaf_rows = leaves.rows();
  if (leaves.are_numbers()) {
    about.flags |= format::leaves_in_keys;
  } else if (are_floats(leaves.numbers())) {
    about.flags |= format::float_leaves;
    about.first_leaf = to.leaves_f32.size();
    for (const double x : leaves.numbers()) to.leaves_f32.push_back(static_cast<float>(x));
  } else {
    about.first_leaf = to.leaves.size();
    to.leaves.insert(to.leaves.end(), leaves.numbers().begin(), leaves.numbers().end());
  }
}

void append_nodes(const std::vector<format::wide_node>& nodes, format::forest& about, image& to) {
  about.node_count = nodes.size();
  about.child_bits = static_cast<std::uint32_t>(
      std::max<std::size_t>(1, static_cast<std::size_t>(std::bit_width(nodes.size() - 1))));
  if (about.child_bits + about.slot_bits > 32) {
    about.flags |= format::wide;
    about.first_node = to.wide_nodes.size();
    to.wide_nodes.insert(to.wide_nodes.end(), nodes.begin(), nodes.end());
    return;
  }
  about.first_node = to.nodes.size();
  const std::uint32_t shift = 32 - about.child_bits;
  for (const auto& n : nodes) to.nodes.push_back({n.key, n.child << shift | n.slot});
}

} // namespace

std::uint32_t lower_forest(const ir::forest& f, image& to) {
  format::forest about{};
  about.input_width = f.features;
  about.output_width = f.outputs;
  about.leaf_width = f.leaf_width();
  about.flags = (f.vector_leaves ? format::vector_leaves : 0U) | (f.sum_f32 ? format::sums_in_f32 : 0U);
  about.first_tree = static_cast<std::uint32_t>(to.trees.size());
  about.tree_count = static_cast<std::uint32_t>(f.trees.size());

  const slot_table slots(f, to);
  about.first_slot = slots.first();
  about.slot_count = slots.count();
  about.slot_bits = static_cast<std::uint32_t>(std::bit_width(slots.count()));
  if (about.slot_bits > format::max_slot_bits) {
    throw refusal("a forest asks more than 1048575 different questions about its features");
  }
  const node_order order = order_nodes(f);
  if (f.trees.empty()) throw refusal("a forest has no trees");
  leaf_keys leaves(f);
  const auto nodes = make_nodes(f, order, slots, leaves);
  append_trees(f, order, to);
  append_nodes(nodes, about, to);
  append_leaves(leaves, about, to);
  to.forests.push_back(about);
  return static_cast<std::uint32_t>(to.forests.size() - 1);
}

} // namespace convert::lower
