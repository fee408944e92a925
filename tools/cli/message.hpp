// cli/message.hpp -- the one way in which the command line speaks: exit codes and lines on standard error.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <pounce/core/error.hpp>

namespace cli {

/// What the program ends with.
enum exit_code : int {
  done = 0,
  input_refused = 1,
  wrong_command = 2,
  system_failed = 3,
};

/// Ends a command: `pounce: <place>: <what>` on standard error, then the code.
class stopped : public std::runtime_error {
 public:
  stopped(exit_code with, std::string where, const std::string& what)
      : std::runtime_error(what), code(with), place(std::move(where)) {}

  exit_code code;
  std::string place; // empty: there is none
};

/// Runs `work`; what the converter refuses there is said to be about `place`.
///
/// Errors  stopped.
void blaming(const std::string& place, const std::function<void()>& work);

/// `pounce: <place>: <what>`, or `pounce: <what>` if there is no place.
void complain(std::string_view place, std::string_view what);

/// The same for something that stops nothing.
void note(std::string_view place, std::string_view what);

/// `<place>: <what>` on standard error: what a command has made.
void say_done(std::string_view place, std::string_view what);

/// A path as messages call it.
std::string input_name(std::string_view path);
std::string output_name(std::string_view path);

/// "byte 4112: a forest does not fit its tables"; without the place if no byte is to blame.
std::string text_of(const pounce::failure& why);

/// Whether a failure to open is the machine's fault (no permission, no memory) and not the file's.
bool is_system_failure(const pounce::failure& why);

/// The machine's own words for an errno: "No space left on device".
std::string text_of_errno(int error);

/// Text from a file within a message: in backticks, control characters as \x1b, cut after 40 bytes.
std::string in_backticks(std::string_view text);

} // namespace cli
