// cli/model_source.hpp -- a model from a .pounce file, or from a trainer's file that is converted on the way.
#pragma once

#include <string>

#include <cli/input_file.hpp>

namespace cli {

/// Opens the model at `path`, and proves it sound and true to the answers that travel in it. Any other file is
/// converted first, as `pounce convert` does with no option but --object, and a line says what came of it.
///
/// Errors  stopped.
opened_model proven_model(const std::string& path, const std::string& object);

} // namespace cli
