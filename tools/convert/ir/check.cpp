// convert/ir/check.cpp -- which shapes each kind of step takes and makes.
#include <convert/ir/check.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

#include <convert/ir/build.hpp>
#include <convert/refusal.hpp>

namespace convert::ir {

namespace {

std::string columns(std::size_t n) { return std::to_string(n) + (n == 1 ? " column" : " columns"); }

bool any_nan(const std::vector<double>& numbers) {
  return std::any_of(numbers.begin(), numbers.end(), [](double x) { return std::isnan(x); });
}

/// NaN compares false, so a list with a NaN is not ascending.
bool ascending(const std::vector<double>& numbers) {
  if (numbers.size() == 1) return !std::isnan(numbers[0]);
  for (std::size_t i = 1; i < numbers.size(); ++i)
    if (!(numbers[i - 1] <= numbers[i])) return false;
  return true;
}

bool strictly_ascending(const std::vector<double>& numbers) {
  return ascending(numbers) &&
         std::adjacent_find(numbers.begin(), numbers.end(), std::greater_equal<double>()) == numbers.end();
}

/// One overload a kind of step: checks the constants against `in` columns and returns the columns made.
struct shape {
  std::uint64_t in;
  std::uint64_t features; // of the model, for the numbers that messages name

  void fits(bool yes, const std::string& what) const {
    if (!yes) throw refusal(columns(in) + " do not fit " + what);
  }
  void one_each(std::size_t n, const char* what) const { fits(n == in, std::to_string(n) + " " + what); }
  static void insist(bool yes, const char* fault) {
    if (!yes) throw refusal(fault);
  }
  void named(std::uint32_t feature) const {
    if (feature != no_feature && feature >= features)
      throw refusal("feature " + std::to_string(feature) + " is past the " + std::to_string(features) +
                    " of the model");
  }
  void grouped(std::uint64_t groups) const {
    insist(groups > 0, "there are no groups");
    fits(in % groups == 0 && in / groups > 0, std::to_string(groups) + " groups of equal width");
  }

  std::uint64_t operator()(const select& s) const { return s.columns.size(); }

