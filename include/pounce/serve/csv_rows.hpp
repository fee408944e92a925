// pounce/serve/csv_rows.hpp -- rows of a CSV body: RFC 4180, by name or by position.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/model.hpp>
#include <pounce/row_builder.hpp>
#include <pounce/serve/json_string.hpp>
#include <pounce/serve/number.hpp>
#include <pounce/serve/refusal.hpp>
#include <pounce/serve/workspace.hpp>

namespace pounce::serving {

/// Whether the first line is a header: as `text/csv; header=present` or `absent` says (RFC 4180, 3), or untold.
enum class csv_header : std::uint8_t { untold, present, absent };

/// Cell after cell of a CSV text; doubled quotes are made single where they stand.
template <class Arch = default_arch>
class csv_cells {
 public:
  explicit csv_cells(std::span<char> text) noexcept : text_(text) {}

  bool at_end() const noexcept { return at_ == text_.size(); }
  std::size_t position() const noexcept { return at_; }
  std::string_view cell() const noexcept { return cell_; }
  bool last_of_line() const noexcept { return last_of_line_; }

  /// Reads the next cell; what is wrong, or null. Requires  !at_end().
  const char* next() noexcept {
    const char* const fault = text_[at_] == '"' ? read_quoted() : read_plain();
    if (fault != nullptr) return fault;
    last_of_line_ = at_ == text_.size() || text_[at_] != ',';
    if (at_ != text_.size() && text_[at_] == '\r') ++at_;
    if (at_ != text_.size()) ++at_; // the comma or the line end
    open_ = !last_of_line_ && at_ == text_.size();
    return nullptr;
  }
  /// Whether the text ended behind a comma: one more cell, an empty one.
  bool open() const noexcept { return open_; }

 private:
  const char* read_plain() noexcept {
    const std::size_t first = at_;
    while (at_ != text_.size() && text_[at_] != ',' && text_[at_] != '\n') {
      if (text_[at_] == '"') return "a quote within a cell that has none around it";
      ++at_;
    }
    if (at_ > first && text_[at_ - 1] == '\r' && (at_ == text_.size() || text_[at_] == '\n')) --at_;
    cell_ = {text_.data() + first, at_ - first};
    return nullptr;
  }

  const char* read_quoted() noexcept {
    const std::size_t first = ++at_;
    std::size_t to = first;
    for (;; ++at_) {
      if (at_ == text_.size()) return "a quote is not closed";
      if (text_[at_] == '"' && (++at_ == text_.size() || text_[at_] != '"')) break;
      text_[to++] = text_[at_];
    }
    cell_ = {text_.data() + first, to - first};
    const bool ends = at_ == text_.size() || text_[at_] == ',' || text_[at_] == '\n' ||
                      (text_[at_] == '\r' && (at_ + 1 == text_.size() || text_[at_ + 1] == '\n'));
    return ends ? nullptr : "text after a closing quote";
  }

  std::span<char> text_; // (bytes)
  std::string_view cell_;
  std::size_t at_ = 0;
  bool last_of_line_ = false;
  bool open_ = false;
};

/// Fills a workspace's rows from CSV.
///
/// Lifetime  looks at all that it is given.
template <class Arch = default_arch>
class csv_rows {
 public:
  csv_rows(const model& of, workspace& space) noexcept
      : model_(&of), space_(&space), feature_of_(space.seen) {}

  /// Reads all of `text`. A header that names all features says where they are, others are ignored; one that names
  /// none stands for the model's order; one that names some is refused.
  std::optional<refusal> read(std::span<char> text, csv_header header) noexcept {
    const std::size_t sound = sound_utf8<Arch>({text.data(), text.size()});
    if (sound != text.size()) return at(sound, refusal{400, "bad_csv", "not UTF-8"});
    csv_cells<Arch> cells(text);
    columns_ = model_->features();
    by_name_ = false;
    std::size_t row_begins = 0;
    if (header != csv_header::absent) {
      if (auto bad = read_header(text, header, row_begins)) return bad;
      cells = csv_cells<Arch>(text.subspan(row_begins));
    }
    while (!cells.at_end()) {
      if (auto bad = read_row(cells, row_begins)) return bad;
    }
    return std::nullopt;
  }

  std::size_t count() const noexcept { return count_; }

 private:
  static constexpr std::uint64_t none = ~std::uint64_t{0};

  refusal at(std::size_t byte, refusal why) const noexcept {
    why.byte = byte;
    return why;
  }

