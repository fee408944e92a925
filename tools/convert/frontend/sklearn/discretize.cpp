// convert/frontend/sklearn/discretize.cpp -- KBinsDiscretizer, with the tolerance that old versions add.
//
// Source  scikit-learn 1.2.1, `sklearn/preprocessing/_discretization.py`, `KBinsDiscretizer.transform`;
//         0.23.2, the same: `np.digitize(X + eps, edges[1:])`, eps = 1e-8 + 1e-5 * |X|, then a clip.
#include <array>
#include <string>

#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

struct bins {
  std::vector<std::vector<double>> edges;
  std::vector<double> counts;
};

bins bins_of(pickle::value object, std::uint32_t columns) {
  const pickle::value edges = object.required("bin_edges_");
  bins b;
  b.counts = object.required("n_bins_").numbers();
  for (const pickle::value column : edges.elements()) b.edges.push_back(column.numbers());
  if (b.edges.size() != columns || b.counts.size() != columns)
    throw refusal("`" + edges.path() + "`: " + std::to_string(b.edges.size()) +
                  " columns, but the input has " + std::to_string(columns));
  for (std::size_t i = 0; i < b.edges.size(); ++i) {
    const bool fits = b.edges[i].size() >= 2 && b.counts[i] == static_cast<double>(b.edges[i].size() - 1);
    if (!fits)
      throw refusal("`" + edges.path() + "`: column " + std::to_string(i) +
                    " does not have n_bins_ + 1 edges");
  }
  return b;
}

ir::value codes(ir::builder& b, ir::value x, bins found) {
  for (auto& edges : found.edges) edges = {edges.begin() + 1, edges.end() - 1};
  return b.add(x, ir::bin{found.edges, false});
}

/// x + (1e-8 + 1e-5 * |x|), and the last edge counts: what is past it is clipped into the last bin.
ir::value codes_with_tolerance(ir::builder& b, ir::value x, bins found) {
  const ir::value tolerance = b.shifted(b.scaled(b.add(x, ir::unary{ir::function::absolute}), 1e-5), 1e-8);
  const std::array both = {x, tolerance};
  const ir::value raised = b.add(b.concat(both), ir::elementwise{ir::operation::add});
  for (auto& edges : found.edges) edges.erase(edges.begin());
  const ir::value digits = b.add(raised, ir::bin{found.edges, false});
  std::vector<double> last = found.counts;
  for (double& n : last) n -= 1;
  return b.add(digits, ir::clip{std::vector<double>(last.size(), 0.0), last});
}

/// Nothing is added to x since 1.1.
constexpr version tolerance_gone{1, 1, 0};

/// `dtype`, since 0.24: rows are turned into it before they are put into bins.
bool reads_floats(pickle::value object) {
  const auto type = object.attribute("dtype");
  if (!type || type->is_none() || type->class_name() == "float64") return false;
  if (type->class_name() == "float32") return true;
  throw refusal("`" + object.path() + "`: dtype `" + std::string(type->class_name()) + "` is not supported");
}

answers k_bins(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  const bool tolerant = c.written_by() < tolerance_gone;
  const bool floats = reads_floats(object);
  if (floats && tolerant)
    throw refusal("`" + object.path() + "`: dtype `float32` is not supported before 1.1");
  ir::builder& b = c.build();
  ir::value x = validated(c, input, floats ? accepts::finite_f32 : accepts::finite);
  if (floats) x = b.add(x, ir::unary{ir::function::to_f32});
  const bins found = bins_of(object, b.width(x));
  answers made;
  made.transform = tolerant ? codes_with_tolerance(b, x, found) : codes(b, x, found);
  const auto encode = object.required("encode").text();
  if (encode == "ordinal") return made;
  if (encode != "onehot" && encode != "onehot-dense")
    throw refusal("`" + object.path() + "`: encode `" + std::string(encode) + "` is not supported");
  ir::one_hot hot;
  for (const double count : found.counts) hot.sizes.push_back(static_cast<std::uint32_t>(count));
  made.transform = b.add(*made.transform, hot);
  return made;
}

constexpr std::array classes = {entry{"KBinsDiscretizer", k_bins}};

} // namespace

std::span<const entry> discretize_classes() { return classes; }

} // namespace convert::sklearn
