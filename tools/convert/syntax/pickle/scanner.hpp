// convert/syntax/pickle/scanner.hpp -- opcodes with their operands out of bytes; knows frames, but no values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <convert/syntax/pickle/opcode.hpp>

namespace convert::pickle {

struct token {
  opcode code;
  std::size_t at;        ///< the opcode's byte
  std::string_view text; ///< the operand: fixed bytes, a line without its end, or a counted payload
  std::string_view more; ///< the second line of GLOBAL and INST
};

/// Frames are held as strictly as by CPython's own `_Unframer`, and a little more: an opcode and its operand
/// lie in one frame, so that what is read here is what every other reader reads.
class scanner {
 public:
  explicit scanner(std::string_view stream, std::size_t start = 0) : stream_(stream), next_(start) {}

  /// Errors: `refusal` for a byte that is no opcode, an operand that is cut short or straddles a frame.
  token next();
  void open_frame(const token& frame);
  bool in_frame() const { return frame_end_ > next_; }

  std::size_t position() const { return next_; }
  std::string_view stream() const { return stream_; }
  std::size_t remaining() const { return stream_.size() - next_; }
  /// Raw bytes outside of any frame (joblib's array data).
  std::string_view take_raw(std::size_t count, std::string_view what);
  void move_to(std::size_t position) { next_ = position; }

 private:
  std::string_view take(std::uint64_t count, std::size_t at);
  std::string_view take_line(std::size_t at);
  std::string_view take_operand(operand shape, std::size_t at);

  std::string_view stream_;
  std::size_t next_;
  std::size_t frame_end_ = 0;
  std::size_t token_end_ = 0; // of the frame in which the opcode lies, even if it is the frame's last byte
};

/// Up to eight little-endian bytes.
std::uint64_t little_endian(std::string_view bytes);

} // namespace convert::pickle
