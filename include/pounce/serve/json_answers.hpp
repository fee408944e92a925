// pounce/serve/json_answers.hpp -- answers as JSON: a row's number, label or array of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/model.hpp>
#include <pounce/serve/asked.hpp>
#include <pounce/serve/refusal.hpp>
#include <pounce/serve/text_writer.hpp>
#include <pounce/serve/workspace.hpp>

namespace pounce::serving {

/// Nanoseconds of the clock that no one sets.
template <class Arch = default_arch>
std::int64_t monotonic_ns() noexcept {
  timespec t{};
  ::clock_gettime(CLOCK_MONOTONIC, &t);
  return std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
}

/// Answers the rows of a workspace, block by block, and writes what comes out.
///
/// Lifetime  looks at all that it is given.
template <class Arch = default_arch>
class json_answers {
 public:
  json_answers(const model& of, const workspace& space, std::size_t count, std::int64_t deadline_ns,
               text_writer<Arch>& to) noexcept
      : model_(&of), space_(&space), count_(count), deadline_ns_(deadline_ns), to_(&to) {
    if (deadline_ns_ != 0) begun_ns_ = monotonic_ns<Arch>();
  }

  /// [answer of row 0, ...]
  std::optional<refusal> write_array(const asked_answer& asked) noexcept {
    to_->put('[');
    for (std::size_t first = 0; first < count_; first += space_->block_rows) {
      if (auto bad = compute(asked.what, first)) return bad;
      const std::size_t n = std::min(space_->block_rows, count_ - first);
      for (std::size_t r = 0; r < n; ++r) {
        if (first + r != 0) to_->put(',');
        write_row(asked, r);
      }
      if (to_->full()) return std::nullopt; // whoever made the writer looks
    }
    to_->put(']');
    return std::nullopt;
  }

  /// {"predict":[...],"proba":[...]}
  std::optional<refusal> write_columns(std::span<const asked_answer> asked) noexcept {
    to_->put('{');
    for (const auto& a : asked) {
      to_->put(&a == asked.data() ? "" : ",").put_quoted(a.name).put(':');
      if (auto bad = write_array(a)) return bad;
    }
    to_->put('}');
    return std::nullopt;
  }

  /// [{"predict":...,"proba":...}, ...]
  std::optional<refusal> write_objects(std::span<const asked_answer> asked) noexcept {
    to_->put('[');
    for (std::size_t r = 0; r < count_ && !to_->full(); ++r) {
      to_->put(r == 0 ? "{" : ",{");
      for (const auto& a : asked) {
        if (auto bad = compute_one(a.what, r)) return bad;
        to_->put(&a == asked.data() ? "" : ",").put_quoted(a.name).put(':');
        write_row(a, 0);
      }
      to_->put('}');
    }
    to_->put(']');
    return std::nullopt;
  }

 private:
  std::optional<refusal> compute(role what, std::size_t first) noexcept {
    if (auto late = check_time(first)) return late;
    return run(what, first, std::min(space_->block_rows, count_ - first));
  }
  std::optional<refusal> compute_one(role what, std::size_t row) noexcept {
    if (row % kernels::max_block_rows == 0) {
      if (auto late = check_time(row)) return late;
    }
    return run(what, row, 1);
  }

  std::optional<refusal> run(role what, std::size_t first, std::size_t n) noexcept {
    const std::size_t width = model_->features();
    columns_ = model_->columns(what);
    const rows in(std::span<const double>(space_->rows).subspan(first * width, n * width), width);
    const auto done =
        model_->template answer<Arch>(what, in, space_->answers.first(n * columns_), space_->scratch);
    if (!done) return refused(done.error(), first);
    return std::nullopt;
  }

  /// Refuses to go on if the rows that are left take, at the speed of those that are done, more time than there is.
  std::optional<refusal> check_time(std::size_t done) const noexcept {
    if (deadline_ns_ == 0 || done == 0) return std::nullopt;
    const std::int64_t now = monotonic_ns<Arch>();
    const auto each = static_cast<double>(now - begun_ns_) / static_cast<double>(done);
    if (each * static_cast<double>(count_ - done) < static_cast<double>(deadline_ns_ - now))
      return std::nullopt;
    return refusal{413, "too_slow", "the function's time is too short for so many rows"};
  }

  void write_row(const asked_answer& asked, std::size_t row) noexcept {
    const double* at = space_->answers.data() + row * columns_ + asked.first_column;
    const bool several = asked.outputs.size() > 1;
    if (several) to_->put('[');
    for (const auto& o : asked.outputs) {
      if (&o != asked.outputs.data()) to_->put(',');
      if (o.width > 1) to_->put('[');
      for (std::uint32_t i = 0; i < o.width; ++i) {
        if (i != 0) to_->put(',');
        if (o.label_count == 0) {
          to_->put(*at++);
        } else {
          write_label(o, *at++, asked.label_texts);
        }
      }
      if (o.width > 1) to_->put(']');
    }
    if (several) to_->put(']');
  }

  /// A class as the trainer has it: text, whole number, number, truth.
  void write_label(const format::output& o, double index, bool as_text) noexcept {
    if (!(index >= 0 && index < o.label_count)) { // the trainer answers none of its classes
      to_->put("null");
      return;
    }
    const auto& p = model_->contents();
    const auto& label = p.labels[o.first_label + static_cast<std::size_t>(index)];
    const std::string_view text = p.text_at(label.text);
    using format::label_kind;
    if (as_text || label.kind == label_kind::text) {
      to_->put_quoted(text);
    } else if (label.kind == label_kind::boolean) {
      to_->put(label.number != 0 ? "true" : "false");
    } else if (label.kind == label_kind::integer && is_whole_number(text)) {
      to_->put(text); // a double does not hold all of them
    } else {
      to_->put(label.number);
    }
  }

  static bool is_whole_number(std::string_view text) noexcept {
    if (text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() && (text == "0" || text[0] != '0') &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
  }

  const model* model_;
  const workspace* space_;
  std::size_t count_;
  std::int64_t deadline_ns_;
  std::int64_t begun_ns_ = 0;
  std::size_t columns_ = 0; // of the role computed last
  text_writer<Arch>* to_;
};

} // namespace pounce::serving
