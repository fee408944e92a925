// convert/frontend/sklearn/sampler.hpp -- imbalanced-learn's samplers, which only training sees.
#pragma once

#include <convert/syntax/pickle/value.hpp>

namespace convert::sklearn {

/// Whether it has a fit_resample: imblearn's Pipeline passes over such a step when it predicts or transforms.
bool is_sampler(pickle::value step);

/// What answers for a member of one of imblearn's ensembles: the last step of imblearn's Pipeline, if all others are
/// samplers; else the member itself.
pickle::value without_samplers(pickle::value member);

} // namespace convert::sklearn
