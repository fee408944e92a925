// cli/commands.hpp -- every command: what it is told, and the function that does it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <cli/message.hpp>

namespace cli {

/// A path of `-` is standard input or standard output. All commands return an exit code or throw `stopped`.

struct convert_command {
  std::string input;
  std::string output; // empty: beside the input, with the suffix .pounce
  std::string object;
  std::string rows;
  std::string expect;
  std::optional<double> tolerance;
  bool f64 = false;
  bool compact = false;
  bool explain = false;
  bool dump_ir = false;
  bool external_data = false;
  std::size_t test_rows = 4;
};
exit_code run(const convert_command& told);

struct predict_command {
  std::string model;
  std::string rows;
  std::string output = "-";
  std::vector<std::string> outputs; // empty: all
  bool no_header = false;
};
exit_code run(const predict_command& told);

struct inspect_command {
  std::string model;
  bool json = false;
};
exit_code run(const inspect_command& told);

struct check_command {
  std::string model;
  bool self_test = false;
};
exit_code run(const check_command& told);

struct bench_command {
  std::string model;
  std::string rows; // empty: the model's own test rows
  bool no_header = false;
  bool json = false;
};
exit_code run(const bench_command& told);

struct diff_command {
  std::string first;
  std::string second;
  std::string rows; // empty: the models' own test rows, and mixtures of them
  std::string output = "-";
  std::optional<double> tolerance;
  std::size_t limit = 20; // lines at most; 0 says all
  bool no_header = false;
};
exit_code run(const diff_command& told);

struct embed_command {
  std::string model;
  std::string output;
  std::string symbol; // empty: the output's name
};
exit_code run(const embed_command& told);

struct package_command {
  std::string model; // a file, or the address from which the handler fetches it
  std::string cloud;
  std::string machine = "x86_64";
  std::string object;
  std::string handler;  // empty: the one that was built with pounce
  std::string model_id; // empty: any model
  std::string output;
  bool embed = false; // the model in the program, not beside it
};
exit_code run(const package_command& told);

struct serve_command {
  std::string model;
  std::string object;
  std::string host = "127.0.0.1";
  int port = 8080; // 0: any free one
};
exit_code run(const serve_command& told);

/// What the command line said without asking for a command: help, the version, a mistake.
struct answered {
  exit_code code;
};
inline exit_code run(const answered& told) { return told.code; }

} // namespace cli
