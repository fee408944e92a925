// convert/frontend/sklearn/isolation_forest.cpp -- IsolationForest: predict (1 or -1) and decision_function.
//
// Source    scikit-learn 0.23 .. 1.9, sklearn/ensemble/_iforest.py: predict, decision_function,
// _compute_score_samples,
//           _average_path_length. Rows are validated as float32 since 1.3; before, as float64, and as float32
//           only where a tree reads them. Since 1.6 nothing is refused: NaN goes where the nodes say, and what is
//           past float32's range is infinite. In 0.23 a forest of trees of one row divides 0 by 0.
#include <convert/frontend/sklearn/registry.hpp>

#include <cmath>
#include <string>

#include <convert/frontend/sklearn/tree_sum.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

constexpr double euler_gamma = 0.57721566490153286;

// With `contamination` set, `offset_` is a percentile of the scores seen in fit, so that rows like the ones that set
// it lie at a decision of exactly 0 and count as inside. numpy's log and power differ in the last bit between
// instruction sets (with AVX-512 in every fourth number), so that "0" is then whatever rounds to it.
constexpr double automatic_offset = -0.5;
constexpr double tolerance = 0x1p-52;

double average_path_length(std::int64_t samples) {
  if (samples <= 1) return 0;
  if (samples == 2) return 1;
  const auto n = static_cast<double>(samples);
  return 2.0 * (std::log(n - 1.0) + euler_gamma) - 2.0 * (n - 1.0) / n;
}

// Nodes on the way from the root to each node, itself included. Children are unproven here: what is not a
// tree is left as it is, for the forest's own check to refuse.
std::vector<double> nodes_to(const tree_arrays& t) {
  std::vector<double> made(t.nodes(), 0.0);
  std::vector<std::size_t> open;
  if (t.nodes() > 0) open.push_back(0);
  if (t.nodes() > 0) made[0] = 1;
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    if (t.is_leaf(at)) continue;
    for (const std::int64_t next : {t.left[at], t.right[at]}) {
      if (next < 0 || static_cast<std::size_t>(next) >= t.nodes()) continue;
      const auto node = static_cast<std::size_t>(next);
      if (made[node] != 0) continue;
      made[node] = made[at] + 1;
      open.push_back(node);
    }
  }
  return made;
}

ir::value depths(context& c, pickle::value object, ir::value input, const std::vector<pickle::value>& trees) {
  ir::builder& b = c.build();
  check_width(c, object, input);
  const column_subsets subsets =
      read_subsets(object.required("estimators_features_"), trees.size(), b.width(input));
  const bool whole =
      subsets.positions.front().size() == b.width(input); // then the trainer ignores their order
  ir::value x = input;
  const bool refuses = c.written_by() < version{1, 6, 0};
  if (refuses) x = validated(c, x, c.written_by() < version{1, 3, 0} ? accepts::finite : accepts::finite_f32);
  if (!whole) x = b.pick(x, subsets.used);
  if (refuses) x = validated(c, x, accepts::finite_f32);
  ir::forest f = empty_forest(b.width(x), 1, false);
  for (std::size_t i = 0; i < trees.size(); ++i) {
    const tree_arrays t = read_tree(trees[i].required("tree_"));
    const std::vector<double> path = nodes_to(t);
    placement at;
    if (!whole) at.columns = subsets.positions[i];
    append_tree(f, t, at, [&path](const tree_arrays& from, std::size_t node, std::vector<double>& row) {
      row.push_back((path[node] + average_path_length(from.samples[node])) - 1.0);
    });
  }
  return b.add(x, std::move(f));
}

/// The least depth at which 2 ** -(depth / expected) <= -offset.
double least_depth_inside(double expected, double offset) {
  const double score = (offset == automatic_offset ? 0.0 : tolerance) - offset;
  const auto inside = [&](double depth) { return std::pow(2.0, -(depth / expected)) <= score; };
  double least = -expected * std::log2(score);
  constexpr int steps = 64; // the logarithm is off by a few units in the last place
  for (int i = 0; i < steps && inside(std::nextafter(least, 0.0)); ++i) least = std::nextafter(least, 0.0);
  for (int i = 0; i < steps && !inside(least); ++i) least = std::nextafter(least, 2 * expected);
  return least;
}

/// 1 where the decision is not negative: asked of the depth, which is an exact sum, and not of a rounded power.
ir::value inlier(ir::builder& b, ir::value depth, ir::value decision, double expected, double offset) {
  if (expected == 0 || !(offset < 0 && offset >= -1))
    return b.add(decision, ir::decide{ir::decide::kind::threshold, 0.0, true});
  return b.add(depth, ir::decide{ir::decide::kind::threshold, least_depth_inside(expected, offset), true});
}

answers detector(context& c, pickle::value object, ir::value input) {
  ir::builder& b = c.build();
  const auto trees = object.required("estimators_").elements();
  if (trees.empty()) throw refusal("`" + object.path() + "`: a forest without trees");
  const double expected =
      static_cast<double>(trees.size()) * average_path_length(object.required("max_samples_").integer());
  if (expected == 0 && c.written_by() < version{1, 2, 0})
    throw refusal("`" + object.path() +
                  "`: trees of one row each, whose depth is divided by 0, are not supported");
  const ir::value depth = depths(c, object, input, trees);
  // 2 ** -(depth / expected); a tree of one row has neither, and the trainer then takes the quotient as 1.
  const ir::value exponent =
      expected == 0 ? b.shifted(b.scaled(depth, 0.0), -1.0) : b.scaled(b.divided(depth, expected), -1.0);
  const ir::value score = b.scaled(b.add(exponent, ir::unary{ir::function::exp2}), -1.0);
  const double offset = object.required("offset_").number();
  const ir::value decision =
      b.add(score, ir::with_constants{ir::operation::subtract, false, std::vector<double>{offset}});
  const ir::value inside_when = inlier(b, depth, decision, expected, offset);
  answers made;
  const ir::label outside{ir::label::kind::integer, "-1", -1.0};
  const ir::label inside{ir::label::kind::integer, "1", 1.0};
  made.classes.push_back({inside_when, {outside, inside}, std::nullopt});
  made.raw = decision;
  return made;
}

} // namespace

std::span<const entry> isolation_forest_classes() {
  static constexpr entry table[] = {{"IsolationForest", detector}};
  return table;
}

} // namespace convert::sklearn
