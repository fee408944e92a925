// convert/frontend/lightgbm/pandas_categories.hpp -- the categories of pandas columns, by feature.
#pragma once

#include <optional>
#include <vector>

#include <convert/frontend/lightgbm/booster.hpp>

namespace convert::lightgbm {

/// Categories by feature (an empty list for the others). The i-th category is code i.
///
/// `lists` are the categories of the columns that pandas called categorical, without their names. They belong to the
/// categorical features, in order, if there are as many.
///
/// Errors  refusal, if there are not, or a model's code is past a list's end, or two categories of a list read alike
/// Source  LightGBM 4.6, `python-package/lightgbm/basic.py`, `_data_from_pandas`, `_load_pandas_categorical`
std::vector<std::vector<ir::label>> by_feature(const booster& m, std::vector<std::vector<ir::label>> lists);

/// The same of the lists at the text's end; nothing, if it has none.
std::vector<std::vector<ir::label>> pandas_categories(const booster& m);

} // namespace convert::lightgbm
