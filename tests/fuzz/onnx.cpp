// tests/fuzz/onnx.cpp -- any bytes as an ONNX model, and one row through what comes out.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>
#include <vector>

#include <convert/frontend/onnx/onnx.hpp>
#include <convert/ir/check.hpp>
#include <convert/ir/evaluate.hpp>
#include <convert/refusal.hpp>

namespace {

/// Whether running the model is quick; a model of a few bytes may mean a great many numbers.
bool is_small(const convert::ir::model& m) {
  std::size_t columns = 0;
  for (const std::uint32_t width : convert::ir::widths(m)) columns += width;
  return columns < std::size_t{1} << 16U;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  const bool looks_right = convert::onnx::looks_like_onnx(bytes);
  try {
    const auto model = convert::onnx::read(bytes);
    if (!looks_right && model.outputs.empty()) std::abort();
    convert::ir::check(model);
    if (!is_small(model)) return 0;
    const std::vector<double> row(model.features.size(), 0.5);
    const auto found = convert::ir::evaluate(model, row);
    if (!found.refused && found.values.size() != model.steps.size() + 1) std::abort();
  } catch (const convert::refusal& why) {
    if (std::string_view(why.what()).empty()) std::abort();
  }
  return 0;
}
