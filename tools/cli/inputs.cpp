// cli/inputs.cpp -- features of a file and of an ir become the same thing.
#include <cli/inputs.hpp>

#include <cmath>

#include <cli/number.hpp>

namespace cli {

void categories::add(std::string_view text, std::optional<double> number) {
  const auto code = static_cast<double>(count_++);
  by_text_.emplace(text, code); // the first of equals stays
  if (!number) return;
  ++numbers_;
  if (!std::isnan(*number)) by_number_.emplace(*number, code);
}

double categories::code_of(std::string_view cell) const {
  constexpr double unseen = -1;
  if (const auto found = by_text_.find(cell); found != by_text_.end()) return found->second;
  if (by_number_.empty()) return unseen;
  const auto number = number_of(cell);
  if (!number || std::isnan(*number)) return unseen;
  const auto found = by_number_.find(*number);
  return found == by_number_.end() ? unseen : found->second;
}

std::vector<input> inputs_of(const pounce::model& model) {
  const auto& contents = model.contents();
  std::vector<input> inputs;
  for (const auto& f : contents.features) {
    auto& made = inputs.emplace_back();
    made.name = contents.text_at(f.name);
    for (const auto& label : contents.labels.subspan(f.first_label, f.label_count)) {
      const bool is_text = label.kind == pounce::format::label_kind::text;
      made.categories.add(contents.text_at(label.text), is_text ? std::nullopt : std::optional(label.number));
    }
  }
  return inputs;
}

std::vector<input> inputs_of(const convert::ir::model& model) {
  std::vector<input> inputs;
  for (const auto& f : model.features) {
    auto& made = inputs.emplace_back();
    made.name = f.name;
    for (const auto& label : f.vocabulary) {
      made.categories.add(label.text, label.is_number() ? std::optional(label.number) : std::nullopt);
    }
  }
  return inputs;
}

} // namespace cli
