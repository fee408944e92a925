// tests/fuzz/ubjson.cpp -- any bytes into the UBJSON reader, every value of the tree, and the model if it is one.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <convert/frontend/xgboost/model.hpp>
#include <convert/refusal.hpp>
#include <convert/syntax/ubjson/read.hpp>

namespace {

/// Every value once; the depth is the reader's limit.
void visit(convert::json::value root) {
  std::vector<convert::json::value> waiting{root};
  std::size_t seen = 0;
  while (!waiting.empty()) {
    const auto at = waiting.back();
    waiting.pop_back();
    if (++seen > 16 * 1024) return;
    if (at.is_number()) at.single();
    if (at.is_text()) at.text();
    for (std::size_t i = 0; at.is_array() && i < at.size(); ++i) waiting.push_back(at[i]);
    for (std::size_t i = 0; at.is_object() && i < at.size(); ++i) {
      if (!at.find(at.key(i))) std::abort();
      waiting.push_back(at.entry(i));
    }
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(static_cast<const char*>(static_cast<const void*>(data)), size);
  try {
    const auto read = convert::ubjson::read(bytes);
    if (size < 4096) visit(read.root()); // `find` is linear: together quadratic
    convert::xgboost::read_model(bytes);
  } catch (const convert::refusal& why) {
    if (std::string_view(why.what()).empty()) std::abort();
  }
  return 0;
}
