// convert/syntax/pickle/read.cpp -- the door: a file's bytes to inert values.
#include <convert/syntax/pickle/read.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <convert/refusal.hpp>
#include <convert/syntax/joblib/container.hpp>
#include <convert/syntax/pickle/scanner.hpp>

namespace convert::pickle {

namespace {

constexpr std::size_t head_bytes = 1024;

std::string_view text_of(std::span<const std::byte> bytes) {
  return {static_cast<const char*>(static_cast<const void*>(bytes.data())), bytes.size()};
}

std::vector<std::byte> decompressed(std::string_view file, const limits& bounds) {
  const auto found = joblib::detect(file);
  if (found == joblib::compression::none) return {};
  auto inside = joblib::decompress(file, found, {bounds.stream_bytes, bounds.growth, bounds.free_bytes});
  if (inside.empty()) throw refusal("the " + std::string(joblib::name_of(found)) + " stream is empty");
  return inside;
}

bool is_name(std::string_view line) {
  if (line.empty() || line.size() > 128 || (line[0] >= '0' && line[0] <= '9')) return false;
  for (const char c : line) {
    const bool fits =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    if (!fits) return false;
  }
  return true;
}

enum class extent : std::uint8_t { whole, cut };

/// Protocols 0 and 1 have no magic number: a few opcodes in a row must make sense.
bool begins_as_old_pickle(std::string_view head, extent of_file) {
  if (head.empty() || std::string_view("(]})c").find(head[0]) == std::string_view::npos) return false;
  scanner input(head);
  int step = 0;
  try {
    for (; step < 8; ++step) {
      const auto op = input.next();
      if (op.code == opcode::stop) return step > 0 && input.remaining() == 0 && of_file == extent::whole;
      const bool named = op.code == opcode::global || op.code == opcode::inst;
      if (named && (!is_name(op.text) || !is_name(op.more))) return false;
      const bool numbered = op.code == opcode::put || op.code == opcode::get || op.code == opcode::int_text;
      if (numbered &&
          (op.text.empty() || op.text.find_first_not_of("-0123456789") != std::string_view::npos)) {
        return false;
      }
    }
  } catch (const refusal&) {
    return step > 2 && of_file == extent::cut; // a long operand, cut off with the head
  }
  return true;
}

} // namespace

document read(std::span<const std::byte> file, const limits& bounds) {
  const auto text = text_of(file);
  return {decompressed(text, bounds), text, bounds};
}

document read(std::vector<std::byte>&& file, const limits& bounds) {
  auto inside = decompressed(text_of(file), bounds);
  return {inside.empty() ? std::move(file) : std::move(inside), {}, bounds};
}

bool looks_like_pickle(std::span<const std::byte> file) {
  const auto text = text_of(file);
  auto head = text.substr(0, head_bytes);
  std::vector<std::byte> inside;
  if (const auto found = joblib::detect(text); found != joblib::compression::none) {
    inside = joblib::decompress_head(text, found, head_bytes);
    head = text_of(inside);
  }
  if (head.size() >= 2 && head[0] == '\x80') {
    // PROTO and its version, then an opcode. Protocols 4 and 5 go on with a frame, or, when short, without.
    return head[1] >= 2 && head[1] <= 5 && head.size() >= 3 && operand_of(static_cast<std::uint8_t>(head[2]));
  }
  return begins_as_old_pickle(head, head.size() < head_bytes ? extent::whole : extent::cut);
}

} // namespace convert::pickle
