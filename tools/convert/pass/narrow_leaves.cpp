// convert/pass/narrow_leaves.cpp -- leaves as floats, for smaller files at a stated price.
#include <convert/pass/narrow_leaves.hpp>

#include <algorithm>
#include <cmath>
#include <variant>

namespace convert::pass {

namespace {

double narrow(ir::forest& f) {
  const std::uint32_t width = f.leaf_width();
  double bound = 0;
  for (const auto& t : f.trees) {
    double worst = 0;
    for (const auto& n : t.nodes) {
      if (!n.is_leaf()) continue;
      for (std::uint32_t i = 0; i < width; ++i) {
        const double leaf = f.leaves[std::size_t{n.leaf} * width + i];
        worst = std::max(worst, std::fabs(leaf - static_cast<double>(static_cast<float>(leaf))));
      }
    }
    bound += worst;
  }
  for (double& leaf : f.leaves) leaf = static_cast<double>(static_cast<float>(leaf));
  return bound;
}

} // namespace

double narrow_leaves(ir::model& m) {
  double worst = 0;
  for (auto& s : m.steps) {
    if (auto* const forest = std::get_if<ir::forest>(&s.what)) worst = std::max(worst, narrow(*forest));
  }
  return worst;
}

} // namespace convert::pass
