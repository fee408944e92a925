// convert/frontend/sklearn/neighbors.cpp -- the votes and the means of the nearest rows.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/neighbors/_classification.py`, `KNeighborsClassifier.predict` and
//         `predict_proba`; `_regression.py`, `KNeighborsRegressor.predict`; `_base.py`, `_get_weights`;
//         `sklearn/utils/extmath.py`, `weighted_mode`.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include <convert/frontend/sklearn/neighbor_tree.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

using ir::operation;

/// How far away points are: the metric, and Minkowski's exponent; by their directions alone, whatever their length.
struct measure {
  ir::neighbors::metric how = ir::neighbors::metric::euclidean;
  double exponent = 2;
  bool directions = false;
};

measure measure_of(pickle::value object) {
  using metric = ir::neighbors::metric;
  const pickle::value said = object.required("effective_metric_");
  const pickle::value parameters = object.required("effective_metric_params_");
  const auto weights = parameters.find("w");
  if (!said.is_text()) throw refusal("`" + said.path() + "`: a metric that is a function is not supported");
  if (weights && !weights->is_none())
    throw refusal("`" + object.path() + "`: a metric with weights is not supported");
  const auto name = said.text();
  if (name == "euclidean" || name == "l2" || name == "sqeuclidean") return {metric::euclidean, 2};
  if (name == "cosine") return {metric::euclidean, 2, true};
  if (name == "manhattan" || name == "l1" || name == "cityblock") return {metric::manhattan, 1};
  if (name == "chebyshev" || name == "infinity") return {metric::chebyshev, 0};
  const auto exponent = parameters.find("p");
  if ((name == "minkowski" || name == "p") && exponent) return {metric::minkowski, exponent->number()};
  throw refusal("`" + object.path() + "`: metric `" + std::string(name) +
                "` is not supported, euclidean, manhattan, chebyshev, minkowski and cosine are");
}

bool weighs_by_distance(pickle::value object) {
  const pickle::value said = object.required("weights");
  if (said.is_none() || (said.is_text() && said.text() == "uniform")) return false;
  if (said.is_text() && said.text() == "distance") return true;
  throw refusal("`" + object.path() + "`: weights by a function are not supported");
}

/// Without a tree the trainer multiplies (a - b)^2 out, and its BLAS rounds: near a row of the table the distance is
/// noise, which an inverse shows. No tree takes squared distances, so only their order counts, which is that of distances.
void refuse_inverted_noise(pickle::value object, const measure& how) {
  if (how.how != ir::neighbors::metric::euclidean || object.required("_fit_method").text() != "brute") return;
  throw refusal(
      "`" + object.path() +
      "`: weights by a distance that is found without a tree are rounding noise near rows of the table: "
      "fit it again " +
      std::string(with_tree(how.directions)));
}

