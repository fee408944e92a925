// cli/options.cpp -- the flags of every command, by CLI11.
#include <cli/options.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <pounce/version.hpp>

#include <cli/help.hpp>
#include <cli/spelling.hpp>

namespace cli {

namespace {

using adder = void (*)(CLI::App&, command&);

template <class T>
T& chosen(CLI::App& app, command& told) {
  const auto made = std::make_shared<T>();
  app.final_callback([made, &told] { told = *made; });
  return *made; // the callback keeps it alive
}

void add_convert(CLI::App& app, command& told) {
  auto& c = chosen<convert_command>(app, told);
  app.add_option("INPUT", c.input, "the trainer's file: scikit-learn, XGBoost, LightGBM or ONNX")
      ->required()
      ->type_name("");
  app.add_option("-o,--output", c.output, "where the model goes; beside the input, with the suffix .pounce")
      ->type_name("FILE");
  app.add_option("--object", c.object, "the model's name, where the file holds several")->type_name("NAME");
  const auto rows =
      app.add_option("--rows", c.rows, "rows (CSV) on which the result is verified too")->type_name("FILE");
  app.add_option("--expect", c.expect,
                 "the trainer's answers (CSV) to them: if one differs, nothing is written")
      ->type_name("FILE")
      ->needs(rows);
  app.add_option("--tolerance", c.tolerance, "how much an answer may differ, relative to max(1, |y|)")
      ->type_name("NUMBER")
      ->check(CLI::NonNegativeNumber);
  app.add_flag("--f64", c.f64, "networks in double precision");
  app.add_flag("--compact", c.compact,
               "leaves of trees as floats: smaller files, and the largest error that can cause is printed");
  app.add_flag("--external-data", c.external_data,
               "ONNX: read tensors from files beside the model, in its folder only");
  app.add_option("--test-rows", c.test_rows, "rows that travel in the file with their answers; 4")
      ->type_name("N")
      ->check(CLI::Range(0, 4096));
  app.add_flag("--explain", c.explain, "say what can not be converted, write nothing");
  app.add_flag("--dump-ir", c.dump_ir, "print the model as a program, write nothing");
}

void add_predict(CLI::App& app, command& told) {
  auto& c = chosen<predict_command>(app, told);
  app.add_option("MODEL", c.model, "a .pounce file")->required()->type_name("");
  app.add_option("ROWS", c.rows, "CSV: columns by name or by position, an empty cell is missing")
      ->required()
      ->type_name("");
  app.add_option("-o,--output", c.output, "where the answers go; standard output")->type_name("FILE");
  app.add_option("--outputs", c.outputs, "only these: predict, proba, raw, transform or a graph's own names")
      ->type_name("NAME,...")
      ->delimiter(',');
  app.add_flag("--no-header", c.no_header, "line 1 is a row");
}

void add_inspect(CLI::App& app, command& told) {
  auto& c = chosen<inspect_command>(app, told);
  app.add_option("MODEL", c.model, "a .pounce file")->required()->type_name("");
  app.add_flag("--json", c.json, "for programs");
}

void add_check(CLI::App& app, command& told) {
  auto& c = chosen<check_command>(app, told);
  app.add_option("MODEL", c.model, "a .pounce file")->required()->type_name("");
  app.add_flag("--self-test", c.self_test, "answer the rows that travel in the file too");
}

void add_bench(CLI::App& app, command& told) {
  auto& c = chosen<bench_command>(app, told);
  app.add_option("MODEL", c.model, "a .pounce file")->required()->type_name("");
  app.add_option("ROWS", c.rows, "CSV to predict; else the rows that travel in the file")->type_name("");
  app.add_flag("--no-header", c.no_header, "line 1 is a row");
  app.add_flag("--json", c.json, "for programs");
}

void add_diff(CLI::App& app, command& told) {
  auto& c = chosen<diff_command>(app, told);
  app.add_option("FIRST", c.first, "a .pounce file")->required()->type_name("");
  app.add_option("SECOND", c.second, "another")->required()->type_name("");
  app.add_option("ROWS", c.rows,
                 "CSV to answer; else the rows that travel in the files, and mixtures of them")
      ->type_name("");
  app.add_option("-o,--output", c.output, "where the differences go; standard output")->type_name("FILE");
  app.add_option("--tolerance", c.tolerance, "how much an answer may differ, relative to max(1, |y|)")
      ->type_name("NUMBER")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--limit", c.limit, "differences listed at most, 0 for all; 20")->type_name("N");
  app.add_flag("--no-header", c.no_header, "line 1 is a row");
}

void add_embed(CLI::App& app, command& told) {
  auto& c = chosen<embed_command>(app, told);
  app.add_option("MODEL", c.model, "a .pounce file")->required()->type_name("");
  app.add_option("-o,--output", c.output, "the header; its data goes beside it")
      ->required()
      ->type_name("FILE");
  app.add_option("--symbol", c.symbol, "the namespace; the header's name")->type_name("NAME");
}

void add_package(CLI::App& app, command& told) {
  auto& c = chosen<package_command>(app, told);
  app.add_option("MODEL", c.model, "a .pounce file, a trainer's file, or the model's address in a storage")
      ->required()
      ->type_name("");
  app.add_option("--for", c.cloud, "aws-lambda, azure-functions or google-cloud")
      ->required()
      ->type_name("CLOUD");
  app.add_option("--arch", c.machine, "x86_64, or arm64 on aws-lambda")->type_name("MACHINE");
  app.add_option("--object", c.object, "the model's name, where the trainer's file holds several")
      ->type_name("NAME");
  app.add_option("--handler", c.handler, "your own static program instead of the stock one")
      ->type_name("FILE");
  app.add_flag("--embed", c.embed, "put the model into the program: one file instead of two");
  app.add_option("--model-id", c.model_id,
                 "the content id that the model must have, as `pounce check` prints it")
      ->type_name("ID");
  app.add_option("-o,--output", c.output, "a zip file if it ends in .zip, else a folder")
      ->required()
      ->type_name("OUT");
}

void add_serve(CLI::App& app, command& told) {
  auto& c = chosen<serve_command>(app, told);
  app.add_option("MODEL", c.model, "a .pounce file or a trainer's file")->required()->type_name("");
  app.add_option("--object", c.object, "the model's name, where the trainer's file holds several")
      ->type_name("NAME");
  app.add_option("--port", c.port, "where to listen; 8080; 0 is any free port")->type_name("N");
  app.add_option("--host", c.host, "127.0.0.1, this machine alone; 0.0.0.0, the network too")->type_name("H");
}

struct entry {
  const char* name;
  adder add;
};
constexpr std::array<entry, 9> entries{{{"convert", add_convert},
                                        {"predict", add_predict},
                                        {"inspect", add_inspect},
                                        {"check", add_check},
                                        {"bench", add_bench},
                                        {"diff", add_diff},
                                        {"embed", add_embed},
                                        {"package", add_package},
                                        {"serve", add_serve}}};

std::string version_text() {
  const auto& v = pounce::version;
  return "pounce " + std::to_string(v.major) + "." + std::to_string(v.minor) + "." + std::to_string(v.patch);
}

/// What is wrong with the command line, in one line.
exit_code mistake(const CLI::ParseError& error, const CLI::App& app) {
  const CLI::App* asked = &app;
  for (const CLI::App* sub : app.get_subcommands()) asked = sub;
  std::string what = error.what();
  if (const auto extras = asked->remaining(true); !extras.empty()) {
    const std::string& extra = extras.front();
    what = in_backticks(extra) + (extra[0] == '-' ? " is no option" : " is one argument too many");
    std::vector<std::string> options;
    for (const auto* option : asked->get_options()) {
      for (const auto& name : option->get_lnames()) options.push_back("--" + name);
    }
    if (const auto near = nearest(extra, options); !near.empty())
      what += "; did you mean " + in_backticks(near) + "?";
  }
  const std::string name = asked == &app ? "" : " " + asked->get_name();
  complain("", what + " (see `pounce" + name + " --help`)");
  return wrong_command;
}

/// Whether argument 1 is neither a command nor an option; says so.
bool is_unknown_command(int count, const char* const* arguments) {
  if (count < 2 || arguments[1][0] == '-') return false;
  const std::string asked = arguments[1];
  std::vector<std::string> names;
  names.reserve(entries.size());
  for (const auto& e : entries) names.emplace_back(e.name);
  if (std::find(names.begin(), names.end(), asked) != names.end()) return false;
  const auto near = nearest(asked, names);
  const std::string hint =
      near.empty() ? " (see `pounce --help`)" : "; did you mean " + in_backticks(near) + "?";
  complain("", in_backticks(asked) + " is no command" + hint);
  return true;
}

} // namespace

command parse(int count, const char* const* arguments) {
  if (is_unknown_command(count, arguments)) return answered{wrong_command};
  command told = answered{done};
  CLI::App app(help_of("").purpose, "pounce");
  app.formatter(std::make_shared<help_formatter>());
  app.set_help_flag("-h,--help", "show this");
  app.set_version_flag("--version", version_text(), "show the version");
  app.require_subcommand(0, 1);
  for (const auto& e : entries) {
    auto* const sub = app.add_subcommand(e.name, help_of(e.name).purpose);
    e.add(*sub, told);
  }
  if (count < 2) {
    std::fputs(app.help().c_str(), stderr);
    return answered{wrong_command};
  }
  try {
    app.parse(count, arguments);
  } catch (const CLI::Success& asked) { // help or version
    if (asked.get_name() == "CallForVersion") {
      std::puts(version_text().c_str());
    } else {
      std::fputs(app.help().c_str(), stdout);
    }
    return answered{std::fflush(stdout) == 0 ? done : system_failed};
  } catch (const CLI::ParseError& error) {
    return answered{mistake(error, app)};
  }
  return told;
}

} // namespace cli
