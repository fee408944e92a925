// cli/help.cpp -- help, version and mistakes: whole lines and exit codes.
#include <cli/program.hpp>

#include <doctest/doctest.h>

using support::temporary_folder;

TEST_SUITE("cli/help") {
  TEST_CASE("help begins with examples, of the program and of every command") {
    const temporary_folder folder;
    for (const std::string command :
         {"", "convert", "predict", "inspect", "check", "bench", "embed", "package", "serve"}) {
      CAPTURE(command);
      std::vector<std::string> arguments{"--help"};
      if (!command.empty()) arguments.insert(arguments.begin(), command);
      const auto made = folder.pounce(arguments);
      CHECK(made.code == 0);
      CHECK(made.err == "");
      const std::string first = command.empty() ? "convert" : command;
      CHECK(made.out.starts_with("Examples:\n  pounce " + first + " "));
      CHECK(made.out.find("\nUsage: pounce ") != std::string::npos);
    }
  }

  TEST_CASE("the version is one line") {
    const auto made = temporary_folder().pounce({"--version"});
    CHECK(made.code == 0);
    CHECK(made.out == "pounce 0.1.0\n");
  }

  TEST_CASE("no command gives the help and exit code 2") {
    const auto made = temporary_folder().pounce({});
    CHECK(made.code == 2);
    CHECK(made.out == "");
    CHECK(made.err.starts_with("Examples:\n"));
  }

  TEST_CASE("a wrong command line is one line and exit code 2") {
    struct mistake {
      std::vector<std::string> arguments;
      std::string line;
    };
    const mistake mistakes[] = {
        {{"convrt"}, "pounce: `convrt` is no command; did you mean `convert`?\n"},
        {{"model.pkl"}, "pounce: `model.pkl` is no command (see `pounce --help`)\n"},
        {{"--halp"}, "pounce: `--halp` is no option; did you mean `--help`? (see `pounce --help`)\n"},
        {{"convert", "a", "--objct", "b"},
         "pounce: `--objct` is no option; did you mean `--object`? (see `pounce convert --help`)\n"},
        {{"check", "a", "b"}, "pounce: `b` is one argument too many (see `pounce check --help`)\n"},
        {{"check"}, "pounce: MODEL is required (see `pounce check --help`)\n"},
        {{"convert", "a", "--expect", "e.csv"},
         "pounce: --expect requires --rows (see `pounce convert --help`)\n"},
        {{"predict", "-", "-"}, "pounce: the model and the rows can not both be standard input\n"},
        {{"embed", "m.pounce", "-o", "-"}, "pounce: embed writes two files: name the header with -o\n"},
        {{"bench", "-"}, "pounce: bench opens the model again and again: name a file\n"},
    };
    for (const auto& m : mistakes) {
      CAPTURE(m.line);
      const auto made = temporary_folder().pounce(m.arguments);
      CHECK(made.code == 2);
      CHECK(made.out == "");
      CHECK(made.err == m.line);
    }
  }
}
