// convert/frontend/class_tables.cpp -- every class that a pickle may hold, of scikit-learn and of packages that speak its
// language.
#include <array>

#include <convert/frontend/lightgbm/wrapper.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/xgboost/wrapper.hpp>

namespace convert::sklearn {

namespace {

constexpr std::array tables{
    class_table{adaboost_classes},
    class_table{bagging_classes},
    class_table{boosting_classes},
    class_table{calibration_classes},
    class_table{cluster_classes},
    class_table{column_transformer_classes},
    class_table{cross_decomposition_classes},
    class_table{decision_threshold_classes},
    class_table{decomposition_classes},
    class_table{discriminant_classes},
    class_table{discretize_classes},
    class_table{dummy_classes},
    class_table{encode_classes},
    class_table{forest_classes},
    class_table{function_classes},
    class_table{hist_boosting_classes},
    class_table{impute_classes},
    class_table{isolation_forest_classes},
    class_table{isotonic_classes},
    class_table{kernel_map_classes},
    class_table{kernel_method_classes},
    class_table{linear_classes},
    class_table{linear_classifier_classes},
    class_table{mixture_classes},
    class_table{mlp_classes},
    class_table{multi_class_classes},
    class_table{multi_output_classes},
    class_table{naive_bayes_classes},
    class_table{nearest_centroid_classes},
    class_table{neighbors_classes},
    class_table{pipeline_classes},
    class_table{polynomial_classes},
    class_table{power_classes},
    class_table{quadratic_discriminant_classes},
    class_table{quantile_classes},
    class_table{scale_classes},
    class_table{search_classes},
    class_table{select_classes},
    class_table{spline_classes},
    class_table{stacking_classes},
    class_table{support_vector_classes},
    class_table{target_encode_classes},
    class_table{tree_classes},
    class_table{voting_classes},
    class_table{xgboost::wrapper_classes},
    class_table{lightgbm::wrapper_classes},
};

} // namespace

std::span<const class_table> class_tables() { return tables; }

} // namespace convert::sklearn