double squared_distance(const double* a, const double* b, std::size_t columns) {
  double sum = 0;
  for (std::size_t i = 0; i < columns; ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

/// Rows of a scaled grid are as often equally far away as those of whole numbers, but for rounding: multiplied out, which of
/// them is nearer is what the BLAS leaves of it. Looks from some of the table's rows at the last neighbor and the next one.
void refuse_near_ties(pickle::value object, const measure& how, const neighbor_table& table,
                      const std::vector<double>& targets, std::size_t neighbors) {
  const std::size_t count = table.order.size();
  const std::size_t columns = table.points.size() / count;
  const std::size_t each = targets.size() / count;
  const bool is_whole =
      std::ranges::all_of(table.points, [](double x) { return std::trunc(x) == x; }); // then nothing rounds
  if (how.how != ir::neighbors::metric::euclidean || !table.bounds.empty() || is_whole || neighbors >= count)
    return;
  constexpr std::size_t enough = 48; // rows to look from
  constexpr double rounding = 1e-14;
  std::vector<std::pair<double, std::size_t>> apart(count);
  for (std::size_t from = 0; from < count; from += 1 + count / enough) {
    const double* const here = table.points.data() + from * columns;
    for (std::size_t i = 0; i < count; ++i)
      apart[i] = {squared_distance(here, table.points.data() + i * columns, columns), i};
    const auto last = apart.begin() + static_cast<std::ptrdiff_t>(neighbors) - 1;
    std::nth_element(apart.begin(), last, apart.end());
    const auto next = std::min_element(last + 1, apart.end());
    const double* const one = table.points.data() + last->second * columns;
    const double* const other = table.points.data() + next->second * columns;
    const bool same_place = std::equal(one, one + columns, other);
    const auto of = [&](std::size_t row) {
      return targets.begin() + static_cast<std::ptrdiff_t>(row * each);
    };
    const bool same_targets = std::equal(of(last->second), of(last->second + 1), of(next->second));
    const double size = squared_distance(one, std::vector<double>(columns, 0.0).data(), columns);
    if (!same_place && !same_targets && next->first - last->first <= rounding * (next->first + size))
      throw refusal("`" + object.path() +
                    "`: rows of the table are equally far away but for rounding, and the BLAS decides which "
                    "are neighbors: fit it again " +
                    std::string(with_tree(how.directions)));
  }
}

/// `_y` (rows, targets): class numbers or numbers.
struct targets {
  std::vector<double> values;
  std::uint32_t count = 1;
};

targets targets_of(pickle::value object, std::size_t rows) {
  const pickle::value y = object.required("_y");
  const pickle::array& numbers = y.as_array();
  if (numbers.type.kind == 'f' && numbers.type.item_bytes < 8)
    throw refusal("`" + y.path() + "`: targets in float32 are averaged in float32, which is not supported");
  targets made{numbers.numbers(), 1};
  if (rows == 0 || made.values.empty() || made.values.size() % rows != 0)
    throw refusal("`" + y.path() + "`: " + std::to_string(made.values.size()) + " targets for " +
                  std::to_string(rows) + " rows");
  made.count = static_cast<std::uint32_t>(made.values.size() / rows);
  return made;
}

/// The nearest rows: their distances, and column by column their targets.
struct nearest_rows {
  std::uint32_t count = 0;
  ir::value distances = 0;          // (count)
  std::vector<ir::value> of_target; // (targets) of (count)
};

/// The row divided by its length. One of no length is as far away from all others, and numpy.argpartition would decide.
ir::value direction_of(ir::builder& b, ir::value x) {
  const ir::value direction = b.add(x, ir::norm{});
  ir::require some_length;
  some_length.lowest = 0.5;
  b.add(b.add(direction, ir::reduce{ir::reduce::kind::l2, 1}), std::move(some_length));
  return direction;
}

nearest_rows nearest_rows_of(context& c, pickle::value object, ir::value input, bool by_distance,
                             search how_found) {
  check_width(c, object, input);
  ir::builder& b = c.build();
  const measure how = measure_of(object);
  ir::value x = validated(c, input, accepts::finite);
  if (how.directions) x = direction_of(b, x);
  if (by_distance) refuse_inverted_noise(object, how);
  how_found.directions = how.directions;
  neighbor_table table = neighbor_table_of(c, object, b.width(x), how_found);
  const targets y = targets_of(object, table.order.size());
  const auto asked = object.required("n_neighbors").integer();
  if (asked < 1 || asked > static_cast<std::int64_t>(table.order.size()))
    throw refusal("`" + object.path() + "`: n_neighbors " + std::to_string(asked) + " of " +
                  std::to_string(table.order.size()) + " rows");
  refuse_near_ties(object, how, table, y.values, static_cast<std::size_t>(asked));
  ir::neighbors step{how.how,
                     how.exponent,
                     static_cast<std::uint32_t>(asked),
                     y.count,
                     std::move(table.points),
                     {},
                     std::move(table.bounds),
                     table.balls,
                     c.written_by() >= version{1, 9, 0},
                     0};
  for (const std::size_t row : table.order)
    for (std::size_t t = 0; t < y.count; ++t) step.values.push_back(y.values[row * y.count + t]);
  step.far_away =
      static_cast<std::uint32_t>(std::ranges::find(table.order, std::size_t{0}) - table.order.begin());
  nearest_rows found;
  found.count = step.count;
  const ir::value all = b.add(x, std::move(step));
  found.distances = b.slice(all, 0, found.count);
  for (std::uint32_t t = 0; t < y.count; ++t) {
    std::vector<std::uint32_t> columns;
    for (std::uint32_t i = 0; i < found.count; ++i) columns.push_back(found.count + i * y.count + t);
    found.of_target.push_back(b.pick(all, columns));
  }
  return found;
}

ir::value paired(ir::builder& b, ir::value first, ir::value second, operation what) {
  const std::array both = {first, second};
  return b.add(b.concat(both), ir::elementwise{what});
}

/// 1 / distance; where a row is at no distance, 1 for all such rows and 0 for the others. Where every row is too far to
/// weigh anything, classifiers raise since 1.3.
ir::value weights_by(ir::builder& b, ir::value distances, bool raises) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const std::uint32_t count = b.width(distances);
  const ir::value inverse = b.add(distances, ir::unary{ir::function::reciprocal});
  ir::value largest = b.add(inverse, ir::reduce{ir::reduce::kind::max, 1});
  if (raises) {
    ir::require some;
    some.missing_allowed = some.infinite_allowed = true;
    some.lowest = 0;
    some.lowest_excluded = true;
    largest = b.add(largest, std::move(some));
  }
  const ir::value is_here =
      b.add(inverse, ir::with_constants{operation::equal, false, std::vector<double>(count, infinity)});
  const ir::value none_is_here =
      b.add(b.add(largest, ir::with_constants{operation::equal, false, {infinity}}),
            ir::unary{ir::function::logical_not});
  const ir::value finite = b.add(inverse, ir::impute{false, infinity, std::vector<double>(count, 0.0)});
  const ir::value kept =
      paired(b, finite, b.pick(none_is_here, std::vector<std::uint32_t>(count, 0)), operation::multiply);
  return paired(b, kept, is_here, operation::add);
}

/// What each class has of the neighbors' weights, (classes, count): 1 or the weight where the neighbor is of the class.
ir::value ballots_of(ir::builder& b, ir::value classes_found, std::optional<ir::value> weights,
                     std::uint32_t classes) {
  const std::uint32_t count = b.width(classes_found);
  std::vector<double> numbers;
  for (std::uint32_t k = 0; k < classes; ++k) numbers.insert(numbers.end(), count, k);
  const ir::value ballots = b.add(b.concat(std::vector<ir::value>(classes, classes_found)),
                                  ir::with_constants{operation::equal, false, std::move(numbers)});
  if (!weights) return ballots;
  return paired(b, ballots, b.concat(std::vector<ir::value>(classes, *weights)), operation::multiply);
}

/// The first of the most voted classes. Weights are added in another order for predict than for predict_proba, so that
/// even ties fall as they do in the trainer.
classified elected(ir::builder& b, ir::value ballots, std::vector<ir::label> labels) {
  const auto classes = static_cast<std::uint32_t>(labels.size());
  const ir::value sums = b.add(ballots, ir::reduce{ir::reduce::kind::sum, classes});
  const ir::value for_predict = b.add(ballots, ir::reduce{ir::reduce::kind::pairwise_sum, classes});
  const ir::value proba = b.add(sums, ir::normalize_sum{ir::normalize_sum::zero_sum::unchanged});
  return {b.add(for_predict, ir::decide{}), std::move(labels), proba};
}

/// From so many numbers on numpy adds them side by side: then weights of equally far neighbors come together in another
/// order, and their sums can differ in the last bit, where two classes are even.
constexpr std::int64_t lanes_of_sum = 8;

answers classifier(context& c, pickle::value object, ir::value input) {
  ir::builder& b = c.build();
  const bool several = object.required("outputs_2d_").boolean();
  const bool by_distance = weighs_by_distance(object);
  search how;
  how.one_by_one = c.written_by() >= version{1, 3, 0} && !several && !by_distance;
  how.order_counts = by_distance && object.required("n_neighbors").integer() >= lanes_of_sum;
  const nearest_rows found = nearest_rows_of(c, object, input, by_distance, how);
  std::vector<pickle::value> classes = {object.required("classes_")};
  if (several) classes = classes.front().elements();
  if (classes.size() != found.of_target.size())
    throw refusal("`" + object.path() + "`: " + std::to_string(classes.size()) + " lists of classes for " +
                  std::to_string(found.of_target.size()) + " targets");
  std::optional<ir::value> weights;
  if (by_distance) weights = weights_by(b, found.distances, c.written_by() >= version{1, 3, 0});
  answers made;
  for (std::size_t t = 0; t < classes.size(); ++t) {
    std::vector<ir::label> labels = labels_of(classes[t]);
    const ir::value ballots =
        ballots_of(b, found.of_target[t], weights, static_cast<std::uint32_t>(labels.size()));
    made.classes.push_back(elected(b, ballots, std::move(labels)));
  }
  return made;
}

answers regressor(context& c, pickle::value object, ir::value input) {
  ir::builder& b = c.build();
  const bool by_distance = weighs_by_distance(object);
  const nearest_rows found = nearest_rows_of(c, object, input, by_distance, {});
  const auto targets = static_cast<std::uint32_t>(found.of_target.size());
  const ir::reduce sum_each{ir::reduce::kind::pairwise_sum, targets};
  const ir::value values = b.concat(found.of_target); // (targets, count)
  answers made;
  if (!by_distance) {
    made.numbers = b.divided(b.add(values, sum_each), static_cast<double>(found.count));
    return made;
  }
  const ir::value weights = weights_by(b, found.distances, false);
  const ir::value weighed =
      paired(b, values, b.concat(std::vector<ir::value>(targets, weights)), operation::multiply);
  const ir::value sum = b.add(weights, ir::reduce{ir::reduce::kind::pairwise_sum, 1});
  made.numbers = paired(b, b.add(weighed, sum_each), b.pick(sum, std::vector<std::uint32_t>(targets, 0)),
                        operation::divide);
  return made;
}

constexpr std::array classes = {
    entry{"KNeighborsClassifier", classifier},
    entry{"KNeighborsRegressor", regressor},
};

} // namespace

std::span<const entry> neighbors_classes() { return classes; }

} // namespace convert::sklearn
