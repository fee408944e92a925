// serve/fetch/environment.cpp -- getenv.
#include <serve/fetch/environment.hpp>

#include <cstdlib>

namespace serve::fetch {

std::string process_environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

} // namespace serve::fetch
