// convert/frontend/lightgbm/model.hpp -- a LightGBM text model, as `Booster.predict` answers.
#pragma once

#include <string_view>

#include <convert/ir/model.hpp>

namespace convert::lightgbm {

/// Reads a text model of LightGBM 2.1 to 4.6 (and of 2.0 where it means the same). All trees answer: `predict` and
/// `raw` (raw_score=True).
///
/// Errors  refusal
ir::model read_model(std::string_view bytes);

} // namespace convert::lightgbm
