// pounce/serve/refusal.hpp -- why a request is not answered, as status and JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/core/error.hpp>
#include <pounce/serve/text_writer.hpp>

namespace pounce::serving {

/// What the client is told. The texts are literals; `name` looks at the request or at the model.
struct refusal {
  static constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

  std::uint16_t status;
  std::string_view code;
  std::string_view text;
  std::size_t byte = nowhere; ///< of the body
  std::size_t row = nowhere;
  std::size_t feature = nowhere;
  std::string_view name{}; ///< stands in backticks behind the text
  std::size_t got = nowhere;
  std::size_t wanted = nowhere;
};

/// The name of what the trainer, or the model's file, does not take.
constexpr std::string_view code_name(errc code) noexcept {
  switch (code) {
  case errc::wrong_width: return "wrong_width";
  case errc::no_such_answer: return "no_such_answer";
  case errc::no_such_feature: return "no_such_feature";
  case errc::not_a_category: return "not_a_category";
  case errc::missing_refused: return "missing_refused";
  case errc::infinite_refused: return "infinite_refused";
  case errc::out_of_range: return "out_of_range";
  case errc::unseen_refused: return "unseen_refused";
  case errc::beyond_float: return "beyond_float";
  default: return "internal";
  }
}

/// The refusal of a row that a model does not take; anything else that fails is the server's fault.
template <class Arch = default_arch>
constexpr refusal refused(const failure& why, std::size_t first_row = 0) noexcept {
  const std::string_view code = code_name(why.code);
  refusal r{static_cast<std::uint16_t>(code == "internal" ? 500 : 422), code, message(why.code)};
  if (why.row != failure::nowhere) r.row = first_row + why.row;
  if (why.feature != failure::nowhere) r.feature = why.feature;
  return r;
}
template <class Arch = default_arch>
constexpr refusal refused(errc code) noexcept {
  return refused<Arch>(failure{code});
}

/// {"error": {"code", "message", "row", "feature"}}; row and feature where there is one to blame, the feature by
/// `feature_name` or, if that is empty, by its number.
template <class Arch = default_arch>
void write_refusal(const refusal& why, std::string_view feature_name, text_writer<Arch>& to) noexcept {
  constexpr std::size_t longest_name = 64; // of the client's own bytes, however long it is
  to.put(R"({"error":{"code":")").put(why.code).put(R"(","message":")");
  if (why.byte != refusal::nowhere) to.put("byte ").put(why.byte).put(": ");
  to.put_escaped(why.text);
  if (!why.name.empty()) {
    std::size_t shown = why.name.size();
    if (shown > longest_name) {
      shown = longest_name; // whole characters only
      while (shown > 0 && (static_cast<unsigned char>(why.name[shown]) & 0xC0) == 0x80) --shown;
    }
    to.put(" `").put_escaped(why.name.substr(0, shown)).put(shown < why.name.size() ? "...`" : "`");
  }
  if (why.got != refusal::nowhere)
    to.put(": ").put(why.got).put(" where ").put(why.wanted).put(" are wanted");
  to.put('"');
  if (why.row != refusal::nowhere) to.put(R"(,"row":)").put(why.row);
  if (why.feature != refusal::nowhere) {
    to.put(R"(,"feature":)");
    if (feature_name.empty()) {
      to.put(why.feature);
    } else {
      to.put_quoted(feature_name);
    }
  }
  to.put("}}");
}

} // namespace pounce::serving
