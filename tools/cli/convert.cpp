// cli/convert.cpp -- pounce convert: a trainer's file to a model file.
#include <convert/convert.hpp>

#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include <convert/ir/print.hpp>

#include <cli/commands.hpp>
#include <cli/external_data.hpp>
#include <cli/input_file.hpp>
#include <cli/mlflow_folder.hpp>
#include <cli/number.hpp>
#include <cli/output_file.hpp>
#include <cli/progress.hpp>
#include <cli/row_reader.hpp>

namespace cli {

namespace {

/// The input with the suffix .pounce instead of its own, or its two if the last is a compression's.
std::string beside(const std::string& input) {
  if (input == "-") return "-";
  std::string stem = input;
  while (stem.size() > 1 && stem.ends_with('/')) stem.pop_back();
  std::error_code none;
  if (std::filesystem::is_directory(stem, none)) return stem + ".pounce";
  const auto cut = [&stem](bool only_compression) {
    const auto slash = stem.rfind('/');
    const auto dot = stem.rfind('.');
    if (dot == std::string::npos || dot == 0 || (slash != std::string::npos && dot <= slash + 1)) return;
    static constexpr std::string_view packed[] = {".gz",   ".gzip", ".bz2", ".xz",
                                                  ".lzma", ".lz4",  ".z",   ".zlib"};
    bool is_packed = false;
    for (const auto suffix : packed) is_packed = is_packed || std::string_view(stem).substr(dot) == suffix;
    if (!only_compression || is_packed) stem.resize(dot);
  };
  cut(true);
  cut(false);
  return stem + ".pounce";
}

convert::expectation read_expectation(const convert_command& told, const convert::ir::model& model) {
  convert::expectation expected;
  expected.tolerance = told.tolerance;
  row_reader reader(told.rows, inputs_of(model), first_line::is_header);
  std::vector<double> numbers;
  std::vector<std::size_t> lines;
  while (reader.read(1024, numbers, lines) != 0) {
  }
  const std::size_t width = reader.features();
  for (std::size_t r = 0; r < lines.size(); ++r) {
    const auto first = numbers.begin() + static_cast<std::ptrdiff_t>(r * width);
    expected.rows.emplace_back(first, first + static_cast<std::ptrdiff_t>(width));
  }
  if (expected.rows.empty()) throw stopped(input_refused, reader.name(), "no rows");
  if (told.expect.empty()) return expected;
  auto table = read_table(told.expect);
  if (table.records.size() != expected.rows.size()) {
    throw stopped(input_refused, input_name(told.expect),
                  std::to_string(table.records.size()) + " rows of answers to " +
                      std::to_string(expected.rows.size()) + " rows in " + reader.name());
  }
  expected.columns = std::move(table.columns);
  expected.answers = std::move(table.records);
  return expected;
}

/// Stops if the source would be written over.
void check_output(const std::string& input, const std::string& output) {
  std::error_code none; // if one of the two is not there they are not the same
  if (std::filesystem::equivalent(input, output, none)) {
    throw stopped(wrong_command, output, "the output is the input");
  }
}

std::string success(const convert::converted& made, bool compact) {
  const std::string price =
      compact ? ", narrower leaves move a sum by at most " + text_of(made.compact_error) : std::string();
  return made.summary + "; " + std::to_string(made.bytes.size()) + " bytes, verified on " +
         std::to_string(made.verified_rows) + " rows, largest difference " +
         text_of(made.largest_difference) + price;
}

/// Says what stands in the way of a conversion, all of it at once.
exit_code explain(const std::string& name, const std::vector<std::byte>& bytes, const convert::options& how) {
  const auto obstacles = convert::obstacles(bytes, how);
  output_file out("-");
  for (const auto& line : obstacles) out.write(name + ": " + line + "\n");
  if (obstacles.empty()) out.write(name + ": everything in it can be converted\n");
  return obstacles.empty() ? done : input_refused;
}

} // namespace

exit_code run(const convert_command& told) {
  const std::string input = model_file_of(told.input);
  const std::string name = input_name(input);
  const std::string output = told.output.empty() ? beside(told.input) : told.output;
  check_output(input, output);
  const auto bytes = read_all(input);
  convert::options how;
  how.object = told.object;
  how.network_f64 = told.f64;
  how.compact = told.compact;
  how.test_rows = told.test_rows;
  if (told.external_data) how.external = files_beside(input);

  if (told.explain) return explain(name, bytes, how);
  convert::ir::model model;
  if (told.dump_ir || !told.rows.empty()) {
    blaming(name, [&] { model = convert::read(bytes, how); });
  }
  if (told.dump_ir) {
    output_file out("-");
    out.write(convert::ir::text_of(model));
    return done;
  }
  std::optional<convert::expectation> expected;
  if (!told.rows.empty()) expected = read_expectation(told, model);

  convert::converted made;
  blaming(name, [&] {
    progress shown;
    made = convert::convert(bytes, how, expected,
                            [&shown](std::string_view stage, std::size_t at, std::size_t total) {
                              shown.show(stage, at, total);
                            });
  });
  output_file out(output);
  out.write(made.bytes);
  out.commit();
  say_done(output_name(output), success(made, told.compact));
  return done;
}

} // namespace cli
