// convert/frontend/xgboost/category_names.hpp -- the names of categories that models from 3.1 on carry.
#pragma once

#include <cstdint>
#include <vector>

#include <convert/frontend/xgboost/learner.hpp>
#include <convert/ir/model.hpp>
#include <convert/syntax/json/tree.hpp>

namespace convert::xgboost {

/// The names by feature (an empty list for a feature that is no category), or nothing if the model was
/// trained without names. The i-th name is category i.
///
/// Errors  refusal, if names are not UTF-8 or unsorted offsets, are given twice, or were cut wrongly by
///         the version that wrote them
/// Source  xgboost 3.5, `src/data/cat_container.cc`, `CatContainer::Load`
std::vector<std::vector<ir::label>> category_names(json::value cats, std::uint32_t features,
                                                   const version& written_by);

} // namespace convert::xgboost
