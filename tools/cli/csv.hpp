// cli/csv.hpp -- text tables: RFC 4180, read record by record in bounded memory.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <cli/input_file.hpp>

namespace cli {

/// Records of a CSV file: quoted cells may hold commas, line ends and doubled quotes; lines end with LF or CRLF;
/// a byte order mark at the start is skipped, and so are blank lines of files with more than one column.
class csv_reader {
 public:
  /// Errors  stopped, if the file can not be read.
  explicit csv_reader(const std::string& path) : file_(path) {}

  /// The next record's cells, valid until the next call; none at the end.
  ///
  /// Errors  stopped: a quote that is not closed, text after a closing quote, a record beyond longest_record.
  const std::vector<std::string_view>* next();

  /// The line, counted from 1, on which the last record begins.
  std::size_t line() const { return line_; }
  const std::string& name() const { return file_.name(); }

  static constexpr std::size_t longest_record = std::size_t{1} << 26;

 private:
  struct cell {
    std::size_t first;
    std::size_t size;
    bool doubled_quotes;
  };
  enum class scan : unsigned char { whole, needs_more };

  bool read_record();
  scan scan_record();
  std::size_t scan_quoted(std::size_t at, cell& found);
  bool fill();
  void make_cells();
  [[noreturn]] void refuse(std::string_view what) const;

  input_file file_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0; // of the bytes that are not yet records
  std::size_t end_ = 0;
  bool at_end_ = false; // of the file
  bool started_ = false;
  std::size_t line_ = 0;
  std::size_t next_line_ = 1;
  std::size_t columns_ = 0;       // of the first record
  std::vector<cell> scanned_;     // of the current record
  std::size_t scanned_end_ = 0;   // where the next record begins
  std::size_t scanned_lines_ = 0; // line ends in the current record
  std::vector<std::string_view> cells_;
};

/// `text` as a cell: in quotes where it must be.
std::string csv_cell(std::string_view text);

} // namespace cli
