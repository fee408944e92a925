// convert/frontend/xgboost/booster.hpp -- a learner's steps: from a row to the margin.
#pragma once

#include <cstdint>
#include <optional>

#include <convert/frontend/xgboost/learner.hpp>
#include <convert/ir/build.hpp>

namespace convert::xgboost {

/// How the trainer is asked.
struct request {
  enum class by : std::uint8_t {
    matrix,   // Booster.predict(DMatrix)
    in_place, // Booster.inplace_predict
  };
  by how = by::matrix;
  std::optional<std::uint32_t> iterations;       // the first ones; none: all
  std::optional<std::uint32_t> trees_of_a_group; // `ntree_limit` before 1.4; 0: all
};

/// Appends the steps that make the margin, base_score included, in f32 and in the trainer's order.
///
/// Shapes  row (features) -> (groups)
/// Source  xgboost 1.0.2 to 3.5, `src/predictor/cpu_predictor.cc`, `src/gbm/gbtree.cc`, `src/gbm/gblinear.cc`
ir::value margin(ir::builder& b, const learner& l, ir::value row, const request& r);

/// Refuses infinite numbers as DMatrix does, from 1.4 on.
/// Source  xgboost 1.7.4, `src/data/data.cc`, `SparsePage::Push`: "Input data contains `inf` or `nan`"
ir::value as_matrix(ir::builder& b, const learner& l, ir::value row);

} // namespace convert::xgboost
