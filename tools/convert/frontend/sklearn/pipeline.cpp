// convert/frontend/sklearn/pipeline.cpp -- Pipeline: one after the other; FeatureUnion: side by side.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/pipeline.py`, `Pipeline._iter`, `FeatureUnion.transform`,
//         `_transform_one`.
#include <array>
#include <string>

#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/sampler.hpp>

namespace convert::sklearn {

namespace {

bool does_nothing(pickle::value step) {
  return step.is_none() || (step.is_text() && step.text() == "passthrough");
}

answers all_but(bool (*passed_over)(pickle::value step), context& c, pickle::value object, ir::value input) {
  const pickle::value steps = object.required("steps");
  const bool only_transform = c.only_transform();
  answers made;
  made.transform = input;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const pickle::value step = steps[i][1];
    if (passed_over(step)) continue;
    if (i + 1 == steps.size() && !only_transform) return c.estimator(step, *made.transform);
    made.transform = c.transform(step, *made.transform);
  }
  return made;
}

answers pipeline(context& c, pickle::value object, ir::value input) {
  return all_but(does_nothing, c, object, input);
}

/// imbalanced-learn's.
answers resampled_pipeline(context& c, pickle::value object, ir::value input) {
  return all_but([](pickle::value step) { return does_nothing(step) || is_sampler(step); }, c, object, input);
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
    entry{"imblearn.pipeline.Pipeline", resampled_pipeline},
};

} // namespace

std::span<const entry> pipeline_classes() { return classes; }

} // namespace convert::sklearn
