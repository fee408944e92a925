// convert/frontend/sklearn/forest.cpp -- RandomForest and ExtraTrees, classifiers and regressors, and
// RandomTreesEmbedding.
//
// Source    scikit-learn 0.23 .. 1.9, sklearn/ensemble/_forest.py: ForestClassifier.predict_proba,
// ForestRegressor.predict,
//           _accumulate_prediction (a float64 sum in the order of the trees, with one job),
//           BaseForest._validate_X_predict (NaN since 1.4, where the trees take it),
//           RandomTreesEmbedding.transform.
#include <convert/frontend/sklearn/registry.hpp>

#include <string>
#include <unordered_map>

#include <convert/frontend/sklearn/leaf_classes.hpp>
#include <convert/frontend/sklearn/tree_sum.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

std::vector<pickle::value> trees_of(pickle::value object) {
  auto trees = object.required("estimators_").elements();
  if (trees.empty()) throw refusal("`" + object.path() + "`: a forest without trees");
  return trees;
}

ir::value forest_input(context& c, pickle::value object, pickle::value first_tree, ir::value input) {
  check_no_categories(object);
  check_width(c, object, input);
  const bool missing = c.written_by() >= version{1, 4, 0} && reads_missing(first_tree, c.written_by());
  return validated(c, input, missing ? accepts::finite_or_missing_f32 : accepts::finite_f32);
}

void check_tree(pickle::value tree, const tree_arrays& t, std::size_t outputs, std::size_t width) {
  if (t.outputs != outputs || t.width < width)
    throw refusal("`" + tree.path() + ".tree_`: its values do not fit the forest's");
}

answers classifier(context& c, pickle::value object, ir::value input) {
  const auto trees = trees_of(object);
  const ir::value x = forest_input(c, object, trees.front(), input);
  const auto outputs = static_cast<std::size_t>(object.required("n_outputs_").integer());
  const auto targets = target_classes(object, outputs);
  std::uint32_t columns = 0;
  std::size_t widest = 0;
  for (const auto& labels : targets) {
    columns += static_cast<std::uint32_t>(labels.size());
    widest = std::max(widest, labels.size());
  }
  ir::forest f = empty_forest(c.build().width(x), columns, true);
  for (const pickle::value& tree : trees) {
    const tree_arrays t = read_tree(tree.required("tree_"));
    check_tree(tree, t, outputs, widest);
    append_tree(f, t, {}, [&](const tree_arrays& from, std::size_t node, std::vector<double>& row) {
      for (std::size_t k = 0; k < outputs; ++k)
        for (const double p : leaf_probabilities(from.value(node, k), targets[k].size(), c.written_by()))
          row.push_back(p);
    });
  }
  const ir::value mean = c.build().divided(c.build().add(x, std::move(f)), static_cast<double>(trees.size()));
  answers made;
  std::uint32_t first = 0;
  for (const auto& labels : targets) {
    const ir::value proba = c.build().slice(mean, first, static_cast<std::uint32_t>(labels.size()));
    made.classes.push_back({c.build().add(proba, ir::decide{}), labels, proba});
    first += static_cast<std::uint32_t>(labels.size());
  }
  return made;
}

answers regressor(context& c, pickle::value object, ir::value input) {
  const auto trees = trees_of(object);
  const ir::value x = forest_input(c, object, trees.front(), input);
  const auto outputs = static_cast<std::size_t>(object.required("n_outputs_").integer());
  ir::forest f = empty_forest(c.build().width(x), static_cast<std::uint32_t>(outputs), true);
  for (const pickle::value& tree : trees) {
    const tree_arrays t = read_tree(tree.required("tree_"));
    check_tree(tree, t, outputs, 1);
    append_tree(f, t, {}, [](const tree_arrays& from, std::size_t node, std::vector<double>& row) {
      for (std::size_t k = 0; k < from.outputs; ++k) row.push_back(from.value(node, k)[0]);
    });
  }
  answers made;
  made.numbers = c.build().divided(c.build().add(x, std::move(f)), static_cast<double>(trees.size()));
  return made;
}

// A tree's column of leaf numbers, each replaced by its place among the encoder's categories.
leaf_writer place_among(const std::vector<double>& categories) {
  std::unordered_map<std::size_t, double> places;
  for (std::size_t i = 0; i < categories.size(); ++i)
    places.emplace(static_cast<std::size_t>(categories[i]), static_cast<double>(i));
  return [places = std::move(places)](const tree_arrays&, std::size_t node, std::vector<double>& row) {
    const auto found = places.find(node);
    row.push_back(found == places.end() ? -1.0 : found->second);
  };
}

answers embedding(context& c, pickle::value object, ir::value input) {
  const auto trees = trees_of(object);
  const ir::value x = forest_input(c, object, trees.front(), input);
  const auto lists = object.required("one_hot_encoder_").required("categories_").elements();
  if (lists.size() != trees.size())
    throw refusal("`" + object.path() + ".one_hot_encoder_`: its categories do not fit " +
                  std::to_string(trees.size()) + " trees");
  ir::forest f = empty_forest(c.build().width(x), static_cast<std::uint32_t>(trees.size()), false);
  ir::one_hot leaves;
  for (std::uint32_t i = 0; i < trees.size(); ++i) {
    const std::vector<double> categories = lists[i].numbers();
    append_tree(f, read_tree(trees[i].required("tree_")), {{}, i}, place_among(categories));
    leaves.sizes.push_back(static_cast<std::uint32_t>(categories.size()));
  }
  answers made;
  made.transform = c.build().add(c.build().add(x, std::move(f)), std::move(leaves));
  return made;
}

} // namespace

std::span<const entry> forest_classes() {
  static constexpr entry table[] = {
      {"RandomForestClassifier", classifier},
      {"RandomForestRegressor", regressor},
      {"ExtraTreesClassifier", classifier},
      {"ExtraTreesRegressor", regressor},
      {"RandomTreesEmbedding", embedding},
      {"imblearn.ensemble._forest.BalancedRandomForestClassifier", classifier},
  };
  return table;
}

} // namespace convert::sklearn
