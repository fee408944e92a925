// convert/refusal.hpp -- the two ways in which a tool stops: the input was refused, or the system failed.
#pragma once

#include <stdexcept>

namespace convert {

/// The input cannot be taken as it is. `what()` is one line, lower case, without a full stop, place before
/// fault, names in backticks: "byte 4112: opcode 0x81 is not one of pickle's". The command line exits with 1.
class refusal : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The machine said no (a full disk, a folder without write permission). The command line exits with 3.
class system_failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

} // namespace convert
