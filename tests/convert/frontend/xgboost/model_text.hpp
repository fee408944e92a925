// tests/convert/frontend/xgboost/model_text.hpp -- small XGBoost models in JSON, part by part.
#pragma once

#include <string>

namespace xgboost_text {

/// Parts of a model file; each is JSON. The default is one tree: f0 < 0.5 ? -1 : 2, NaN goes left.
struct parts {
  std::string version = "[1,7,4]";
  std::string objective = "reg:squarederror";
  std::string base_score = "5E-1";
  std::string features = "2";
  std::string classes = "0";
  std::string targets = "1";
  std::string more_parameters; // of the learner: `,"boost_from_average":"1"`
  std::string booster = "gbtree";
  std::string names = R"("feature_names":[],)";
  std::string attributes = "{}";
  std::string tree_info = "[0]";
  std::string beside_trees; // more of the booster's model: `,"weight_drop":[1]`
  std::string trees;        // separated by commas; empty: the default tree
};

/// A tree of three nodes. `more` is more of it: `,"split_type":[1,0,0]`.
inline std::string tree(const std::string& split, const std::string& left, const std::string& right,
                        const std::string& more = "", const std::string& feature = "0") {
  return R"({"tree_param":{"num_nodes":"3","size_leaf_vector":"0"},"left_children":[1,-1,-1],)"
         R"("right_children":[2,-1,-1],"split_indices":[)" +
         feature + R"(,0,0],"split_conditions":[)" + split + "," + left + "," + right +
         R"(],"default_left":[1,0,0],"sum_hessian":[3,1,2])" + more + "}";
}

inline std::string json(const parts& p = {}) {
  const std::string trees = p.trees.empty() ? tree("5E-1", "-1E0", "2E0") : p.trees;
  const std::string model = R"({"gbtree_model_param":{"num_trees":"1"},"trees":[)" + trees +
                            R"(],"tree_info":)" + p.tree_info + p.beside_trees + "}";
  return R"({"learner":{"attributes":)" + p.attributes + "," + p.names + R"("gradient_booster":{"model":)" +
         model + R"(,"name":")" + p.booster + R"("},"learner_model_param":{"base_score":")" + p.base_score +
         R"(","num_class":")" + p.classes + R"(","num_feature":")" + p.features + R"(","num_target":")" +
         p.targets + "\"" + p.more_parameters + R"(},"objective":{"name":")" + p.objective +
         R"("}},"version":)" + p.version + "}";
}

} // namespace xgboost_text
