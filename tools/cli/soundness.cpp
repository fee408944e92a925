// cli/soundness.cpp -- one proof after the other, the cheapest first.
#include <cli/soundness.hpp>

#include <vector>

#include <pounce/view/names.hpp>
#include <pounce/view/sections.hpp>

#include <cli/content_id.hpp>
#include <cli/message.hpp>

namespace cli {

namespace {

void demand(const pounce::result<void>& proof, const std::string& name) {
  if (!proof) throw stopped(input_refused, name, text_of(proof.error()));
}

} // namespace

forest_counts prove_sound(const pounce::model& model, const std::string& name) {
  const auto& p = model.contents();
  demand(pounce::view::check_contents(p.bytes, p.header), name);
  demand(pounce::view::check_names(p), name);
  if (content_id_of(p.bytes) != model.id()) {
    throw stopped(input_refused, name,
                  "byte " + std::to_string(offsetof(pounce::format::header, content_id)) +
                      ": the content id is not that of the contents");
  }
  forest_counts counts;
  if (const auto fault = prove_forests(p, counts)) {
    throw stopped(input_refused, name, "byte " + std::to_string(fault->where) + ": " + fault->what);
  }
  return counts;
}

void prove_answers(const pounce::model& model, const std::string& name) {
  if (model.contents().tests.empty()) note(name, "the file has no test rows");
  std::vector<std::byte> scratch(model.scratch_bytes(1));
  const auto proof = model.self_test(scratch);
  if (proof) return;
  const auto& why = proof.error();
  const std::string row =
      why.row == pounce::failure::nowhere ? "" : "test row " + std::to_string(why.row) + ": ";
  throw stopped(input_refused, name, row + text_of(why));
}

} // namespace cli
