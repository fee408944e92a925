// pounce/serve.hpp -- a whole function from one line, on whichever cloud it finds itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <type_traits>
#include <utility>

#include <pounce/core/arch.hpp>
#include <pounce/model.hpp>
#include <pounce/serve/function.hpp>
#include <pounce/serve/limits.hpp>
#include <pounce/serve/request.hpp>

namespace pounce {

using serving::limits;
using serving::reply;
using serving::request;

/// Serves the model at `path`: on AWS Lambda, Azure Functions or Google Cloud as the environment says, else on
/// port 8080 of this machine. `{"data": rows}`, `{"instances": rows}` and CSV are answered as README.md says. Returns
/// the process's exit code: 0 if it was asked to stop, 1 if the function could not start or the platform is gone.
/// Where the environment says POUNCE_MODEL_ID, no model but the one with that content id is served.
///
///   int main() { return pounce::serve("model.pounce"); }
///
/// Cost  memory is reserved once; a request allocates nothing.
template <class Arch = default_arch>
int serve(const char* path, const limits& bounds = {}) noexcept {
  return serving::serve_model<Arch>(model::open<Arch>(path), path, bounds);
}
template <class Arch = default_arch>
int serve(embedded data, const limits& bounds = {}) noexcept {
  return serving::serve_model<Arch>(model::open<Arch>(data), "the embedded model", bounds);
}

/// Serves `function(const pounce::model&, const pounce::request&, pounce::reply&)`, which has the model at hand and
/// writes its own reply. An exception that it throws is answered with 500.
template <class Function, class Arch = default_arch>
requires std::is_invocable_v<Function&, const model&, const request&, reply&>
int serve(const char* path, Function&& function, const limits& bounds = {}) noexcept {
  return serving::serve_function<Arch>(model::open<Arch>(path), path, function, bounds);
}
template <class Function, class Arch = default_arch>
requires std::is_invocable_v<Function&, const model&, const request&, reply&>
int serve(embedded data, Function&& function, const limits& bounds = {}) noexcept {
  return serving::serve_function<Arch>(model::open<Arch>(data), "the embedded model", function, bounds);
}

} // namespace pounce
