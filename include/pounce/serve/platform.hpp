// pounce/serve/platform.hpp -- which cloud the process runs on, as its environment says.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <pounce/core/arch.hpp>

namespace pounce::serving {

enum class platform : std::uint8_t { aws_lambda, azure_functions, google_cloud, local };

/// A platform and where it is, or wants the handler to be.
struct surroundings {
  platform where = platform::local;
  std::string_view address = "8080"; ///< host and port of the runtime API, or the port to listen at
};

/// `environment(name)` gives a variable's value, or null: std::getenv.
template <class Environment>
surroundings find_platform(const Environment& environment) noexcept {
  if (const char* const api = environment("AWS_LAMBDA_RUNTIME_API")) return {platform::aws_lambda, api};
  for (const char* const name : {"FUNCTIONS_CUSTOMHANDLER_PORT", "FUNCTIONS_HTTPWORKER_PORT"}) {
    if (const char* const port = environment(name)) return {platform::azure_functions, port};
  }
  if (const char* const port = environment("PORT")) return {platform::google_cloud, port};
  if (environment("K_SERVICE") != nullptr) return {platform::google_cloud, "8080"};
  return {};
}

} // namespace pounce::serving
