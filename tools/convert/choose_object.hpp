// convert/choose_object.hpp -- which object of a pickle is the model, when it holds a dict or a tuple of things.
#pragma once

#include <string_view>

#include <convert/syntax/pickle/value.hpp>

namespace convert {

/// The model in `root`: itself, or the only object in a dict, list or tuple, or the one under the key or position
/// `name` ("model", "0", "artifacts.model").
///
/// Errors  refusal that lists the candidates, if there are several and `name` is empty, or none has that name.
pickle::value choose_object(pickle::value root, std::string_view name);

} // namespace convert
