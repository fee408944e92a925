// convert/frontend/xgboost/model.cpp -- a model file on its own.
//
// Source  xgboost 3.5, `python-package/xgboost/core.py`, `Booster.predict`, with and without `output_margin`.
#include <convert/frontend/xgboost/model.hpp>

#include <utility>

#include <convert/frontend/xgboost/booster.hpp>
#include <convert/frontend/xgboost/categories.hpp>
#include <convert/frontend/xgboost/detect.hpp>
#include <convert/frontend/xgboost/objective.hpp>
#include <convert/refusal.hpp>
#include <convert/syntax/json/read.hpp>
#include <convert/syntax/ubjson/read.hpp>

namespace convert::xgboost {

json::document read_document(std::string_view bytes) {
  if (const auto found = find_dead_end(bytes)) throw refusal(advice(*found));
  return looks_like_ubjson(bytes) ? ubjson::read(bytes) : json::read(bytes);
}

ir::model read_model(std::string_view bytes) {
  const json::document file = read_document(bytes);
  const learner l = read_learner(file.root());
  std::vector<ir::feature> features;
  for (auto& name : names_of(l)) features.push_back({std::move(name), {}});
  ir::builder b(std::move(features));

  // A category of a named feature is its index among the names: XGBoost's own code.
  const auto vocabulary = [&b](std::uint32_t column, const std::vector<ir::label>& names) {
    b.feature_at(column).vocabulary = names;
    std::vector<double> codes;
    for (std::size_t i = 0; i < names.size(); ++i) codes.push_back(static_cast<double>(i));
    return codes;
  };
  const ir::value row = as_matrix(b, l, recoded(b, l, b.row(), vocabulary));
  const ir::value raw = margin(b, l, row, {});
  b.answer(ir::role::predict, "predict", predicted(b, l, raw));
  b.answer(ir::role::raw, "raw", raw);
  b.note("framework", "XGBoost");
  b.note("class", "Booster");
  b.note("version", l.written_by.text());
  b.note("booster", l.booster);
  b.note("objective", l.objective);
  return std::move(b).take();
}

} // namespace convert::xgboost
