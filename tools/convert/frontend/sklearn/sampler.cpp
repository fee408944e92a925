// convert/frontend/sklearn/sampler.cpp -- where imbalanced-learn keeps what resamples.
//
// Source  imbalanced-learn 0.4 to 0.14, `imblearn/pipeline.py`, `Pipeline._iter` with `filter_resample`; `imblearn/base.py`,
//         `FunctionSampler`.
#include <convert/frontend/sklearn/sampler.hpp>

#include <algorithm>
#include <vector>

namespace convert::sklearn {

bool is_sampler(pickle::value step) {
  if (step.type() != pickle::kind::instance) return false;
  const auto name = step.qualified_name();
  return name.starts_with("imblearn.over_sampling.") || name.starts_with("imblearn.under_sampling.") ||
         name.starts_with("imblearn.combine.") || name == "imblearn.base.FunctionSampler";
}

pickle::value without_samplers(pickle::value member) {
  if (member.type() != pickle::kind::instance || member.qualified_name() != "imblearn.pipeline.Pipeline")
    return member;
  const std::vector<pickle::value> steps = member.required("steps").elements();
  if (steps.empty() ||
      !std::all_of(steps.begin(), steps.end() - 1, [](pickle::value s) { return is_sampler(s[1]); }))
    return member;
  return steps.back()[1];
}

} // namespace convert::sklearn
