// convert/frontend/sklearn/sampler.hpp -- imbalanced-learn's samplers, which only training sees.
#pragma once

#include <convert/syntax/pickle/value.hpp>

namespace convert::sklearn {

/// Whether it has a fit_resample: imblearn's Pipeline passes over such a step when it predicts or transforms.
bool is_sampler(pickle::value step);

} // namespace convert::sklearn
