// convert/frontend/lightgbm/booster.hpp -- what a LightGBM model says, before it becomes steps.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <convert/ir/build.hpp>
#include <convert/syntax/lightgbm/text.hpp>

namespace convert::lightgbm {

/// A booster. Lifetime: refers to the file's bytes.
struct booster {
  text file;
  std::uint32_t format = 0; // 2 for "version=v2" (LightGBM 2.1 and 2.2), 3, 4; 0 before 2.1
  std::uint32_t features = 0;
  std::uint32_t outputs = 1;          // trees an iteration: 1, or one a class
  bool averages = false;              // random forest
  std::vector<std::string> objective; // words of the line; empty: none
  std::vector<std::string> feature_names;
  std::vector<std::string_view> feature_infos; // "[0:48]", "1:2:5" of a categorical feature, "none"

  std::size_t iterations() const { return file.trees.size() / outputs; }
};

/// Errors  refusal that names line and key
/// Source  LightGBM 2.0.12 to 4.6, `src/boosting/gbdt_model_text.cpp`, `GBDT::LoadModelFromString`
booster read_booster(std::string_view bytes);

/// What LightGBM answers for a row.
struct scores {
  ir::value raw = 0;     // predict(raw_score=True)
  ir::value predict = 0; // predict()
};

/// Appends the steps over the first `iterations` (none: all).
scores answered(ir::builder& b, const booster& model, ir::value row, std::optional<std::size_t> iterations);

} // namespace convert::lightgbm
