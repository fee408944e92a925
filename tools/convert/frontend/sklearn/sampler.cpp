// convert/frontend/sklearn/sampler.cpp -- where imbalanced-learn keeps what resamples.
//
// Source  imbalanced-learn 0.4 to 0.14, `imblearn/pipeline.py`, `Pipeline._iter` with `filter_resample`; `imblearn/base.py`,
//         `FunctionSampler`.
#include <convert/frontend/sklearn/sampler.hpp>

namespace convert::sklearn {

bool is_sampler(pickle::value step) {
  if (step.type() != pickle::kind::instance) return false;
  const auto name = step.qualified_name();
  return name.starts_with("imblearn.over_sampling.") || name.starts_with("imblearn.under_sampling.") ||
         name.starts_with("imblearn.combine.") || name == "imblearn.base.FunctionSampler";
}

} // namespace convert::sklearn
