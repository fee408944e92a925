// convert/syntax/pickle/machine.hpp -- pickle's stack machine with everything that could act taken out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <convert/syntax/pickle/arena.hpp>
#include <convert/syntax/pickle/document.hpp>
#include <convert/syntax/pickle/limits.hpp>
#include <convert/syntax/pickle/scanner.hpp>

namespace convert::pickle {

/// joblib's pickles carry array data between their opcodes; those inside them (arrays of objects) do not.
enum class dialect : std::uint8_t { joblib, plain };

/// GLOBAL makes a name, REDUCE a record of name and arguments, BUILD attaches a state. Nothing is imported,
/// looked up or called. Source: CPython 3.13, `Lib/pickle.py`, `_Unpickler`; joblib 1.2, `numpy_pickle.py`,
/// `NumpyUnpickler`.
class machine {
 public:
  machine(const document& owner, arena& values, const limits& bounds, dialect spoken, scanner input)
      : owner_(owner), values_(values), bounds_(bounds), dialect_(spoken), input_(input) {}

  /// From PROTO to STOP; returns the value that is left.
  /// Errors: `refusal` naming the byte. Cost: time and memory linear in the bytes read; no recursion but one
  /// level for joblib's arrays of objects.
  std::uint32_t run();
  const scanner& input() const { return input_; }

 private:
  // Each returns false if the opcode is none of its own.
  bool step_scalar(const token& op);
  bool step_text(const token& op);
  bool step_container(const token& op);
  bool step_fill(const token& op);
  bool step_stack(const token& op);
  bool step_memo(const token& op);
  bool step_object(const token& op);
  [[noreturn]] void refuse_opcode(const token& op) const;

  std::uint32_t add_long(const token& op);
  std::uint32_t add_decimal(const token& op);
  void push_python2_text(std::uint32_t text, std::size_t at);

  void push(std::uint32_t value, std::size_t at);
  std::uint32_t pop(std::size_t at);
  std::uint32_t top(std::size_t at) const;
  std::size_t fence() const { return marks_.empty() ? 0 : marks_.back(); }
  /// What lies above the last mark. Lifetime: until the next push; the caller then calls `drop_mark`.
  std::span<const std::uint32_t> above_mark(std::size_t at) const;
  void drop_mark();

  void tuple_of(std::size_t count, std::size_t at);
  void add_items(std::span<const std::uint32_t> cells, std::uint32_t onto, std::size_t at);
  void add_entries(std::span<const std::uint32_t> cells, std::uint32_t onto, std::size_t at);
  void remember(std::uint64_t index, std::size_t at);
  void recall(std::uint64_t index, std::size_t at);

  std::uint32_t make(std::uint32_t callable, std::uint32_t arguments, std::uint32_t keywords, std::size_t at);
  std::uint32_t reduce(std::uint32_t callable, std::uint32_t arguments, std::size_t at);
  std::uint32_t reconstruct(std::uint32_t arguments, std::size_t at);
  std::uint32_t new_object(std::uint32_t callable, std::uint32_t arguments, std::size_t at);
  std::uint32_t make_bytes(std::uint32_t callable, std::uint32_t arguments, std::size_t at);
  std::uint32_t make_set(std::uint32_t arguments, std::size_t at);
  std::uint32_t make_ordered_dict(std::uint32_t callable, std::uint32_t arguments, std::size_t at);
  void make_from_mark(const token& op);
  void check_call(std::uint32_t callable, std::uint32_t arguments, std::size_t at) const;
  void build(std::size_t at);
  bool is_of_array(std::uint32_t arguments) const;
  std::optional<std::uint32_t> dill_array(std::uint32_t arguments, std::size_t at);
  std::optional<std::uint32_t> dill_type(std::uint32_t arguments, std::size_t at);
  std::uint32_t joblib_array(std::uint32_t wrapper, std::size_t at);

  const document& owner_;
  arena& values_;
  const limits& bounds_;
  dialect dialect_;
  scanner input_;
  std::vector<std::uint32_t> stack_;
  std::vector<std::size_t> marks_;
  std::vector<std::uint32_t> memo_;
  std::size_t memo_count_ = 0; // entries in use; Python 2 leaves the first slot empty
};

} // namespace convert::pickle
