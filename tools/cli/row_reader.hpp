// cli/row_reader.hpp -- rows of a CSV file in a model's order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <cli/csv.hpp>
#include <cli/inputs.hpp>

namespace cli {

enum class first_line : std::uint8_t { is_header, is_row };

/// Reads rows. If the header names all features, columns are found by name, in any order, and others are ignored
/// with a note; if it names none, columns are taken by position; a mixture is refused. An empty cell, NA and nan
/// are missing; a category is a text, or a number equal to one.
class row_reader {
 public:
  /// Errors  stopped: no header, a mixture of names, a wrong number of columns.
  row_reader(const std::string& path, std::vector<input> inputs, first_line first);

  /// Appends up to `limit` rows to `numbers` (n, features) and their lines to `lines`; returns how many.
  ///
  /// Errors  stopped: a wrong number of cells, a cell that is not a number.
  std::size_t read(std::size_t limit, std::vector<double>& numbers, std::vector<std::size_t>& lines);

  /// "line 7, column `Income`", for messages about a row that was read.
  std::string place_of(std::size_t line, std::size_t feature) const;
  const std::string& name() const { return csv_.name(); }
  std::size_t features() const { return inputs_.size(); }

 private:
  void read_header();
  void find_by_name(const std::vector<std::string_view>& header);
  void take_by_position(std::size_t columns);
  void append(const std::vector<std::string_view>& cells, std::vector<double>& numbers);
  double value_of(std::string_view cell, std::size_t feature) const;
  [[noreturn]] void refuse(const std::string& what) const;

  csv_reader csv_;
  std::vector<input> inputs_;
  std::vector<std::size_t> column_of_; // (features)
  std::vector<std::string> header_;    // (columns); empty without one
  std::size_t columns_ = 0;
  const std::vector<std::string_view>* pending_ = nullptr; // a first line that is a row
};

/// A whole table as texts, its first record as names: what `--expect` reads.
struct text_table {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> records; // (n, columns)
};

/// Errors  stopped.
text_table read_table(const std::string& path);

} // namespace cli
