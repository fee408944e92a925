// cli/help.hpp -- help texts: examples first.
#pragma once

#include <string>
#include <string_view>

#include <CLI/App.hpp>
#include <CLI/Formatter.hpp>

namespace cli {

struct help_text {
  std::string_view command;
  const char* examples;
  const char* purpose; // also the line in the list of commands
  const char* details; // empty: nothing more to say
};

/// The texts of a command; of the whole program for "".
const help_text& help_of(std::string_view command);

/// Examples, purpose, usage, options, details.
class help_formatter : public CLI::Formatter {
 public:
  help_formatter();
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
  std::string make_option_opts(const CLI::Option* option) const override;
};

} // namespace cli
