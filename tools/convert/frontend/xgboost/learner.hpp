// convert/frontend/xgboost/learner.hpp -- what an XGBoost model file says, before it becomes steps.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <convert/ir/model.hpp>
#include <convert/syntax/json/tree.hpp>

namespace convert::xgboost {

/// The version that wrote the file: rules that changed are the ones of that version.
struct version {
  std::uint32_t major = 0;
  std::uint32_t minor = 0;
  std::uint32_t patch = 0;
  auto operator<=>(const version&) const = default;
  std::string text() const;
};

/// A learner. Lifetime: `model` refers to the document.
struct learner {
  version written_by;
  std::string objective;
  std::string booster; // gbtree, dart, gblinear
  std::uint32_t features = 0;
  std::uint32_t groups = 1;                       // outputs of the margin: classes or targets
  std::vector<float> base_score;                  // (groups), as the objective's answers are
  bool base_is_margin = false;                    // it is one already: no round was trained, see read_learner
  json::value model;                              // the booster's own part: trees or weights
  std::vector<float> tree_weights;                // dart; empty if all are 1
  std::vector<std::string> feature_names;         // empty before 1.4
  std::vector<std::vector<ir::label>> categories; // names by feature, from 3.1 on; empty if the file has none
  std::optional<std::uint32_t> best_iteration;

  bool is_linear() const { return booster == "gblinear"; }
};

/// Reads a model file's tree, or the snapshot that a pickle holds ({"Config", "Model"}).
///
/// Errors  refusal that names the path: "`learner.learner_model_param.base_score`: `[5E-1` is not a number"
/// Source  xgboost 3.5, `src/learner.cc`, `LearnerIO::LoadModelImpl` and `Load`; `src/gbm/gbtree.cc`,
///         `GBTree::LoadModel`.
learner read_learner(json::value root);

/// "f0", "f1", ... where the file has no names.
std::vector<std::string> names_of(const learner& l);

/// A count that the file holds as a text ("13"), as XGBoost's parameters are, or as an integer.
std::uint32_t count_of(json::value v);

} // namespace convert::xgboost
