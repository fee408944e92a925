// package/deploy.hpp -- the vendor's commands that deploy a package, to be copied.
#pragma once

#include <cstdint>
#include <string>

#include <package/target.hpp>

namespace package {

struct deployment {
  package::target target;
  std::string output;          // the zip file or the folder
  std::uint64_t zip_bytes = 0; // 0: it is a folder
  std::string request;         // a request that the model answers; empty: too long for a command line
  std::string model_url;       // where the handler fetches its model; empty: it is in the package
  std::string model_id{};      // of the only model that it may fetch; empty: any
};

/// Two or three lines for a shell. Words in capitals are the user's to fill in.
std::string deploy_commands(const deployment& what);

/// A word as a shell reads it: quoted if need be.
std::string shell_word(const std::string& text);

} // namespace package
