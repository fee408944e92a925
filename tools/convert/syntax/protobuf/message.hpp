// convert/syntax/protobuf/message.hpp -- the fields of a Protocol Buffers message, one after the other, bounded.
//
// Source    Protocol Buffers encoding guide; the varints are decoded by protozero 1.7.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace convert::protobuf {

/// Messages within messages. ONNX needs 8.
inline constexpr unsigned max_depth = 64;

enum class wire : std::uint8_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

/// A cursor over the fields of one message. Nothing is copied: texts and bytes point into the file.
///
/// Errors    refusal: "byte 4112: a field of 90 bytes is cut short"
/// Lifetime  the file outlives the cursor and all that it gives.
class message {
 public:
  explicit message(std::span<const std::byte> file);

  /// Moves to the next field; false at the end. Its value is then taken once, by one of the actions below, or
  /// skipped by the next call.
  bool next();

  std::uint32_t field() const { return field_; }
  protobuf::wire wire() const { return wire_; }
  /// Offset of the field's first byte in the file.
  std::size_t position() const { return position_; }

  std::uint64_t varint();
  std::int64_t integer() { return static_cast<std::int64_t>(varint()); }
  float float32();
  double float64();
  std::string_view text();
  std::span<const std::byte> bytes();
  message nested();

  /// Appends a repeated field's numbers: one, or a packed run of them.
  void append_to(std::vector<std::int64_t>& numbers);
  void append_to(std::vector<std::uint64_t>& numbers);
  void append_to(std::vector<float>& numbers);
  void append_to(std::vector<double>& numbers);

  void skip();

  [[noreturn]] void refuse(const std::string& fault) const;

 private:
  message(std::span<const std::byte> within, std::size_t origin, unsigned depth);

  void expect(protobuf::wire kind);
  std::uint64_t read_varint();
  std::span<const std::byte> take(std::uint64_t count);

  std::span<const std::byte> rest_;
  std::size_t end_ = 0; // offset in the file of the byte after the message
  std::size_t position_ = 0;
  std::uint32_t field_ = 0;
  protobuf::wire wire_ = wire::varint;
  bool taken_ = true;
  unsigned depth_ = 0;
};

} // namespace convert::protobuf
