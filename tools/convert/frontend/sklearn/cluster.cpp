// convert/frontend/sklearn/cluster.cpp -- KMeans and its kin: the nearest centre, or the distances to all of them.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/cluster/_kmeans.py`, `predict` and `transform`;
//         `_k_means_lloyd.pyx`, `_update_chunk_dense`; `_bisect_k_means.py`, `_predict_recursive`.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/euclidean.hpp>
#include <convert/frontend/sklearn/posterior.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

/// Floats meet doubles only in `transform`: predict is compiled for one of the two.
void refuse_floats(pickle::value centres) {
  if (centres.is_array() && centres.as_array().type.item_bytes == 4)
    throw refusal("`" + centres.path() + "`: fitted on float32, so that predict raises for float64 rows");
}

/// More clusters than places leave centres that are one place but for rounding: which is nearer is the rounding of a BLAS.
void refuse_near_centres(pickle::value where, const std::vector<double>& centres, std::size_t columns) {
  constexpr double rounding = 1e-13;
  const std::size_t count = centres.size() / columns;
  for (std::size_t a = 0; a < count; ++a)
    for (std::size_t b = 0; b < a; ++b) {
      double apart = 0;
      double size = 0;
      for (std::size_t i = 0; i < columns; ++i) {
        apart = std::max(apart, std::fabs(centres[a * columns + i] - centres[b * columns + i]));
        size = std::max(size, std::fabs(centres[a * columns + i]));
      }
      if (apart > 0 && apart <= rounding * size)
        throw refusal(
            "`" + where.path() + "`: the centres " + std::to_string(b) + " and " + std::to_string(a) +
            " are one place but for rounding, which decides between them: fit it again with fewer clusters");
    }
}

/// -2 x . c + c . c: the squared distance without x . x, which all centres share.
ir::value comparable_distances(ir::builder& b, ir::value x, const std::vector<double>& centres) {
  const std::size_t columns = b.width(x);
  const std::size_t count = centres.size() / columns;
  ir::linear step{static_cast<std::uint32_t>(count), {}, std::vector<double>(count, 0.0)};
  for (std::size_t i = 0; i < centres.size(); ++i) {
    step.weights.push_back(-2 * centres[i]);
    step.bias[i / columns] += centres[i] * centres[i];
  }
  return b.add(x, std::move(step));
}

/// The first smallest distance. NaN, from distances that overflow, is never smaller; where it stands first, nothing
/// is smaller than it.
ir::value nearest(ir::builder& b, ir::value distances) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  ir::impute never{true, 0, std::vector<double>(b.width(distances), -infinity)};
  never.fill.front() = infinity;
  const ir::value nearness = b.add(b.add(distances, ir::unary{ir::function::negative}), std::move(never));
  return b.add(nearness, ir::decide{});
}

answers distances_to(context& c, pickle::value object, ir::value x) {
  ir::builder& b = c.build();
  const auto centres = matrix_of(object.required("cluster_centers_"), b.width(x));
  b.mark_cancellation(); // beside a centre the squares multiplied out leave the root of their rounding
  answers made;
  made.transform = b.add(squared_euclidean(b, x, centres), ir::unary{ir::function::sqrt});
  return made;
}

answers k_means(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::builder& b = c.build();
  const ir::value x = validated(c, input, accepts::finite);
  if (c.only_transform()) return distances_to(c, object, x);
  const pickle::value centres = object.required("cluster_centers_");
  refuse_floats(centres);
  const std::vector<double> places = matrix_of(centres, b.width(x));
  refuse_near_centres(centres, places, b.width(x));
  const ir::value distances = comparable_distances(b, x, places);
  answers made;
  made.classes.push_back({nearest(b, distances), counted_labels(b.width(distances)), std::nullopt});
  return made;
}

/// Left or right at a fork of the hierarchy, and the forks that lead there.
struct turn {
  std::uint32_t fork;
  bool right;
};

struct hierarchy {
  std::vector<std::vector<turn>> paths; // one a cluster, from the root
  std::vector<std::int64_t> labels;
  std::vector<double> left_centres; // (forks, columns)
  std::vector<double> right_centres;
};

/// More forks than a clustering has rows in practice; every fork's path is written out for each of its clusters.
constexpr std::size_t most_forks = 4096;

void add_centre(std::vector<double>& to, pickle::value node, const std::vector<double>& mean) {
  const std::vector<double> centre = node.required("center").numbers();
  refuse_floats(node.required("center"));
  if (centre.size() != mean.size())
    throw refusal("`" + node.path() + ".center`: " + std::to_string(centre.size()) + " numbers for " +
                  std::to_string(mean.size()) + " features");
  for (std::size_t i = 0; i < mean.size(); ++i) to.push_back(centre[i] + mean[i]);
}

hierarchy hierarchy_of(pickle::value root, const std::vector<double>& mean) {
  hierarchy made;
  std::vector<std::pair<pickle::value, std::vector<turn>>> open = {{root, {}}};
  std::uint32_t forks = 0;
  while (!open.empty()) {
    const auto [node, path] = std::move(open.back());
    open.pop_back();
    const auto left = node.attribute("left");
    if (!left || left->is_none()) {
      made.paths.push_back(path);
      made.labels.push_back(node.required("label").integer());
      continue;
    }
    if (forks == most_forks) throw refusal("`" + root.path() + "`: more than 4097 clusters");
    const pickle::value right = node.required("right");
    add_centre(made.left_centres, *left, mean);
    add_centre(made.right_centres, right, mean);
    for (const bool to_right : {true, false}) {
      auto further = path;
      further.push_back({forks, to_right});
      open.emplace_back(to_right ? right : *left, std::move(further));
    }
    ++forks;
  }
  return made;
}

/// All forks are asked at once; a cluster is reached if every fork on its path points to it.
answers bisecting(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::builder& b = c.build();
  const ir::value x = validated(c, input, accepts::finite);
  if (c.only_transform()) return distances_to(c, object, x);
  std::vector<double> mean(b.width(x), 0.0);
  if (object.has("_X_mean")) mean = per_column(object, "_X_mean", b.width(x));
  const hierarchy tree = hierarchy_of(object.required("_bisecting_tree"), mean);
  std::vector<ir::label> labels;
  for (const std::int64_t label : tree.labels)
    labels.push_back({ir::label::kind::integer, std::to_string(label), static_cast<double>(label)});
  answers made;
  if (tree.paths.size() == 1) {
    // A product of nothing reads the row all the same, so that what the trainer refuses is refused.
    const ir::value one = b.add(x, ir::polynomial{{{}}});
    made.classes.push_back({b.add(one, ir::decide{}), std::move(labels), std::nullopt});
    return made;
  }
  const std::array sides = {comparable_distances(b, x, tree.right_centres),
                            comparable_distances(b, x, tree.left_centres)};
  const ir::value is_right = b.add(b.concat(sides), ir::elementwise{ir::operation::less});
  const ir::value turns = b.add(is_right, ir::complement{}); // left, right of each fork
  ir::polynomial reached;
  for (const auto& path : tree.paths) {
    reached.products.emplace_back();
    for (const turn& t : path) reached.products.back().push_back(2 * t.fork + (t.right ? 1 : 0));
  }
  made.classes.push_back(
      {b.add(b.add(turns, std::move(reached)), ir::decide{}), std::move(labels), std::nullopt});
  return made;
}

constexpr std::array classes = {
    entry{"BisectingKMeans", bisecting},
    entry{"KMeans", k_means},
    entry{"MiniBatchKMeans", k_means},
};

} // namespace

std::span<const entry> cluster_classes() { return classes; }

} // namespace convert::sklearn
