// convert/frontend/sklearn/unsupported.hpp -- every part of a composed object that can not be converted, at once.
#pragma once

#include <string>
#include <vector>

#include <convert/syntax/pickle/value.hpp>

namespace convert::sklearn {

/// One line for each object in `root` (itself, steps, transformers, estimators of ensembles) whose class is not supported:
/// "`Pipeline.steps[2][1]`: class `sklearn.svm._classes.SVC` is not supported". Parameters are not looked at: what else
/// stands in the way shows when the object is built.
std::vector<std::string> unsupported_parts(pickle::value root);

} // namespace convert::sklearn
