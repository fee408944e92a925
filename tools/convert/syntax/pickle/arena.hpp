// convert/syntax/pickle/arena.hpp -- where a pickle's values lie: 16 bytes each, addressed by a 32-bit index.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <convert/syntax/pickle/limits.hpp>
#include <convert/syntax/pickle/value.hpp>

namespace convert::pickle {

constexpr std::uint32_t absent = 0xffffffff;

/// One value. What `a` and `b` mean depends on the kind:
/// boolean, integer, real: 64 bits; text, bytes, big_integer: place and length; containers: first cell and
/// number of cells (two for a dict's entry); global: name; call, instance: record; array: array.
struct node {
  enum class trait : std::uint8_t {
    none,
    decoded, ///< text and bytes: `a` is the index of a decoded string, not a place in the stream
    decimal, ///< big_integer: digits in the stream, not two's complement
    foreign, ///< boolean, integer, real: numpy's, and no Python number
  };
  kind type = kind::none;
  trait how = trait::none;
  bool byte_text = false; ///< a text that Python 2 wrote: bytes as well
  std::uint32_t at = 0;   ///< the byte that made it
  std::uint32_t a = 0;
  std::uint32_t b = 0;

  std::uint64_t bits() const { return std::uint64_t{a} << 32 | b; }
};

/// What REDUCE, NEWOBJ and their like leave behind, and what is done to it afterwards. Indices of nodes, or
/// `absent`.
struct record {
  std::uint32_t callable = absent;
  std::uint32_t arguments = absent;
  std::uint32_t keywords = absent;
  std::uint32_t state = absent;
  std::uint32_t items = absent;   ///< a list: APPENDS and ADDITEMS on a subclass of list or set
  std::uint32_t entries = absent; ///< a dict: SETITEMS on a subclass of dict
};

/// Functions whose result is a plain value.
enum class known_name : std::uint8_t {
  no,
  bytes,
  byte_array,
  set,
  frozen_set,
  ordered_dict,
  codecs_encode,
  reconstructor,
  new_object,
  new_object_ex,
  numpy_dtype,
  numpy_scalar,
  numpy_reconstruct,
  numpy_from_buffer,
  numpy_array,
  dill_array,
  dill_type,
  joblib_array,
  joblib_companion,
};

/// "module.Name", today's spelling.
struct name {
  std::string_view text;
  std::uint32_t last; ///< where the part after the last dot begins
  known_name known;
  bool class_like; ///< as far as its spelling tells
};

struct described_type {
  dtype type;
  bool holds_objects = false; ///< numpy's `hasobject`
};

class arena {
 public:
  arena(std::string_view stream, const limits& bounds) : stream_(stream), bounds_(bounds) {}

  std::uint32_t add(const node& made);
  std::uint32_t add_text(kind type, std::string_view in_stream, std::size_t at);
  /// Errors: `refusal` if decoded strings outgrow the stream fourfold.
  std::uint32_t add_decoded(kind type, std::string text, std::size_t at);
  std::uint32_t add_integer(std::int64_t number, std::size_t at);
  std::uint32_t add_real(double number, std::size_t at);
  std::uint32_t add_boolean(bool truth, std::size_t at);
  std::uint32_t add_container(kind type, std::span<const std::uint32_t> cells, std::size_t at);
  std::uint32_t add_global(std::string_view module, std::string_view qualified, std::size_t at);
  std::uint32_t add_record(kind type, const record& made, std::size_t at);
  std::uint32_t add_array(array made, std::size_t at);

  /// At the end of a list, dict or set.
  void append(std::uint32_t container, std::span<const std::uint32_t> cells);
  /// Counts work that the stream did not pay for byte by byte. Errors: `refusal` above four times its length.
  void spend(std::size_t count, std::size_t at);

  std::size_t size() const { return nodes_.size(); }
  std::string_view stream() const { return stream_; }
  const node& at(std::uint32_t index) const { return nodes_[index]; }
  node& at(std::uint32_t index) { return nodes_[index]; }
  record& record_of(std::uint32_t index) { return records_[nodes_[index].a]; }
  const record& record_of(std::uint32_t index) const { return records_[nodes_[index].a]; }
  bool is_record(std::uint32_t index) const;
  std::span<const std::uint32_t> cells(std::uint32_t index) const;
  std::string_view text(std::uint32_t index) const;
  /// A global's name, or that of a record's callable; null if it has none.
  const name* name_of(std::uint32_t index) const;
  known_name known(std::uint32_t index) const;
  const array& array_of(std::uint32_t index) const { return arrays_[nodes_[index].a]; }
  array& array_of(std::uint32_t index) { return arrays_[nodes_[index].a]; }

  /// dtypes that were described already, by record and state; many arrays share one.
  std::unordered_map<std::uint64_t, described_type>& described_types() { return described_types_; }

  /// An array's elements as values, made when first asked for: the first of a run of nodes, or `absent`.
  std::uint32_t unpacked(std::uint32_t index) const { return unpacked_[nodes_[index].a]; }
  void unpacked(std::uint32_t index, std::uint32_t first) { unpacked_[nodes_[index].a] = first; }

 private:
  std::string_view stream_;
  limits bounds_;
  std::vector<node> nodes_;
  std::vector<std::uint32_t> cells_;
  std::vector<record> records_;
  std::deque<std::string> decoded_; // a deque, for spans point into it
  std::deque<array> arrays_;
  std::vector<std::uint32_t> unpacked_;
  std::unordered_map<std::string, std::uint32_t> name_index_;
  std::vector<name> names_;
  std::unordered_map<std::uint64_t, described_type> described_types_;
  std::size_t decoded_bytes_ = 0;
  std::size_t spent_ = 0;
};

} // namespace convert::pickle
