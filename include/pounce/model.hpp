// pounce/model.hpp -- a model: open it, ask it.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include <pounce/core/arch.hpp>
#include <pounce/core/result.hpp>
#include <pounce/core/rows.hpp>
#include <pounce/io/mapped_file.hpp>
#include <pounce/kernels/isa.hpp>
#include <pounce/kernels/run.hpp>
#include <pounce/view/open.hpp>

namespace pounce {

/// What a model can be asked for.
using format::role;

/// The first 16 bytes of a SHA-256 over a file's contents: which model it is.
using content_id = std::array<std::uint8_t, 16>;

/// A model's bytes in the program itself, as `pounce embed` places them: checked when they were placed.
struct embedded {
  byte_span bytes;
};

/// A trained model. Opening checks that the file is sound; afterwards nothing that the file says can make a
/// prediction read outside it, loop for ever or allocate.
///
/// Threads   a const model answers any number of threads at once.
/// Lifetime  a model opened from bytes looks at them; one opened from a path keeps its mapping.
class model {
 public:
  /// Maps the file at `path` and checks it.
  ///
  /// Errors  those about files and about bytes that are not a model.
  /// Cost    O(sections + steps + slots + trees), and one look at each node if they are at most 64 KiB; no allocation.
  template <class Arch = default_arch>
  [[gnu::hot]] static result<model> open(const char* path) noexcept {
    fetch_opening<Arch>(); // while the kernel looks for the file
    auto file = io::mapped_file::open<Arch>(path);
    if (!file) return file.error();
    fetch_answering<Arch>(); // while it brings the file's first pages
    return open<Arch>(std::move(*file));
  }
  /// The same, refusing any model but the one with the id `expected`. Errors: wrong_model.
  template <class Arch = default_arch>
  [[gnu::hot]] static result<model> open(const char* path, const content_id& expected) noexcept {
    auto opened = open<Arch>(path);
    if (opened && opened->id() != expected)
      return failure{errc::wrong_model, offsetof(format::header, content_id)};
    return opened;
  }
  /// Checks bytes that someone else keeps; reads every node once, for there is no guard behind them.
  ///
  /// Errors  misaligned, if they do not begin at a multiple of 8; those about bytes that are not a model.
  template <class Arch = default_arch>
  [[gnu::hot]] static result<model> open(byte_span bytes) noexcept {
    return open<Arch>(source{std::nullopt, bytes}, view::node_check::every_node);
  }
  /// Opens bytes that `pounce embed` has checked and placed in the program: nodes are not looked at again.
  ///
  /// Errors  those about bytes that are not a model.
  template <class Arch = default_arch>
  [[gnu::hot]] static result<model> open(embedded data) noexcept {
    view::fetch_checks<Arch>();
    fetch_answering<Arch>();
    return open<Arch>(source{std::nullopt, data.bytes}, view::node_check::trusted);
  }

  std::size_t features() const noexcept { return program_.about.feature_count; }
  /// Empty if the features have no names.
  std::string_view feature_name(std::size_t i) const noexcept {
    return i < program_.features.size() ? program_.text_at(program_.features[i].name) : std::string_view{};
  }
  /// The position of the feature of that name, or none.
  std::optional<std::size_t> feature_index(std::string_view name) const noexcept;

  /// Columns of an answer to one row; 0 if the model does not answer that.
  [[gnu::hot]] std::size_t columns(role what) const noexcept {
    std::size_t n = 0;
    for (const auto& o : outputs(what)) n += o.width;
    return n;
  }
  /// The class that `predict` means by `index`; empty if there is none. `target` counts the targets of a model
  /// with several.
  std::string_view label(std::size_t index, std::size_t target = 0) const noexcept;

  /// The answers of one row or of many, a row's columns side by side: the index of a class (see `label`) or a
  /// value for each target; probabilities in the order of the classes; decision function, margin or raw score.
  ///
  /// Shapes   in (n, features()), out (n, columns(what)), both row-major, float or double.
  /// Errors   wrong_width, wrong_result_size, no_such_answer, scratch_too_small; and with the row and the feature
  ///          to blame what the trainer refuses: missing_refused, infinite_refused, out_of_range, unseen_refused;
  ///          beyond_float, if a network of floats can not hold what its trainer's doubles can.
  /// Numbers  those of the trainer, given the same numbers as doubles (FORMAT.md, tolerances).
  /// Scratch  16 KiB of stack; a model that needs more (scratch_bytes() > 0) wants as much from the caller. With
  ///          scratch_bytes(n) of it many rows are answered fastest.
  template <class Arch = default_arch>
  result<void> predict(rows in, answers out, std::span<std::byte> scratch = {}) const noexcept {
    return answer<Arch>(role::predict, in, out, scratch);
  }
  template <class Arch = default_arch>
  result<void> proba(rows in, answers out, std::span<std::byte> scratch = {}) const noexcept {
    return answer<Arch>(role::proba, in, out, scratch);
  }
  template <class Arch = default_arch>
  result<void> raw(rows in, answers out, std::span<std::byte> scratch = {}) const noexcept {
    return answer<Arch>(role::raw, in, out, scratch);
  }
  template <class Arch = default_arch>
  result<void> transform(rows in, answers out, std::span<std::byte> scratch = {}) const noexcept {
    return answer<Arch>(role::transform, in, out, scratch);
  }
  template <class Arch = default_arch>
  [[gnu::hot]] result<void> answer(role what, rows in, answers out,
                                   std::span<std::byte> scratch = {}) const noexcept;

