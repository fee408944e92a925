// convert/frontend/lightgbm/wrapper.hpp -- LightGBM's scikit-learn classes and its Booster inside pickles.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <convert/frontend/sklearn/registry.hpp>

namespace convert::lightgbm {

/// LGBMClassifier, LGBMRegressor, LGBMRanker, what Dask has of them, and Booster, by qualified name. They answer as their
/// own predict and predict_proba: iterations up to the best one of early stopping.
std::span<const sklearn::entry> wrapper_classes();

/// The features of such an object on its own, by name; nothing if `object` is none of those classes.
std::optional<std::vector<std::string>> feature_names(pickle::value object);

} // namespace convert::lightgbm
