// cli/predict.cpp -- pounce predict: rows of a CSV file to answers as CSV.
#include <cstddef>
#include <string>
#include <vector>

#include <cli/answers_csv.hpp>
#include <cli/commands.hpp>
#include <cli/input_file.hpp>
#include <cli/output_file.hpp>
#include <cli/progress.hpp>
#include <cli/row_reader.hpp>

namespace cli {

namespace {

constexpr std::size_t block_rows = 1024;
constexpr std::size_t held_back_bytes = std::size_t{8}
                                        << 20; // of answers, until it is known that no row is refused

[[noreturn]] void refuse(const row_reader& reader, const pounce::failure& why,
                         const std::vector<std::size_t>& lines) {
  const std::string text = pounce::message(why.code);
  if (why.row >= lines.size()) throw stopped(input_refused, reader.name(), text);
  if (why.feature >= reader.features()) {
    throw stopped(input_refused, reader.name(), "line " + std::to_string(lines[why.row]) + ": " + text);
  }
  throw stopped(input_refused, reader.name(), reader.place_of(lines[why.row], why.feature) + ": " + text);
}

} // namespace

exit_code run(const predict_command& told) {
  if (told.model == "-" && told.rows == "-") {
    throw stopped(wrong_command, "", "the model and the rows can not both be standard input");
  }
  const auto opened = open_model(told.model);
  std::optional<answers_csv> answers;
  blaming(input_name(told.model), [&] { answers.emplace(opened.model, told.outputs); });
  row_reader reader(told.rows, inputs_of(opened.model),
                    told.no_header ? first_line::is_row : first_line::is_header);
  output_file out(told.output);
  progress shown;

  std::string text = answers->header();
  std::vector<double> numbers;
  std::vector<std::size_t> lines;
  for (std::size_t rows = 0;;) {
    numbers.clear();
    lines.clear();
    const std::size_t n = reader.read(block_rows, numbers, lines);
    if (n == 0) break;
    if (const auto done = answers->append(numbers, text); !done) refuse(reader, done.error(), lines);
    if (text.size() > held_back_bytes) {
      out.write(text);
      text.clear();
    }
    shown.show("rows", rows += n, 0);
  }
  out.write(text);
  out.commit();
  return done;
}

} // namespace cli
