// convert/ir/evaluate_neighbors.cpp -- the nearest points, searched as scikit-learn's trees search.
//
// Source  scikit-learn 1.2, `sklearn/utils/_heap.pyx`, `heap_push`; `sklearn/neighbors/_binary_tree.pxi`,
//         `_query_single_depthfirst`; `_kd_tree.pyx` and `_ball_tree.pyx`, `min_rdist`.
#include <convert/ir/evaluate_step.hpp>
#include <convert/ir/simultaneous_sort.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace convert::ir {

namespace {

/// A heap with the farthest on top; a nearer point takes its place.
class nearest {
 public:
  nearest(std::size_t count, std::size_t far_away)
      : heap_(count, {std::numeric_limits<double>::infinity(), far_away}) {}

  double farthest() const { return heap_[0].first; }

  void push(double distance, std::size_t point) {
    if (!(distance < farthest())) return;
    std::size_t at = 0;
    for (std::size_t child = 1; child < heap_.size(); child = 2 * at + 1) {
      const std::size_t right = child + 1;
      if (right < heap_.size() && heap_[child].first < heap_[right].first) child = right;
      if (heap_[child].first <= distance) break;
      heap_[at] = heap_[child];
      at = child;
    }
    heap_[at] = {distance, point};
  }

  const std::vector<found_point>& all() const { return heap_; }

 private:
  std::vector<found_point> heap_;
};

class search {
 public:
  search(const neighbors& s, numbers x, rounding r)
      : s_(s), x_(x), r_(r), nodes_(s.bounds.size() / (s.balls ? x.size() + 1 : 2 * x.size())),
        nearest_(s.count, s.far_away) {}

  std::vector<found_point> run() {
    const std::size_t points = s_.points.size() / x_.size();
    if (nodes_ == 0)
      look_at(0, points);
    else
      visit(0, 0, points, to_node(0));
    auto all = nearest_.all();
    simultaneous_sort(all, s_.introsort);
    for (auto& one : all) one.first = to_distance(one.first);
    return all;
  }

 private:
  void look_at(std::size_t first, std::size_t end) {
    for (std::size_t p = first; p < end; ++p) nearest_.push(between(s_.points.data() + p * x_.size()), p);
  }

  /// As deep as the tree: its nodes are numbered, so that is a logarithm of their count.
  void visit(std::size_t node, std::size_t first, std::size_t end, double distance) {
    if (distance > nearest_.farthest()) return;
    const std::size_t left = 2 * node + 1;
    if (left >= nodes_) {
      look_at(first, end);
      return;
    }
    const std::size_t half = first + (end - first) / 2;
    const double to_left = to_node(left);
    const double to_right = to_node(left + 1);
    if (to_left <= to_right) {
      visit(left, first, half, to_left);
      visit(left + 1, half, end, to_right);
    } else {
      visit(left + 1, half, end, to_right);
      visit(left, first, half, to_left);
    }
  }

  double plus(double sum, double apart) const {
    switch (s_.how) {
    case neighbors::metric::euclidean: return r_(sum + r_(apart * apart));
    case neighbors::metric::manhattan: return r_(sum + std::fabs(apart));
    case neighbors::metric::chebyshev: break;
    case neighbors::metric::minkowski: return r_(sum + r_(std::pow(std::fabs(apart), s_.exponent)));
    }
    return sum >= std::fabs(apart) || std::isnan(sum) ? sum : std::fabs(apart);
  }

  double between(const double* point) const {
    double sum = 0;
    for (std::size_t i = 0; i < x_.size(); ++i) sum = plus(sum, r_(x_[i] - point[i]));
    return sum;
  }

  double to_distance(double reduced) const {
    if (s_.how == neighbors::metric::euclidean) return r_(std::sqrt(reduced));
    if (s_.how == neighbors::metric::minkowski) return r_(std::pow(reduced, r_(1 / s_.exponent)));
    return reduced;
  }

  double of_distance(double distance) const {
    if (s_.how == neighbors::metric::euclidean) return r_(distance * distance);
    if (s_.how == neighbors::metric::minkowski) return r_(std::pow(distance, s_.exponent));
    return distance;
  }

  double to_node(std::size_t node) const {
    const std::size_t width = x_.size();
    const double* const low = s_.bounds.data() + node * width;
    if (s_.balls) {
      const double outside = r_(to_distance(between(low)) - s_.bounds[nodes_ * width + node]);
      return of_distance(outside > 0 ? outside : 0.0);
    }
    const double* const high = low + nodes_ * width;
    double sum = 0;
    for (std::size_t i = 0; i < width; ++i) {
      const double below = r_(low[i] - x_[i]);
      const double above = r_(x_[i] - high[i]);
      const double twice = r_(r_(below + std::fabs(below)) + r_(above + std::fabs(above)));
      sum = plus(sum, r_(0.5 * twice));
    }
    return sum;
  }

  const neighbors& s_;
  numbers x_;
  rounding r_;
  std::size_t nodes_;
  nearest nearest_;
};

} // namespace

row_of_numbers apply(const neighbors& s, numbers x, rounding r) {
  const auto all = search(s, x, r).run();
  row_of_numbers y;
  for (const auto& one : all) y.push_back(one.first);
  for (const auto& one : all)
    for (std::size_t t = 0; t < s.targets; ++t) y.push_back(s.values[one.second * s.targets + t]);
  return y;
}

} // namespace convert::ir
