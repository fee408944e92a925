// convert/syntax/lightgbm/number_list.hpp -- lists of numbers between spaces.
#pragma once

#include <charconv>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <convert/refusal.hpp>
#include <convert/syntax/lightgbm/text.hpp>

namespace convert::lightgbm {

/// Calls `each(word)` for every word between spaces.
template <class Each>
void for_each_word(std::string_view text, Each each) {
  for (std::size_t at = text.find_first_not_of(' '); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    each(text.substr(at, end - at));
    at = text.find_first_not_of(' ', end);
  }
}

[[noreturn]] inline void refuse_at(const block& b, const entry& e, const std::string& fault) {
  throw refusal("line " + std::to_string(e.line) + ": " + b.name + ", `" + std::string(e.key) +
                "`: " + fault);
}

template <class Number>
std::vector<Number> list_of(const block& b, const entry& e, std::size_t count) {
  std::vector<Number> found;
  for_each_word(e.value, [&](std::string_view word) {
    Number x{};
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), x);
    // Out of range is too small to be a double (zero is right) or too large (nobody writes that).
    const bool small = error == std::errc::result_out_of_range && word.find("e-") != std::string_view::npos;
    if ((error != std::errc{} && !small) || end != word.data() + word.size())
      refuse_at(b, e, "`" + std::string(word.substr(0, 40)) + "` is not a number");
    found.push_back(x);
  });
  if (found.size() != count)
    refuse_at(b, e, std::to_string(found.size()) + " numbers instead of " + std::to_string(count));
  return found;
}

} // namespace convert::lightgbm
