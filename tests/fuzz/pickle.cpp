// tests/fuzz/pickle.cpp -- any bytes into the pickle reader, and every accessor on every value that comes out.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>

#include <convert/refusal.hpp>
#include <convert/syntax/pickle/read.hpp>

namespace {

using convert::refusal;
using convert::pickle::kind;
using convert::pickle::value;

/// What fits gives an answer, what does not is refused; nothing else may happen.
template <class Ask>
void ask(Ask question) {
  try {
    question();
  } catch (const refusal& why) {
    if (std::string_view(why.what()).empty()) std::abort();
  }
}

void visit_array(value of) {
  const auto& found = of.as_array();
  const auto count = found.count();
  if (found.type.kind != 'O' && count * found.type.item_bytes != found.data.size()) std::abort();
  if (found.type.kind == 'O' && count != found.objects.size()) std::abort();
  ask([&] {
    if (found.numbers().size() != count) std::abort();
  });
  ask([&] { found.integers(); });
  for (const auto& field : found.type.fields) {
    ask([&] { found.field_numbers(field.name); });
    ask([&] { found.field_integers(field.name); });
  }
}

void visit(value of) {
  ask([&] { of.boolean(); });
  ask([&] { of.integer(); });
  ask([&] { of.number(); });
  ask([&] { of.text(); });
  ask([&] { of.bytes(); });
  ask([&] { of.qualified_name(); });
  ask([&] { of.class_name(); });
  ask([&] { of.arguments(); });
  ask([&] { of.attribute("coef_"); });
  ask([&] { of.find("coef_"); });
  ask([&] {
    for (std::size_t i = 0; i < of.size(); ++i) of[i].type();
    if (of.type() == kind::dict) of.key(of.size());
  });
  ask([&] { of.texts(); });
  ask([&] { of.elements(); });
  ask([&] { of.numbers(); });
  if (of.is_array()) visit_array(of);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span file(static_cast<const std::byte*>(static_cast<const void*>(data)), size);
  convert::pickle::limits bounds;
  bounds.free_bytes = std::uint64_t{1} << 16; // an inflated bomb costs time, not insight
  bounds.growth = 16;
  convert::pickle::looks_like_pickle(file);
  ask([&] {
    const auto read = convert::pickle::read(file, bounds);
    // Each refusal searches the whole document for its path, so a handful of values is asked everything.
    const auto count = read.values().size();
    const auto stride = 1 + count / 16;
    for (std::uint32_t i = 0; i < count; i += static_cast<std::uint32_t>(stride)) visit(read.at(i));
  });
  return 0;
}
