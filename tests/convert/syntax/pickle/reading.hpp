// tests/convert/syntax/pickle/reading.hpp -- pickles from literals and files, and the messages of those that are refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <convert/refusal.hpp>
#include <convert/syntax/pickle/read.hpp>

namespace reading {

namespace pickle = convert::pickle;

inline std::vector<std::byte> bytes_of(std::string_view text) {
  std::vector<std::byte> bytes(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) bytes[i] = static_cast<std::byte>(text[i]);
  return bytes;
}

inline pickle::document parsed(std::string_view text, const pickle::limits& bounds = {}) {
  return pickle::read(bytes_of(text), bounds);
}

/// The message, or "" if it was read.
inline std::string refused(std::string_view text, const pickle::limits& bounds = {}) {
  try {
    parsed(text, bounds);
  } catch (const convert::refusal& why) {
    return why.what();
  }
  return {};
}

/// The message of a question that is refused, or "".
template <class Ask>
std::string refused_to(Ask question) {
  try {
    question();
  } catch (const convert::refusal& why) {
    return why.what();
  }
  return {};
}

inline std::string file_text(const std::filesystem::path& file) {
  std::ifstream input(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(input), {}};
}

/// Beside the source file of a test: `beside(__FILE__, "files/kinds.p0.pkl")`.
inline std::string beside(const char* source, std::string_view name) {
  return file_text(std::filesystem::path(source).parent_path() / name);
}

/// `count` in `bytes` little-endian bytes.
inline std::string little(std::uint64_t count, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text.push_back(static_cast<char>(count >> (8 * i) & 0xff));
  return text;
}

/// SHORT_BINUNICODE and SHORT_BINBYTES.
inline std::string text(std::string_view of) { return "\x8c" + little(of.size(), 1) + std::string(of); }
inline std::string raw(std::string_view of) { return "C" + little(of.size(), 1) + std::string(of); }
inline std::string global(std::string_view module, std::string_view name) {
  return "c" + std::string(module) + "\n" + std::string(name) + "\n";
}

} // namespace reading
