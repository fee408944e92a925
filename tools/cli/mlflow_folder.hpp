// cli/mlflow_folder.hpp -- the model file in a folder that MLflow wrote.
#pragma once

#include <string>
#include <string_view>

namespace cli {

/// `input`, or if that is a folder with a file MLmodel, or such a file, the model file that it names. A folder without one
/// is returned as it is.
///
/// Errors  stopped: input_refused, if MLmodel names no model of a framework that pounce reads, or one outside of the folder.
std::string model_file_of(const std::string& input);

/// The path of the model file within its folder, as the text of an MLmodel names it.
///
/// Errors  refusal: "its flavors are python_function and keras: none of sklearn, xgboost, lightgbm and onnx: log ..."
std::string model_named_by(std::string_view mlmodel);

} // namespace cli
