// tests/convert/frontend/onnx/golden.cpp -- real models answer as ONNX Runtime and PyTorch did.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;
namespace fs = std::filesystem;

namespace {

using table = std::vector<std::vector<std::string>>;

table rows_in(const fs::path& path) {
  std::ifstream in(path);
  table rows;
  for (std::string line; std::getline(in, line);) {
    auto& cells = rows.emplace_back(1);
    for (const char c : line)
      if (c == ',')
        cells.emplace_back();
      else if (c != '\r')
        cells.back() += c;
  }
  return rows;
}

double number_in(const std::string& cell) { return cell.empty() ? not_a_number : std::stod(cell); }

/// Two labels are equal if their texts or their numbers are.
bool same_label(const std::string& a, const std::string& b) {
  try {
    return a == b || std::stod(a) == std::stod(b);
  } catch (const std::exception&) {
    return false;
  }
}

/// Checks one row of answers, column by column.
void compare(const convert::ir::model& m, const std::vector<std::string>& row,
             const std::vector<std::string>& expected) {
  std::vector<double> numbers;
  for (const std::string& cell : row) numbers.push_back(number_in(cell));
  const auto found = convert::ir::evaluate(m, numbers);
  REQUIRE_FALSE(found.refused.has_value());
  std::size_t column = 0;
  for (const auto& out : m.outputs)
    for (const double y : found.values.at(out.from)) {
      const std::string& wanted = expected.at(column++);
      CAPTURE(wanted);
      CAPTURE(y);
      if (!out.labels.empty())
        CHECK(same_label(out.labels.at(static_cast<std::size_t>(y)).text, wanted));
      else
        CHECK(std::fabs(y - std::stod(wanted)) <= 1e-6 * std::max(1.0, std::fabs(y)));
    }
  CHECK(column == expected.size());
}

void check_case(const fs::path& folder) {
  CAPTURE(folder.string());
  std::ifstream in(folder / "model.onnx", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const auto m = convert::onnx::read(as_bytes(bytes));
  convert::ir::check(m);
  const table input = rows_in(folder / "input.csv");
  const table expected = rows_in(folder / "expected.csv");
  REQUIRE(input.size() == expected.size());
  for (std::size_t i = 1; i < input.size(); ++i) {
    CAPTURE(i);
    compare(m, input[i], expected[i]);
  }
}

} // namespace

TEST_SUITE("convert/frontend/onnx/golden") {

  TEST_CASE("every golden model answers as its framework did") {
    for (const std::string root : {POUNCE_TEST_DATA "/golden/models/onnx", POUNCE_SHARED_GOLDEN "/onnx"})
      if (fs::exists(root))
        for (const auto& entry : fs::directory_iterator(root)) check_case(entry.path());
  }
}
