// cli/help.cpp -- the texts.
#include <cli/help.hpp>

#include <array>

namespace cli {

namespace {

constexpr std::array<help_text, 10> texts{{
    {"",
     "  pounce convert model.pkl -o model.pounce       a trained model becomes one small file\n"
     "  pounce predict model.pounce rows.csv           all its answers, as CSV\n"
     "  pounce inspect model.pounce                    what is in it, where it came from\n"
     "  pounce check model.pounce                      prove that it is sound\n"
     "  pounce bench model.pounce                      how fast it opens and answers here\n"
     "  pounce diff old.pounce new.pounce rows.csv     where two models disagree\n"
     "  pounce embed model.pounce -o model_data.hpp    a header that places it in a program\n"
     "  pounce package model.pkl --for aws-lambda -o function.zip\n"
     "                                                 a function that a cloud runs\n"
     "  pounce serve model.pounce                      a page on this machine to try it\n",
     "Turns trained models into files that answer within microseconds of a process's start.",
     "Exit codes: 0 done, 1 the input was refused, 2 the command was wrong, 3 the system failed.\n"
     "A file named - is standard input or standard output.\n"},
    {"convert",
     "  pounce convert model.pkl                       writes model.pounce\n"
     "  pounce convert model.joblib.xz -o credit.pounce\n"
     "  pounce convert model.txt -o m.pounce --rows rows.csv --expect expected.csv\n"
     "  pounce convert models.pkl --object best -o best.pounce\n"
     "  pounce convert model.onnx --explain            says what can not be converted\n",
     "Converts a trained model",
     "The format is told by content, not by name; nothing in a pickle is ever run. Before the model gets its "
     "name\n"
     "it is opened and compared with its source on random and edge rows, and with what you expect. Columns "
     "of\n"
     "--expect are those that `pounce predict` prints; some of them are enough.\n"},
    {"predict",
     "  pounce predict model.pounce rows.csv\n"
     "  pounce predict model.pounce rows.csv -o answers.csv --outputs predict,proba\n"
     "  cat rows.csv | pounce predict model.pounce - > answers.csv\n",
     "Answers the rows of a CSV file",
     "If the header names the model's features, columns are found by name, in any order. If it names none, "
     "they are\n"
     "taken by position. Empty, NA and nan are missing; True and False are 1 and 0. If a row is refused, -o "
     "writes\n"
     "nothing, and standard output gets nothing either if all answers fit 8 MiB.\n"},
    {"inspect",
     "  pounce inspect model.pounce\n"
     "  pounce inspect model.pounce --json\n",
     "Shows what is in a model",
     "Inputs, answers, steps, bytes a section, where it came from, what memory a prediction needs.\n"},
    {"check",
     "  pounce check model.pounce\n"
     "  pounce check model.pounce --self-test\n",
     "Proves that a model file is sound",
     "Header and sections, checksums, content id, names, and every node of every tree: one parent, no cycle, "
     "children\n"
     "and leaves in range.\n"},
    {"bench",
     "  pounce bench model.pounce\n"
     "  pounce bench model.pounce rows.csv --json\n",
     "Times a model on this machine",
     "A function's life is measured in fresh processes: exec to main, opening, the first prediction, the "
     "answer\n"
     "and the end; page faults, processor time, memory, and what would be deployed. One row a prediction.\n"
     "Takes a second.\n"},
    {"diff",
     "  pounce diff old.pounce new.pounce rows.csv\n"
     "  pounce diff old.pounce new.pounce              on the rows that travel in the files\n"
     "  pounce diff f64.pounce f32.pounce rows.csv --tolerance 1e-6 --limit 0 > differences.csv\n",
     "Says where two models disagree",
     "A line for each difference: line of the rows, answer, what the first says, what the second says. A row "
     "that one\n"
     "of them refuses is a difference too. Exit code 0 if they agree on all rows and have the same answers, "
     "1 "
     "if not.\n"},
    {"embed",
     "  pounce embed model.pounce -o model_data.hpp\n"
     "\n"
     "  #include \"model_data.hpp\"\n"
     "  auto model = pounce::model::open(model_data::model());\n",
     "Writes a header that places a model in a program",
     "Writes the header and, beside it, HEADER.pounce with the bytes: keep the two together. Any number of\n"
     "translation units may include the header; the program holds the bytes once. For g++ and clang++ on "
     "ELF.\n"},
    {"serve",
     "  pounce serve model.pounce\n"
     "  pounce serve model.pkl --port 9000\n",
     "Serves a model on this machine",
     "A page to try it from a browser, and the answers that a deployed function gives, at the same address.\n"
     "Ctrl-C ends it. A trainer's file is converted first.\n"},
    {"package",
     "  pounce package model.pkl --for aws-lambda -o function.zip\n"
     "  pounce package model.pounce --for aws-lambda --arch arm64 -o function.zip\n"
     "  pounce package model.pounce --for azure-functions -o function\n"
     "  pounce package model.pounce --for google-cloud -o function\n"
     "  pounce package model.pounce --for aws-lambda --embed -o function.zip\n"
     "  pounce package s3://bucket/model.pounce --for aws-lambda -o function.zip\n",
     "Makes the function that a cloud runs",
     "A static program and the model, as a zip file or a folder; the same model gives the same bytes.\n"
     "A trainer's file is converted on the way. With --embed the model is in the program: one file. Small\n"
     "models start as fast so, those of megabytes some microseconds later. With an address the function\n"
     "fetches its model when it starts.\n"
     "--model-id makes sure which model that is: any other is refused, here and where it is fetched.\n"
     "Prints the vendor's commands that deploy it and call it: words in capitals are yours to fill in.\n"},
}};

} // namespace

const help_text& help_of(std::string_view command) {
  for (const auto& t : texts) {
    if (t.command == command) return t;
  }
  return texts[0];
}

help_formatter::help_formatter() {
  column_width(24);
  label("Positionals", "Arguments");
  label("Subcommands", "Commands");
}

std::string help_formatter::make_option_opts(const CLI::Option* option) const {
  const std::string type = option->get_type_name();
  return type.empty() ? "" : " " + type.substr(0, type.find(':')); // without CLI11's words for its checks
}

std::string help_formatter::make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const {
  if (mode == CLI::AppFormatMode::Sub) return make_expanded(app);
  const bool whole = app->get_parent() == nullptr;
  const auto& text = help_of(whole ? "" : app->get_name());
  std::string out =
      std::string("Examples:\n") + text.examples + "\n" + text.purpose + (whole ? "" : ".") + "\n\n";
  out += "Usage: " + std::string(whole ? "pounce COMMAND" : name.empty() ? app->get_name() : name);
  for (const auto* positional : app->get_options([](const CLI::Option* o) { return o->get_positional(); })) {
    out += positional->get_required() ? " " + positional->get_name(true)
                                      : " [" + positional->get_name(true) + "]";
  }
  out += " [OPTIONS]\n";
  out += make_positionals(app) + make_groups(app, mode) + make_subcommands(app, mode);
  if (text.details[0] != '\0') out += std::string("\n") + text.details;
  return out;
}

} // namespace cli
