// convert/frontend/sklearn/neighbor_tree.cpp -- KDTree and BallTree as their pickles hold them, and tables without one.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/neighbors/_binary_tree.pxi`, `BinaryTree.__getstate__` and
//         `_recursive_build`; `_base.py`, `KNeighborsMixin.kneighbors`; `_pairwise_distances_reduction`, `ArgKmin`.
#include <convert/frontend/sklearn/neighbor_tree.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include <convert/frontend/sklearn/coefficients.hpp>

namespace convert::sklearn {

namespace {

/// Rows that fit into one of ArgKmin's chunks: one thread looks at all of them.
constexpr std::size_t rows_of_one_chunk = 256;

/// Whether it matters which of equally far rows are found: rows of whole numbers are often equally far away, and a row
/// can be there twice with different targets.
bool has_ties(const std::vector<double>& points, std::size_t columns, const std::vector<double>& targets) {
  if (std::ranges::all_of(points, [](double x) { return std::trunc(x) == x; })) return true;
  const std::size_t count = points.size() / columns;
  const std::size_t each = targets.size() / count;
  std::vector<std::vector<double>> rows;
  for (std::size_t r = 0; r < count; ++r) {
    rows.emplace_back(points.data() + r * columns, points.data() + (r + 1) * columns);
    rows.back().insert(rows.back().end(), targets.data() + r * each, targets.data() + (r + 1) * each);
  }
  std::ranges::sort(rows);
  const auto is_tie = [columns](const std::vector<double>& one, const std::vector<double>& other) {
    return std::equal(one.begin(), one.begin() + static_cast<std::ptrdiff_t>(columns), other.begin()) &&
           one != other;
  };
  return std::ranges::adjacent_find(rows, is_tie) != rows.end();
}

/// Rows in the same direction differ in the last bits of what their lengths make of them.
std::vector<double> without_last_bits(std::vector<double> points) {
  for (double& x : points) x = std::round(x * 0x1p40) * 0x1p-40;
  return points;
}

void refuse_ties(context& c, pickle::value object, const neighbor_table& table, std::size_t columns,
                 const search& how) {
  const std::size_t rows = table.order.size();
  const pickle::value fitted = object.required("_fit_X");
  // ArgKmin takes doubles only, where the rows asked are doubles: tables of floats, integers and truths go the old way.
  const bool of_doubles =
      fitted.is_array() && fitted.as_array().type.kind == 'f' && fitted.as_array().type.item_bytes == 8;
  const bool by_partition = c.written_by() < version{1, 1, 0} || !of_doubles || how.directions;
  const bool by_threads = rows > rows_of_one_chunk && !how.one_by_one;
  // For few rows asked ArgKmin puts the heap of its one thread into another one, for thousands it does not.
  if (!by_partition && !by_threads && !how.order_counts) return;
  const std::vector<double> targets = object.required("_y").numbers();
  const bool same_rows = has_ties(how.directions ? fitted.numbers() : table.points, columns, targets);
  if (!same_rows && !(how.directions && has_ties(without_last_bits(table.points), columns, targets))) return;
  const std::string decides = by_partition ? "numpy.argpartition decides which are neighbors"
                              : by_threads
                                  ? "the number of threads decides which are neighbors"
                                  : "the number of rows asked decides in which order their weights are added";
  throw refusal("`" + object.path() + "`: rows of the table are equally far away, and " + decides +
                ": fit it again " + std::string(with_tree(how.directions)));
}

/// Each row divided by its length.
void divide_by_length(pickle::value where, std::vector<double>& points, std::size_t columns) {
  for (std::size_t first = 0; first < points.size(); first += columns) {
    double squares = 0;
    for (std::size_t i = first; i < first + columns; ++i) squares += points[i] * points[i];
    if (!(squares > 0) || std::isinf(squares))
      throw refusal("`" + where.path() + "`: row " + std::to_string(first / columns) +
                    " has no length that it could be divided by, and no angle to others");
    for (std::size_t i = first; i < first + columns; ++i) points[i] /= std::sqrt(squares);
  }
}

/// The tree's nodes stand for halves of what their parents stand for; anything else was not made by scikit-learn.
void insist_on_halves(pickle::value where, const pickle::array& nodes, std::size_t points) {
  const auto starts = nodes.field_integers("idx_start");
  const auto ends = nodes.field_integers("idx_end");
  const std::size_t count = starts.size();
  bool sound = count > 0 && ends.size() == count && (count & (count + 1)) == 0;
  std::vector<std::pair<std::size_t, std::size_t>> ranges(count);
  for (std::size_t i = 0; sound && i < count; ++i) {
    if (i == 0) ranges[0] = {0, points};
    const auto [first, end] = ranges[i];
    sound = starts[i] == static_cast<std::int64_t>(first) && ends[i] == static_cast<std::int64_t>(end);
    if (2 * i + 2 >= count) continue;
    const std::size_t half = first + (end - first) / 2;
    ranges[2 * i + 1] = {first, half};
    ranges[2 * i + 2] = {half, end};
  }
  if (!sound) throw refusal("`" + where.path() + "`: a tree whose nodes are not halves");
}

void add_tree(pickle::value object, neighbor_table& table, std::size_t columns, bool balls) {
  const pickle::value tree = object.required("_tree");
  const auto state = tree.state();
  if (!state || !state->is_sequence() || state->size() < 4)
    throw refusal("`" + tree.path() + "`: expected a tree");
  const pickle::array& nodes = (*state)[2].as_array();
  const std::size_t points = table.order.size();
  insist_on_halves(tree, nodes, points);
  const std::vector<double> order = (*state)[1].numbers();
  std::vector<bool> met(points, false);
  for (std::size_t i = 0; i < order.size() && i < points; ++i)
    if (order[i] >= 0 && order[i] < static_cast<double>(points)) {
      table.order[i] = static_cast<std::size_t>(order[i]);
      met[table.order[i]] = true;
    }
  if (order.size() != points || std::ranges::find(met, false) != met.end())
    throw refusal("`" + tree.path() + "`: a tree that does not hold every row once");
  table.balls = balls;
  table.bounds = (*state)[3].numbers();
  const std::vector<double> radii = balls ? nodes.field_numbers("radius") : std::vector<double>{};
  const std::size_t count = nodes.count();
  if (table.bounds.size() != count * columns * (balls ? 1 : 2))
    throw refusal("`" + tree.path() + "`: " + std::to_string(table.bounds.size()) + " bounds for " +
                  std::to_string(count) + " nodes");
  table.bounds.insert(table.bounds.end(), radii.begin(), radii.end());
  std::vector<double> ordered;
  ordered.reserve(table.points.size());
  for (const std::size_t row : table.order) {
    const auto first = table.points.begin() + static_cast<std::ptrdiff_t>(row * columns);
    ordered.insert(ordered.end(), first, first + static_cast<std::ptrdiff_t>(columns));
  }
  table.points = std::move(ordered);
}

} // namespace

std::string_view with_tree(bool directions) {
  return directions ? "behind a Normalizer, with metric='euclidean' and algorithm='kd_tree'"
                    : "with algorithm='kd_tree'";
}

neighbor_table neighbor_table_of(context& c, pickle::value object, std::uint32_t columns, const search& how) {
  const pickle::value fitted = object.required("_fit_X");
  if (!fitted.is_array())
    throw refusal("`" + fitted.path() +
                  "`: a table that is sparse is not supported: fit it again on its toarray()");
  if (fitted.as_array().count() > max_table_numbers)
    throw refusal("`" + fitted.path() + "`: " + std::to_string(fitted.as_array().count()) +
                  " numbers are more than the " + std::to_string(max_table_numbers) +
                  " that a table of neighbors may have");
  neighbor_table table;
  table.points = matrix_of(fitted, columns);
  if (how.directions) divide_by_length(fitted, table.points, columns);
  table.order.resize(table.points.size() / columns);
  std::iota(table.order.begin(), table.order.end(), std::size_t{0});
  const auto method = object.required("_fit_method").text();
  if (method == "kd_tree" || method == "ball_tree")
    add_tree(object, table, columns, method == "ball_tree");
  else if (method == "brute")
    refuse_ties(c, object, table, columns, how);
  else
    throw refusal("`" + object.path() + "`: algorithm `" + std::string(method) + "` is not supported");
  return table;
}

} // namespace convert::sklearn
