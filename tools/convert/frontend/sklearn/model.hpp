// convert/frontend/sklearn/model.hpp -- the door: a fitted scikit-learn object becomes a model.
#pragma once

#include <convert/ir/model.hpp>
#include <convert/syntax/pickle/value.hpp>

namespace convert::sklearn {

/// Errors  refusal: "`Pipeline.steps[1]`: class `sklearn.svm._classes.SVC` is not supported"
ir::model read(pickle::value root);

} // namespace convert::sklearn
