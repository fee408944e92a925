// pounce/serve/expected_model.hpp -- the one model that a function may serve, where its environment names one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/model.hpp>
#include <pounce/serve/text_writer.hpp>

namespace pounce::serving {

/// The id that 32 hexadecimal digits write, as `pounce check` prints them; none for any other text.
template <class Arch = default_arch>
std::optional<content_id> content_id_of(std::string_view text) noexcept {
  content_id id{};
  if (text.size() != 2 * id.size()) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool digit = c >= '0' && c <= '9';
    const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c + ('a' - 'A')) : c;
    if (!digit && (lower < 'a' || lower > 'f')) return std::nullopt;
    const int value = digit ? c - '0' : lower - 'a' + 10;
    id[i / 2] = static_cast<std::uint8_t>(id[i / 2] * 16 + value);
  }
  return id;
}

template <class Arch>
void write_id(const content_id& id, text_writer<Arch>& to) noexcept {
  for (const std::uint8_t byte : id) {
    to.put("0123456789abcdef"[byte >> 4]).put("0123456789abcdef"[byte & 15]);
  }
}

/// Whether `of`, called `name`, is the model that POUNCE_MODEL_ID names; if not, `why` says so. `wanted` is the
/// variable's value, or null: then any model will do. Empty is as good as not set, for platforms that can not unset.
template <class Arch>
bool is_expected(const model& of, std::string_view name, const char* wanted,
                 text_writer<Arch>& why) noexcept {
  if (wanted == nullptr || *wanted == '\0') return true;
  const auto id = content_id_of<Arch>(wanted);
  if (!id) {
    why.put("POUNCE_MODEL_ID is no content id: 32 digits, as `pounce check` prints them");
    return false;
  }
  if (*id == of.id()) return true;
  why.put(name).put(": its content id is ");
  write_id(of.id(), why);
  why.put(", not ");
  write_id(*id, why);
  why.put(" (POUNCE_MODEL_ID)");
  return false;
}

} // namespace pounce::serving