  std::uint64_t operator()(const require& s) const {
    one_each(s.features.size(), "feature numbers");
    for (const std::uint32_t feature : s.features) named(feature);
    insist(!std::isnan(s.lowest), "the lowest value is NaN");
    return in;
  }
  std::uint64_t operator()(const impute& s) const {
    one_each(s.fill.size(), "fill values");
    insist(s.marker_is_nan || !std::isnan(s.marker), "the marker of missing values is NaN and yet a number");
    return in;
  }
  std::uint64_t operator()(const indicate_missing& s) const {
    insist(s.marker_is_nan || !std::isnan(s.marker), "the marker of missing values is NaN and yet a number");
    return in;
  }
  std::uint64_t operator()(const code_map& s) const {
    one_each(s.columns.size(), "maps");
    for (const auto& column : s.columns) {
      named(column.feature);
      insist(column.keys.size() == column.codes.size(), "there are not as many codes as keys");
      insist(strictly_ascending(column.keys), "keys are not ascending or not different");
    }
    return in;
  }
  std::uint64_t operator()(const one_hot& s) const {
    one_each(s.sizes.size(), "sizes");
    std::uint64_t sum = 0;
    for (const std::uint32_t size : s.sizes) sum += size;
    return sum;
  }
  std::uint64_t operator()(const affine& s) const {
    one_each(s.a.size(), "constants");
    one_each(s.b.size(), "constants");
    return in;
  }
  std::uint64_t operator()(const clip& s) const {
    one_each(s.low.size(), "lower ends");
    one_each(s.high.size(), "upper ends");
    insist(!any_nan(s.low) && !any_nan(s.high), "an end is NaN");
    return in;
  }
  std::uint64_t operator()(const bin& s) const {
    one_each(s.edges.size(), "lists of edges");
    for (const auto& edges : s.edges) insist(ascending(edges), "edges are not ascending");
    return in;
  }
  std::uint64_t operator()(const power& s) const {
    one_each(s.lambdas.size(), "lambdas");
    return in;
  }
  std::uint64_t operator()(const unary&) const { return in; }
  std::uint64_t operator()(const with_constants& s) const {
    one_each(s.constants.size(), "constants");
    return in;
  }
  std::uint64_t operator()(const elementwise&) const {
    fits(in % 2 == 0, "two halves");
    return in / 2;
  }
  std::uint64_t operator()(const interpolate& s) const {
    one_each(s.curves.size(), "curves");
    for (const auto& curve : s.curves) {
      insist(curve.xs.size() == curve.ys.size() && !curve.xs.empty(),
             "a curve has no points or half a point");
      insist(ascending(curve.xs), "the points of a curve are not ascending");
    }
    return in;
  }
  std::uint64_t operator()(const norm&) const { return in; }
  std::uint64_t operator()(const polynomial& s) const {
    for (const auto& factors : s.products)
      for (const std::uint32_t column : factors)
        fits(column < in, "a product with column " + std::to_string(column));
    return s.products.size();
  }
  void matrix(std::uint64_t rows, std::uint64_t row_width, std::size_t numbers, const char* what) const {
    if (rows > max_width || numbers != rows * row_width)
      throw refusal(columns(row_width) + " and " + std::to_string(rows) + " outputs do not fit " +
                    std::to_string(numbers) + " " + what);
  }
  std::uint64_t operator()(const linear& s) const {
    matrix(s.outputs, in, s.weights.size(), "weights");
    matrix(s.outputs, 1, s.bias.size(), "numbers of the bias");
    return s.outputs;
  }
  std::uint64_t operator()(const network& s) const {
    std::uint64_t width = in;
    for (const auto& layer : s.layers) {
      if (layer.inputs != width)
        throw refusal(columns(width) + " do not fit a layer of " + std::to_string(layer.inputs) + " inputs");
      matrix(layer.outputs, width, layer.weights.size(), "weights");
      matrix(layer.outputs, 1, layer.bias.size(), "numbers of the bias");
      width = layer.outputs;
    }
    return width;
  }
  std::uint64_t operator()(const forest& s) const {
    fits(s.features == in, "a forest of " + std::to_string(s.features) + " features");
    insist(s.base.size() == s.outputs, "the forest has not as many base values as outputs");
    return s.outputs;
  }
  std::uint64_t operator()(const combine& s) const {
    grouped(s.weights.size());
    return in / s.weights.size();
  }
  std::uint64_t operator()(const reduce& s) const {
    grouped(s.groups);
    return s.groups;
  }
  std::uint64_t operator()(const softmax& s) const {
    grouped(s.groups);
    return in;
  }
  std::uint64_t operator()(const normalize_sum& s) const {
    grouped(s.groups);
    return in;
  }
  std::uint64_t operator()(const complement&) const { return 2 * in; }
  std::uint64_t operator()(const distance& s) const {
    insist(in > 0, "there is nothing to measure a distance to");
    fits(s.points.size() % in == 0, std::to_string(s.points.size()) + " coordinates of points");
    return s.points.size() / in;
  }
  std::uint64_t operator()(const decide& s) const {
    if (s.how == decide::kind::threshold) return in;
    insist(in > 0, "there is nothing to decide upon");
    return 1;
  }
  std::uint64_t operator()(const pair_votes& s) const {
    insist(s.classes >= 2, "there are fewer than two classes");
    const std::uint64_t classes = s.classes;
    fits(classes * (classes - 1) / 2 == in, "the pairs of " + std::to_string(classes) + " classes");
    return classes;
  }
  std::uint64_t operator()(const pair_sums& s) const {
    insist(s.members.size() >= 2, "there are fewer than two classes");
    const std::uint64_t pairs = std::uint64_t{s.members.size()} * (s.members.size() - 1) / 2;
    std::uint64_t sum = 0;
    for (const std::uint32_t n : s.members) sum += n;
    fits(sum == in, "the " + std::to_string(sum) + " members of the classes");
    matrix(s.members.size() - 1, in, s.weights.size(), "weights");
    matrix(pairs, 1, s.bias.size(), "numbers of the bias");
    return pairs;
  }
  std::uint64_t operator()(const pair_coupling& s) const {
    insist(s.classes <= pair_coupling::most_classes, "there are more than 256 classes");
    return (*this)(pair_votes{s.classes});
  }
  std::uint64_t operator()(const quantile& s) const {
    one_each(s.quantiles.size(), "lists of quantiles");
    insist(!s.references.empty() && ascending(s.references), "the references are not ascending");
    for (const auto& q : s.quantiles) {
      insist(q.size() == s.references.size(), "there are not as many quantiles as references");
      insist(ascending(q), "quantiles are not ascending");
    }
    return in;
  }
  std::uint64_t operator()(const spline& s) const {
    one_each(s.columns.size(), "lists of knots");
    insist(s.degree <= spline::highest_degree, "the degree of the splines is above 15");
    if (in == 0) return 0;
    const std::size_t knots = s.columns.front().knots.size();
    const bool folds = s.outside == spline::ends::wrapped && s.degree > 1; // one function must not be three
    insist(knots >= 2 * std::size_t{s.degree} + (folds ? 3 : 2), "there are too few knots for the degree");
    const std::size_t ends = s.outside == spline::ends::straight ? s.functions() : 0;
    for (const auto& c : s.columns) {
      insist(c.knots.size() == knots, "the columns have different numbers of knots");
      insist(ascending(c.knots), "knots are not ascending");
      for (const auto* list : {&c.values_below, &c.slopes_below, &c.values_above, &c.slopes_above})
        insist(list->size() == ends && !any_nan(*list), "the ends are not one number a function");
    }
    return in * s.functions();
  }
  std::uint64_t operator()(const neighbors& s) const { return check_neighbors(s, in); }
  std::uint64_t operator()(const top& s) const {
    grouped(s.groups);
    insist(s.count != 0 && s.count <= in / s.groups, "a group has fewer columns than are wanted, or none is");
    return std::uint64_t{2} * s.groups * s.count;
  }
};

void check_select(const select& s, std::span<const std::uint32_t> widths) {
  for (const auto& column : s.columns) {
    if (column.from >= widths.size())
      throw refusal("value " + std::to_string(column.from) + " does not come before it");
    if (column.index >= widths[column.from])
      throw refusal("column " + std::to_string(column.index) + " of value " + std::to_string(column.from) +
                    " is past its " + columns(widths[column.from]));
  }
}

} // namespace

std::uint32_t check_step(const step& s, std::span<const std::uint32_t> widths) {
  const auto* picked = std::get_if<select>(&s.what);
  try {
    if (picked != nullptr)
      check_select(*picked, widths);
    else if (s.input >= widths.size())
      throw refusal("value " + std::to_string(s.input) + " does not come before it");
    const std::uint64_t in = picked != nullptr ? 0 : widths[s.input];
    const std::uint64_t made = std::visit(shape{in, widths[0]}, s.what);
    if (made > max_width) throw refusal(columns(made) + " are more than a value may have");
    return static_cast<std::uint32_t>(made);
  } catch (const refusal& why) {
    throw refusal("`" + std::string(kind_name(s.what)) + "`: " + why.what());
  }
}

void check(const model& m) {
  const auto found = widths(m);
  for (std::size_t i = 0; i < m.steps.size(); ++i) {
    const auto* trees = std::get_if<forest>(&m.steps[i].what);
    if (trees == nullptr) continue;
    try {
      check_forest(*trees);
    } catch (const refusal& why) {
      throw refusal("step " + std::to_string(i) + ": `forest`: " + why.what());
    }
  }
  if (m.outputs.empty()) throw refusal("the model has no answer");
  for (const auto& out : m.outputs) {
    if (out.from >= found.size())
      throw refusal("answer `" + out.name + "`: value " + std::to_string(out.from) + " does not exist");
    if (!out.labels.empty() && found[out.from] != 1)
      throw refusal("answer `" + out.name + "`: labels need one column, not " +
                    std::to_string(found[out.from]));
  }
}

} // namespace convert::ir
