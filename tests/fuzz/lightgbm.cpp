// tests/fuzz/lightgbm.cpp -- any text as a LightGBM model, and one row through what comes out.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <convert/frontend/lightgbm/detect.hpp>
#include <convert/frontend/lightgbm/model.hpp>
#include <convert/ir/evaluate.hpp>
#include <convert/refusal.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(static_cast<const char*>(static_cast<const void*>(data)), size);
  convert::lightgbm::looks_like_text(bytes);
  try {
    const auto model = convert::lightgbm::read_model(bytes);
    const std::vector<double> row(model.features.size(), 0.5);
    const auto found = convert::ir::evaluate(model, row);
    if (!found.refused && convert::ir::outputs_of(model, found).empty()) std::abort();
  } catch (const convert::refusal& why) {
    if (std::string_view(why.what()).empty()) std::abort();
  }
  return 0;
}
