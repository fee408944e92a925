// pounce/serve/asked.hpp -- which of a model's answers a request wants.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/model.hpp>

namespace pounce::serving {

inline constexpr std::array<std::string_view, format::roles> role_names{"predict", "proba", "raw",
                                                                        "transform", "graph"};

/// One wanted answer: all outputs of a role, or one of them.
struct asked_answer {
  std::string_view name;
  role what;
  std::span<const format::output> outputs; // (outputs wanted)
  std::size_t first_column;                ///< of the first, among the role's columns
  bool label_texts = false;                ///< classes always as texts
};

/// Up to `capacity` wanted answers.
struct asked_answers {
  static constexpr std::size_t capacity = 32;

  std::array<asked_answer, capacity> list;
  std::size_t count = 0;

  std::span<const asked_answer> all() const noexcept { return std::span(list).first(count); }
};

/// The answer of that name: a role (predict, proba, raw, transform, graph), `label` for the class's text, or an
/// output's own name.
template <class Arch = default_arch>
std::optional<asked_answer> find_answer(const model& of, std::string_view name) noexcept {
  for (std::size_t r = 0; r < role_names.size(); ++r) {
    const auto what = static_cast<role>(r);
    const auto outputs = of.outputs(what);
    if (outputs.empty()) continue;
    if (name == role_names[r]) return asked_answer{name, what, outputs, 0};
    if (r == 0 && name == "label" && outputs[0].label_count != 0) {
      return asked_answer{name, what, outputs, 0, true};
    }
  }
  for (std::size_t r = 0; r < role_names.size(); ++r) {
    const auto outputs = of.outputs(static_cast<role>(r));
    std::size_t column = 0;
    for (std::size_t i = 0; i < outputs.size(); column += outputs[i++].width) {
      if (of.contents().text_at(outputs[i].name) == name) {
        return asked_answer{name, static_cast<role>(r), outputs.subspan(i, 1), column};
      }
    }
  }
  return std::nullopt;
}

/// What a request that names no answers wants: the first of the roles that the model has.
template <class Arch = default_arch>
asked_answer first_answer(const model& of) noexcept {
  std::size_t r = 0;
  while (r + 1 < role_names.size() && of.outputs(static_cast<role>(r)).empty()) ++r;
  return {role_names[r], static_cast<role>(r), of.outputs(static_cast<role>(r)), 0};
}

} // namespace pounce::serving
