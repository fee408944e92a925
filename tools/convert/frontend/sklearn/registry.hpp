// convert/frontend/sklearn/registry.hpp -- which classes of scikit-learn are supported, and what builds each.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// One supported class. A name without a dot is a class anywhere in the `sklearn` package, because modules move
/// between versions (`sklearn.ensemble.forest`, `sklearn.ensemble._forest`) and class names do not; a name with
/// a dot is a whole qualified name (`xgboost.sklearn.XGBClassifier`).
struct entry {
  std::string_view class_name;
  answers (*build)(context&, pickle::value object, ir::value input) = nullptr;
  /// The names of the columns that such an object was fitted on, for classes that keep them in a way of their own.
  std::optional<std::vector<std::string>> (*feature_names)(pickle::value object) = nullptr;
};

using class_table = std::span<const entry> (*)();

/// All tables of supported classes, those of other packages' classes too: frontend/class_tables.cpp has the list.
std::span<const class_table> class_tables();

/// What builds an object of that class, or null. `qualified_name` is "module.Name".
const entry* find_class(std::string_view qualified_name);

// One constant table a file of the same name.
std::span<const entry> adaboost_classes();
std::span<const entry> bagging_classes();
std::span<const entry> boosting_classes();
std::span<const entry> calibration_classes();
std::span<const entry> cluster_classes();
std::span<const entry> column_transformer_classes();
std::span<const entry> cross_decomposition_classes();
std::span<const entry> decision_threshold_classes();
std::span<const entry> decomposition_classes();
std::span<const entry> discriminant_classes();
std::span<const entry> discretize_classes();
std::span<const entry> dummy_classes();
std::span<const entry> encode_classes();
std::span<const entry> forest_classes();
std::span<const entry> function_classes();
std::span<const entry> hist_boosting_classes();
std::span<const entry> impute_classes();
std::span<const entry> isolation_forest_classes();
std::span<const entry> isotonic_classes();
std::span<const entry> kernel_map_classes();
std::span<const entry> kernel_method_classes();
std::span<const entry> linear_classes();
std::span<const entry> linear_classifier_classes();
std::span<const entry> mixture_classes();
std::span<const entry> mlp_classes();
std::span<const entry> multi_class_classes();
std::span<const entry> multi_output_classes();
std::span<const entry> naive_bayes_classes();
std::span<const entry> nearest_centroid_classes();
std::span<const entry> neighbors_classes();
std::span<const entry> pipeline_classes();
std::span<const entry> polynomial_classes();
std::span<const entry> power_classes();
std::span<const entry> quadratic_discriminant_classes();
std::span<const entry> quantile_classes();
std::span<const entry> scale_classes();
std::span<const entry> search_classes();
std::span<const entry> select_classes();
std::span<const entry> spline_classes();
std::span<const entry> stacking_classes();
std::span<const entry> support_vector_classes();
std::span<const entry> target_encode_classes();
std::span<const entry> tree_classes();
std::span<const entry> voting_classes();

} // namespace convert::sklearn
