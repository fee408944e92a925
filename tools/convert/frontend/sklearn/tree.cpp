// convert/frontend/sklearn/tree.cpp -- DecisionTree and ExtraTree, classifiers and regressors, of one or many
// outputs.
//
// Source    scikit-learn 0.23 .. 1.9, sklearn/tree/_classes.py: BaseDecisionTree.predict,
// _validate_X_predict,
//           DecisionTreeClassifier.predict_proba.
#include <convert/frontend/sklearn/registry.hpp>

#include <string>

#include <convert/frontend/sklearn/leaf_classes.hpp>
#include <convert/frontend/sklearn/tree_sum.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

ir::value tree_input(context& c, pickle::value object, ir::value input) {
  check_no_categories(object);
  check_width(c, object, input);
  return validated(
      c, input, reads_missing(object, c.written_by()) ? accepts::finite_or_missing_f32 : accepts::finite_f32);
}

// predict takes the argmax of the leaf's values, predict_proba divides them first; the division may round two
// neighbours into a tie, and then the class needs a column of its own.
bool division_hides_class(const tree_arrays& t, const std::vector<std::vector<ir::label>>& targets,
                          version written_by) {
  for (std::size_t i = 0; i < t.nodes(); ++i)
    for (std::size_t k = 0; t.is_leaf(i) && k < t.outputs; ++k)
      if (first_largest(t.value(i, k)) !=
          first_largest(leaf_probabilities(t.value(i, k), targets[k].size(), written_by)))
        return true;
  return false;
}

answers classifier(context& c, pickle::value object, ir::value input) {
  const ir::value x = tree_input(c, object, input);
  const tree_arrays t = read_tree(object.required("tree_"));
  const auto targets = target_classes(object, t.outputs);
  std::uint32_t columns = 0;
  for (const auto& labels : targets) {
    if (labels.size() > t.width)
      throw refusal("`" + object.path() + ".tree_`: values for " + std::to_string(t.width) + " classes of " +
                    std::to_string(labels.size()));
    columns += static_cast<std::uint32_t>(labels.size());
  }
  const bool own_class = division_hides_class(t, targets, c.written_by());
  const auto outputs = columns + (own_class ? static_cast<std::uint32_t>(t.outputs) : 0U);
  ir::forest f = empty_forest(c.build().width(x), outputs, true);
  append_tree(f, t, {}, [&](const tree_arrays& from, std::size_t node, std::vector<double>& row) {
    for (std::size_t k = 0; k < from.outputs; ++k)
      for (const double p : leaf_probabilities(from.value(node, k), targets[k].size(), c.written_by()))
        row.push_back(p);
    for (std::size_t k = 0; own_class && k < from.outputs; ++k)
      row.push_back(static_cast<double>(first_largest(from.value(node, k))));
  });
  const ir::value leaf = c.build().add(x, std::move(f));
  answers made;
  std::uint32_t first = 0;
  for (std::uint32_t k = 0; k < targets.size(); ++k) {
    const auto width = static_cast<std::uint32_t>(targets[k].size());
    const ir::value proba = c.build().slice(leaf, first, width);
    const ir::value index =
        own_class ? c.build().slice(leaf, columns + k, 1) : c.build().add(proba, ir::decide{});
    made.classes.push_back({index, targets[k], proba});
    first += width;
  }
  return made;
}

answers regressor(context& c, pickle::value object, ir::value input) {
  const ir::value x = tree_input(c, object, input);
  const tree_arrays t = read_tree(object.required("tree_"));
  ir::forest f = empty_forest(c.build().width(x), static_cast<std::uint32_t>(t.outputs), true);
  append_tree(f, t, {}, [](const tree_arrays& from, std::size_t node, std::vector<double>& row) {
    for (std::size_t k = 0; k < from.outputs; ++k) row.push_back(from.value(node, k)[0]);
  });
  answers made;
  made.numbers = c.build().add(x, std::move(f));
  return made;
}

} // namespace

std::span<const entry> tree_classes() {
  static constexpr entry table[] = {
      {"DecisionTreeClassifier", classifier},
      {"DecisionTreeRegressor", regressor},
      {"ExtraTreeClassifier", classifier},
      {"ExtraTreeRegressor", regressor},
  };
  return table;
}

} // namespace convert::sklearn
