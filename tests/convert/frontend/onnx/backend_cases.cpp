// tests/convert/frontend/onnx/backend_cases.cpp -- the ONNX project's own tests of operators: hold, are refused, none wrong.
//
// Each case is tried twice: as it is, all its inputs features of the row; and with all inputs but the first as constants
// of the graph, which is how exporters write shapes, axes and weights. Where neither is taken, the case is refused.
//
// With POUNCE_ONNX_TABLE in the environment the table is printed, and why each refused case is.
//
// Source    ONNX 1.12, Debian's libonnx-testdata, /usr/share/libonnx-testdata/data.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <convert/frontend/onnx/file.hpp>
#include <convert/frontend/onnx/graph_input.hpp>
#include <convert/frontend/onnx/onnx.hpp>
#include <convert/ir/evaluate.hpp>
#include <convert/refusal.hpp>
#include <support/onnx_encoder.hpp>

namespace {

namespace fs = std::filesystem;
namespace onnx = convert::onnx;
using support::onnx::as_bytes;
using support::onnx::message;

const fs::path root = "/usr/share/libonnx-testdata/data";
/// Tests of one operator, small graphs, and modules that PyTorch exported.
constexpr const char* folders[] = {"node", "simple", "pytorch-converted", "pytorch-operator"};

std::string contents(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The tensors input_0.pb, input_1.pb and so on; empty where one is not a plain tensor.
std::vector<onnx::constant> tensors(const fs::path& folder, const std::string& prefix) {
  std::vector<onnx::constant> found;
  for (std::size_t i = 0; fs::exists(folder / (prefix + std::to_string(i) + ".pb")); ++i) {
    const std::string bytes = contents(folder / (prefix + std::to_string(i) + ".pb"));
    found.push_back(onnx::read_tensor(convert::protobuf::message(as_bytes(bytes)), {}).value);
  }
  return found;
}

std::vector<double> numbers(const onnx::constant& c) {
  if (onnx::is_real(c.type)) return c.reals;
  return {c.integers.begin(), c.integers.end()};
}

/// The model with the case's inputs from the second on as initializers.
std::string with_constants(const std::string& model, const fs::path& folder) {
  const auto file = onnx::read_file(as_bytes(model), {});
  message made;
  convert::protobuf::message m(as_bytes(model));
  while (m.next()) {
    if (m.field() == 7) {
      const auto graph = m.bytes();
      std::string bytes(reinterpret_cast<const char*>(graph.data()), graph.size());
      for (std::size_t i = 1; i < file.inputs.size(); ++i) {
        const std::string tensor = contents(folder / ("input_" + std::to_string(i) + ".pb"));
        const std::string name = message().bytes(8, file.inputs[i].name).text();
        bytes += message().bytes(5, tensor + name).text();
      }
      made.bytes(7, bytes);
    } else if (m.field() == 8) {
      const auto opset = m.bytes();
      made.bytes(8, {reinterpret_cast<const char*>(opset.data()), opset.size()});
    }
  }
  return made.text();
}

/// All rows that the case's inputs give: those with a rows axis are cut along it, the others are the same for each row.
std::vector<std::vector<double>> rows_of(const onnx::model_file& file,
                                         const std::vector<onnx::constant>& inputs) {
  std::vector<std::vector<double>> rows(1);
  std::size_t count = 1;
  const auto declared = onnx::inputs_of(file);
  for (std::size_t i = 0; i < declared.size(); ++i)
    if (declared[i].form.has_rows()) {
      const auto own = static_cast<std::size_t>(inputs.at(i).form.dims.at(0));
      if (count != 1 && own != count) throw convert::refusal("inputs have different numbers of rows");
      count = own;
    }
  rows.resize(count);
  for (std::size_t i = 0; i < declared.size(); ++i) {
    const auto all = numbers(inputs.at(i));
    const std::size_t width = declared[i].columns;
    for (std::size_t row = 0; row < count; ++row) {
      const std::size_t first = declared[i].form.has_rows() ? row * width : 0;
      for (std::size_t k = 0; k < width; ++k) rows[row].push_back(all.at(first + k));
    }
  }
  return rows;
}

bool near(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return a == b || std::fabs(a - b) <= 2e-6 * std::max(1.0, std::fabs(b));
}

/// Whether `expected` is what the rows answer, wherever its axis of rows is.
bool agrees(const onnx::constant& expected, const std::vector<std::vector<double>>& answers) {
  const auto all = numbers(expected);
  const std::size_t rows = answers.size();
  const auto same = [&](auto element_at, std::size_t width) {
    for (std::size_t row = 0; row < rows; ++row) {
      if (answers[row].size() != width) return false;
      for (std::size_t k = 0; k < width; ++k)
        if (!near(answers[row][k], all[element_at(row, k)])) return false;
    }
    return true;
  };
  if (same([](std::size_t, std::size_t k) { return k; }, all.size())) return true;
  std::size_t after = all.size();
  for (const std::int64_t dim : expected.form.dims) {
    if (dim == 0) return false;
    after /= static_cast<std::size_t>(dim);
    if (static_cast<std::size_t>(dim) != rows) continue;
    const auto at = [&](std::size_t row, std::size_t k) {
      return (k / after * rows + row) * after + k % after;
    };
    if (same(at, all.size() / rows)) return true;
  }
  return false;
}

enum class outcome { holds, refused, wrong };

struct result {
  outcome how = outcome::refused;
  std::string why;
};

result tried(const std::string& bytes, const std::vector<onnx::constant>& inputs,
             const std::vector<onnx::constant>& outputs) {
  try {
    const auto model = onnx::read(as_bytes(bytes));
    const auto file = onnx::read_file(as_bytes(bytes), {});
    std::vector<std::vector<std::vector<double>>> answers(model.outputs.size());
    for (const auto& row : rows_of(file, inputs)) {
      const auto values = convert::ir::evaluate(model, row);
      if (values.refused) return {outcome::refused, "the row is refused"};
      for (std::size_t i = 0; i < model.outputs.size(); ++i)
        answers[i].push_back(values.values.at(model.outputs[i].from));
    }
    for (std::size_t i = 0; i < outputs.size(); ++i)
      if (!agrees(outputs[i], answers.at(i))) return {outcome::wrong, "output " + std::to_string(i)};
    return {outcome::holds, ""};
  } catch (const convert::refusal& why) {
    return {outcome::refused, why.what()};
  }
}

/// None: the case is not one of plain tensors.
std::optional<result> run(const fs::path& folder, std::string& kind) {
  std::vector<onnx::constant> inputs;
  std::vector<onnx::constant> outputs;
  const std::string model = contents(folder / "model.onnx");
  try {
    const auto file = onnx::read_file(as_bytes(model), {});
    kind = file.nodes.size() == 1 ? std::string(file.nodes[0].kind) : "graphs of several nodes";
    inputs = tensors(folder / "test_data_set_0", "input_");
    outputs = tensors(folder / "test_data_set_0", "output_");
  } catch (const convert::refusal&) {
    return std::nullopt;
  }
  result found = tried(model, inputs, outputs);
  if (found.how != outcome::refused || inputs.size() < 2) return found;
  try {
    return tried(with_constants(model, folder / "test_data_set_0"), inputs, outputs);
  } catch (const convert::refusal&) {
    return found;
  }
}

} // namespace

TEST_SUITE("convert/frontend/onnx/backend_cases") {

  TEST_CASE("no case of ONNX's own operator tests is answered wrongly") {
    if (!fs::exists(root)) {
      MESSAGE("skipped: Debian's libonnx-testdata is not installed");
      return;
    }
    const bool is_wordy = std::getenv("POUNCE_ONNX_TABLE") != nullptr;
    std::map<std::string, std::map<outcome, int>> table;
    std::vector<fs::path> cases;
    for (const char* folder : folders)
      if (fs::exists(root / folder))
        for (const auto& entry : fs::directory_iterator(root / folder)) cases.push_back(entry.path());
    for (const fs::path& folder : cases) {
      std::string kind;
      const auto found = run(folder, kind);
      if (!found) continue;
      ++table[kind][found->how];
      const std::string name = folder.filename().string();
      CAPTURE(name);
      CAPTURE(found->why);
      CHECK(found->how != outcome::wrong);
      if (is_wordy && found->how == outcome::refused)
        std::printf("refused %s: %s\n", name.c_str(), found->why.c_str());
    }
    int holds = 0;
    int refused = 0;
    if (is_wordy) std::printf("| operator | cases that hold | refused |\n| --- | --- | --- |\n");
    for (auto& [kind, counts] : table) {
      holds += counts[outcome::holds];
      refused += counts[outcome::refused];
      if (is_wordy && counts[outcome::holds] > 0)
        std::printf("| %s | %d | %d |\n", kind.c_str(), counts[outcome::holds], counts[outcome::refused]);
    }
    if (is_wordy) std::printf("| all | %d | %d |\n", holds, refused);
    CHECK(holds >= 1);
  }
}
