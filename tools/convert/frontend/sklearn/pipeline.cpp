// convert/frontend/sklearn/pipeline.cpp -- Pipeline: one after the other; FeatureUnion: side by side.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/pipeline.py`, `Pipeline._iter`, `FeatureUnion.transform`,
//         `_transform_one`.
#include <array>
#include <string>

#include <convert/frontend/sklearn/registry.hpp>

namespace convert::sklearn {

namespace {

bool does_nothing(pickle::value step) {
  return step.is_none() || (step.is_text() && step.text() == "passthrough");
}

answers pipeline(context& c, pickle::value object, ir::value input) {
  const pickle::value steps = object.required("steps");
  const bool only_transform = c.only_transform();
  answers made;
  made.transform = input;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const pickle::value step = steps[i][1];
    if (does_nothing(step)) continue;
    if (i + 1 == steps.size() && !only_transform) return c.estimator(step, *made.transform);
    made.transform = c.transform(step, *made.transform);
  }
  return made;
}

answers feature_union(context& c, pickle::value object, ir::value input) {
  const pickle::value list = object.required("transformer_list");
  const auto weights = object.attribute("transformer_weights");
  std::vector<ir::value> parts;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const pickle::value step = list[i][1];
    if (step.is_none() || (step.is_text() && step.text() == "drop")) continue;
    ir::value part = does_nothing(step) ? input : c.transform(step, input);
    const auto weight = weights && !weights->is_none() ? weights->find(list[i][0].text()) : std::nullopt;
    if (weight && !weight->is_none()) part = c.build().scaled(part, weight->number());
    parts.push_back(part);
  }
  if (parts.empty()) throw refusal("`" + object.path() + "`: every part is dropped");
  answers made;
  made.transform = c.build().concat(parts);
  return made;
}

constexpr std::array classes = {
    entry{"FeatureUnion", feature_union},
    entry{"Pipeline", pipeline},
};

} // namespace

std::span<const entry> pipeline_classes() { return classes; }

} // namespace convert::sklearn
