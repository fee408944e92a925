// convert/frontend/lightgbm/detect.hpp -- is a file one of LightGBM's text models?
#pragma once

#include <string_view>

namespace convert::lightgbm {

/// The first line is the name of the kind of model ("tree"), and a header follows.
bool looks_like_text(std::string_view bytes);

/// What `dump_model` returns: JSON with rounded thresholds, from which no model can be read.
bool looks_like_dump(std::string_view bytes);

} // namespace convert::lightgbm
