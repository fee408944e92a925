// cli/golden.cpp -- every golden model, converted and asked by the program, answers as its trainer did.
#include <algorithm>
#include <cmath>
#include <optional>

#include <cli/number.hpp>
#include <cli/program.hpp>
#include <cli/row_reader.hpp>

#include <doctest/doctest.h>

namespace {

namespace fs = std::filesystem;

bool has(const std::string& name, std::initializer_list<const char*> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](const char* p) { return name.find(p) != std::string::npos; });
}

/// What is promised of a case, by its framework's precision and its kind of model; relative to max(1, |y|).
double tolerance_of(const fs::path& folder) {
  const std::string name = folder.filename();
  const std::string framework = folder.parent_path().filename();
  if (has(name, {"mlp"})) return 1e-5; // 1e-5 + 1e-5 |y|, which is more
  if (has(framework, {"xgboost", "onnx"})) return 1e-6;
  const bool sums =
      has(name, {"tree", "forest", "gb_"}) && !has(name, {"calibrated", "isolation", "pipeline"});
  return sums ? 1e-12 : 1e-10;
}

bool agree(const std::string& answer, const std::string& expected, double tolerance) {
  if (answer == expected) return true;
  const auto a = cli::number_of(answer);
  const auto e = cli::number_of(expected);
  if (!a || !e) return false;
  return *a == *e || (std::isnan(*a) && std::isnan(*e)) ||
         std::fabs(*a - *e) <= tolerance * std::max(1.0, std::fabs(*e));
}

/// The first difference between two tables; none if there is none.
std::string difference(const cli::text_table& answers, const cli::text_table& expected, double tolerance) {
  if (answers.columns != expected.columns) return "other columns";
  if (answers.records.size() != expected.records.size()) return "another number of rows";
  for (std::size_t r = 0; r < expected.records.size(); ++r) {
    for (std::size_t c = 0; c < expected.columns.size(); ++c) {
      const auto& answer = answers.records[r][c];
      if (agree(answer, expected.records[r][c], tolerance)) continue;
      return "row " + std::to_string(r) + ", " + expected.columns[c] + ": " + answer + " for " +
             expected.records[r][c];
    }
  }
  return "none";
}

std::string model_in(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().filename().string().starts_with("model.")) return entry.path();
  }
  return {};
}

void check_case(const fs::path& folder) {
  CAPTURE(folder.string());
  const support::temporary_folder work;
  const auto converted = work.pounce({"convert", model_in(folder), "-o", "m.pounce"});
  CHECK(converted.err.starts_with("m.pounce: "));
  CHECK(converted.code == 0);
  if (converted.code != 0) return;
  const auto checked = work.pounce({"check", "m.pounce", "--self-test"});
  CHECK(checked.err == "");
  CHECK(checked.code == 0);
  const auto predicted = work.pounce({"predict", "m.pounce", folder / "input.csv", "-o", "answers.csv"});
  CHECK(predicted.err == "");
  CHECK(predicted.code == 0);
  if (predicted.code != 0) return;
  CHECK(difference(cli::read_table(work / "answers.csv"), cli::read_table(folder / "expected.csv"),
                   tolerance_of(folder)) == "none");
}

std::size_t check_all(const fs::path& root) {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().filename() == "case.json") folders.push_back(entry.path().parent_path());
  }
  std::sort(folders.begin(), folders.end());
  for (const auto& folder : folders) check_case(folder);
  return folders.size();
}

} // namespace

TEST_SUITE("cli/golden") {
  TEST_CASE("every golden model answers as its trainer") {
    CHECK(check_all(support::test_file("golden/models")) > 50);
  }

  TEST_CASE("every golden model of the larger set answers as its trainer") {
    if (!fs::exists(POUNCE_SHARED_GOLDEN)) {
      MESSAGE("there is no larger set beside the checkout");
      return;
    }
    CHECK(check_all(POUNCE_SHARED_GOLDEN) > 50);
  }
}
