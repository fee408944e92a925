// convert/frontend/xgboost/detect.hpp -- is a file XGBoost's, and which of its formats is it?
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace convert::xgboost {

bool looks_like_json(std::string_view bytes);
bool looks_like_ubjson(std::string_view bytes);

/// XGBoost's formats that no model can be read from. `binary` is the one before 1.0 (removed in 3.1), `snapshot`
/// the one in pickles before 1.0, `dump` what `dump_model` prints, `config` what `save_config` returns.
enum class dead_end { binary, snapshot, dump, config };
std::optional<dead_end> find_dead_end(std::string_view bytes);

/// What to tell the user: one line with the call that saves the model anew.
std::string advice(dead_end found);

} // namespace convert::xgboost