  /// Bytes of scratch that the caller must bring: 0 if the stack is enough.
  std::size_t scratch_bytes() const noexcept {
    const std::size_t needed = scratch_for(1);
    return needed <= stack_bytes ? 0 : needed;
  }
  /// Bytes of scratch with which `n` rows are answered in the fewest blocks.
  std::size_t scratch_bytes(std::size_t n) const noexcept {
    return scratch_for(std::min(n, kernels::max_block_rows));
  }

  /// Answers the rows that travel in the file and compares with the answers stored there.
  ///
  /// Errors  self_test_failed with the row; scratch_too_small.
  template <class Arch = default_arch>
  result<void> self_test(std::span<std::byte> scratch = {}) const noexcept;

  content_id id() const noexcept { return program_.header.content_id; }
  /// The file as typed spans, for tools.
  const view::program& contents() const noexcept { return program_; }
  /// The outputs of a role, in order.
  [[gnu::hot]] std::span<const format::output> outputs(role what) const noexcept;

 private:
  static constexpr std::size_t stack_bytes = 16384;
  static constexpr std::uint64_t most_node_bytes_looked_at = 65536;

  struct source {
    std::optional<io::mapped_file> file;
    byte_span bytes;
  };

  model(std::optional<io::mapped_file> file, const view::program& program, kernels::isa set) noexcept
      : file_(std::move(file)), program_(program), isa_(set) {}

  /// A guard behind the file costs a system call, and more than it takes to look at a few thousand nodes. Nodes that
  /// point past the last one get it all the same: `pounce check` says which they are.
  template <class Arch = default_arch>
  [[gnu::hot]] static result<model> open(io::mapped_file file) noexcept {
    const byte_span bytes = file.bytes();
    const std::uint64_t node_bytes = view::node_bytes<Arch>(bytes);
    if (node_bytes != 0) { // while the rest of header and table comes
      view::fetch_forest_checks<Arch>();
      kernels::fetch_forest<Arch>();
    }
    if (node_bytes <= most_node_bytes_looked_at) {
      const auto program = view::open<Arch>(bytes, view::node_check::every_node);
      if (program) return model(std::move(file), *program, isa_for<Arch>(*program));
      if (program.error().code != errc::bad_forest) return program.error();
    }
    if (const auto guarded = file.guard<Arch>(); !guarded) return guarded.error();
    return open<Arch>(source{std::move(file), bytes}, view::node_check::guard_mapped);
  }
  /// Fetch what opening a file and answering run. The lengths are those of g++ 12 -O2, as are those further in.
  template <class Arch>
  [[gnu::always_inline]] static void fetch_opening() noexcept {
    view::fetch_checks<Arch>();
    fetch_code<result<model>(io::mapped_file) noexcept>(&open<Arch>, 512);
  }
  template <class Arch>
  [[gnu::always_inline]] static void fetch_answering() noexcept;
  template <class Arch = default_arch>
  [[gnu::hot]] static result<model> open(source from, view::node_check how) noexcept {
    const auto program = view::open<Arch>(from.bytes, how);
    if (!program) return program.error();
    return model(std::move(from.file), *program, isa_for<Arch>(*program));
  }

  /// Nothing is asked of environment and processor for programs that run with the baseline all the same.
  template <class Arch>
  [[gnu::hot]] static kernels::isa isa_for(const view::program& p) noexcept {
    return kernels::uses_isa<Arch>(p) ? kernels::best_isa<Arch>(std::getenv("POUNCE_ISA"))
                                      : kernels::isa::baseline;
  }

  std::size_t row_bytes(bool doubles) const noexcept { // a row of floats becomes doubles in the scratch
    const std::size_t features = doubles ? 0 : program_.about.feature_count;
    return (features + program_.about.scratch_columns) * sizeof(double);
  }
  std::size_t scratch_for(std::size_t n, bool doubles = false) const noexcept {
    return align_up(program_.about.workspace_bytes, 64) + n * row_bytes(doubles) + 64;
  }

  /// Runs the program for answers of a role, block by block: `take(block, first row)` gets the results.
  template <class Arch, class Take>
  [[gnu::hot]] result<void> run(role what, rows in, std::span<std::byte> scratch,
                                const Take& take) const noexcept;
  template <class Arch, std::size_t Bytes, class Take>
  [[gnu::hot, gnu::noinline]] result<void> run_on_stack(role what, rows in, const Take& take) const noexcept;
  template <class Arch, class Take>
  [[gnu::hot]] static result<void> run_in(const model& m, role what, rows in, std::span<std::byte> scratch,
                                          const Take& take) noexcept;

  /// Whether the outputs of the block's one row are those stored; takes them off `stored`.
  template <class Arch>
  bool reproduces(const kernels::block& b, std::span<const format::output> asked,
                  std::span<const double>& stored) const noexcept;

  std::optional<io::mapped_file> file_;
  view::program program_;
  kernels::isa isa_;
};

} // namespace pounce

#include <pounce/model.inl>
