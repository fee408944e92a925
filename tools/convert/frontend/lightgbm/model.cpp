// convert/frontend/lightgbm/model.cpp -- a model file on its own.
//
// Source  LightGBM 4.6, `python-package/lightgbm/basic.py`, `Booster.predict`.
#include <convert/frontend/lightgbm/model.hpp>

#include <utility>

#include <convert/frontend/lightgbm/booster.hpp>
#include <convert/frontend/lightgbm/pandas_categories.hpp>

namespace convert::lightgbm {

ir::model read_model(std::string_view bytes) {
  const booster m = read_booster(bytes);
  // A category is its index among the names: LightGBM's own code. One without a name is -1 in the row and NaN for
  // LightGBM; both go right at every categorical split.
  auto categories = pandas_categories(m);
  std::vector<ir::feature> features;
  for (std::size_t i = 0; i < m.features; ++i)
    features.push_back(
        {m.feature_names[i], categories.empty() ? std::vector<ir::label>{} : std::move(categories[i])});
  ir::builder b(std::move(features));
  const scores s = answered(b, m, b.row(), std::nullopt);
  b.answer(ir::role::predict, "predict", s.predict);
  b.answer(ir::role::raw, "raw", s.raw);
  b.note("framework", "LightGBM");
  b.note("class", "Booster");
  b.note("version", m.format == 0 ? "2.0" : std::to_string(m.format));
  b.note("objective", m.objective.empty() ? "custom" : m.objective.front());
  return std::move(b).take();
}

} // namespace convert::lightgbm