  /// Looks at the first line; `begin` is where the rows begin.
  std::optional<refusal> read_header(std::span<char> text, csv_header header, std::size_t& begin) noexcept {
    if (text.empty()) return std::nullopt;
    csv_cells<Arch> cells(text);
    std::size_t named = 0;
    std::size_t cells_seen = 0;
    bool numbers_only = true;
    do {
      if (const char* const fault = cells.next()) return at(cells.position(), refusal{400, "bad_csv", fault});
      named += model_->feature_index(cells.cell()) ? 1 : 0;
      numbers_only = numbers_only && (is_missing(cells.cell()) || number_of_cell<Arch>(cells.cell()));
      ++cells_seen;
    } while (!cells.last_of_line() && !cells.at_end());
    begin = cells.position();
    if (named == 0) {
      if (header == csv_header::present) return std::nullopt;
      begin = 0;
      if (numbers_only) return std::nullopt; // a row
      return refusal{422, "unclear_header",
                     "line 1 names none of the model's features: say header=present or header=absent"};
    }
    return read_names(text, cells_seen);
  }

  std::optional<refusal> read_names(std::span<char> text, std::size_t columns) noexcept {
    if (columns > space_->rows.size() - model_->features())
      return refusal{413, "too_many_values", "too many columns"};
    // A column's feature lies at the end of the rows' space until all rows are read.
    by_name_ = true;
    columns_ = columns;
    column_feature_ = space_->rows.last(columns);
    std::fill_n(feature_of_.begin(), feature_of_.size(), none);
    csv_cells<Arch> cells(text);
    for (std::size_t c = 0; c < columns; ++c) {
      if (const char* const fault = cells.at_end() ? nullptr : cells.next()) {
        return at(cells.position(), refusal{400, "bad_csv", fault}); // not reached: the line was read before
      }
      const auto feature = model_->feature_index(cells.cell());
      column_feature_[c] = feature ? static_cast<double>(*feature) : -1;
      if (!feature || *feature >= feature_of_.size()) continue;
      if (feature_of_[*feature] != none) {
        refusal why{422, "duplicate_name", "a column stands there twice"};
        why.feature = *feature;
        return why;
      }
      feature_of_[*feature] = c;
    }
    for (std::size_t f = 0; f < feature_of_.size(); ++f) {
      if (feature_of_[f] != none) continue;
      refusal why{422, "missing_name", "the header lacks a column of the model"};
      why.feature = f;
      return why;
    }
    std::fill_n(feature_of_.begin(), feature_of_.size(), std::uint64_t{0});
    return std::nullopt;
  }

  std::optional<refusal> read_row(csv_cells<Arch>& cells, std::size_t offset) noexcept {
    const std::size_t width = model_->features();
    if ((space_->rows.size() - (by_name_ ? columns_ : 0)) / width <= count_) {
      return refusal{413, "too_many_values", "more values than a request may have"};
    }
    row_builder row(*model_, space_->rows.subspan(count_ * width, width));
    const std::size_t begin = offset + cells.position();
    std::size_t c = 0;
    for (bool last = false; !last; ++c) {
      std::string_view cell; // empty behind a comma at the very end
      if (!cells.at_end()) {
        if (const char* const fault = cells.next())
          return at(offset + cells.position(), refusal{400, "bad_csv", fault});
        cell = cells.cell();
        last = cells.last_of_line();
      } else {
        last = true;
      }
      if (c == 0 && last && cell.empty() && columns_ > 1) return std::nullopt; // a blank line
      if (c >= columns_) continue;
      const double to = by_name_ ? column_feature_[c] : static_cast<double>(c);
      if (to < 0) continue;
      if (auto bad = put(cell, row, static_cast<std::size_t>(to), begin)) return bad;
    }
    if (c != columns_) {
      refusal why = at(begin, refused(errc::wrong_width));
      why.row = count_;
      why.got = c;
      why.wanted = columns_;
      return why;
    }
    ++count_;
    return std::nullopt;
  }

  static bool is_missing(std::string_view cell) noexcept {
    return cell.empty() || cell == "NA" || cell == "NaN" || cell == "nan";
  }

  std::optional<refusal> put(std::string_view cell, row_builder& row, std::size_t feature,
                             std::size_t byte) const noexcept {
    const auto number =
        is_missing(cell) ? std::optional<double>(row_builder::missing) : number_of_cell<Arch>(cell);
    result<void> done;
    if (row.is_category(feature)) {
      if (cell.empty()) return std::nullopt; // missing, as the row was made
      done = row.set(feature, cell);
      if (done && row.row()[feature] == row_builder::unseen && number) done = row.set(feature, *number);
    } else if (number) {
      done = row.set(feature, *number);
    } else {
      done = errc::not_a_category;
    }
    if (done) return std::nullopt;
    refusal why = at(byte, refused(done.error()));
    why.row = count_;
    why.feature = feature;
    return why;
  }

  const model* model_;
  workspace* space_;
  std::span<std::uint64_t> feature_of_; // (features), the column of each while the header is read
  std::span<double> column_feature_;    // (columns)
  std::size_t columns_ = 0;
  std::size_t count_ = 0;
  bool by_name_ = false;
};

} // namespace pounce::serving
