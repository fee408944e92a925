// convert/ir/check_neighbors.cpp -- whether a table of points, their values and the bounds of a tree fit each other.
#include <convert/ir/neighbors.hpp>

#include <string>

#include <convert/refusal.hpp>

namespace convert::ir {

namespace {

void insist(bool yes, const std::string& fault) {
  if (!yes) throw refusal(fault);
}

std::string columns(std::uint64_t n) { return std::to_string(n) + (n == 1 ? " column" : " columns"); }

} // namespace

std::uint64_t check_neighbors(const neighbors& s, std::uint64_t inputs) {
  insist(inputs > 0, "there is nothing to measure a distance to");
  insist(s.points.size() % inputs == 0 && !s.points.empty(),
         columns(inputs) + " do not fit " + std::to_string(s.points.size()) + " coordinates of points");
  const std::uint64_t points = s.points.size() / inputs;
  insist(s.targets > 0 && s.values.size() == points * s.targets, "there is not one row of values a point");
  insist(s.count > 0 && s.count <= points, "there are fewer points than neighbors");
  insist(s.far_away < points, "the point that stands in for too far ones does not exist");
  const std::uint64_t node = s.balls ? inputs + 1 : 2 * inputs;
  const std::uint64_t nodes = s.bounds.size() / node;
  insist(s.bounds.size() % node == 0 && (nodes & (nodes + 1)) == 0,
         columns(inputs) + " do not fit " + std::to_string(s.bounds.size()) + " bounds of a tree's nodes");
  return std::uint64_t{s.count} * (1 + std::uint64_t{s.targets});
}

} // namespace convert::ir
