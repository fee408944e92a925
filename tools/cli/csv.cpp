// cli/csv.cpp -- one pass finds a record's cells, and only then are doubled quotes made single in place.
#include <cli/csv.hpp>

#include <algorithm>
#include <cstring>

#include <cli/message.hpp>

namespace cli {

namespace {
constexpr std::size_t npos = static_cast<std::size_t>(-1);
} // namespace

const std::vector<std::string_view>* csv_reader::next() {
  for (;;) {
    if (!read_record()) return nullptr;
    const bool blank = scanned_.size() == 1 && scanned_[0].size == 0;
    make_cells();
    if (columns_ == 0 && !blank) columns_ = cells_.size();
    if (!blank || columns_ == 1) return &cells_;
  }
}

bool csv_reader::read_record() {
  if (!started_) {
    started_ = true;
    while (end_ < 3 && fill()) {
    }
    if (end_ >= 3 && std::memcmp(buffer_.data(), "\xEF\xBB\xBF", 3) == 0) begin_ = 3;
  }
  line_ = next_line_;
  while (scan_record() == scan::needs_more) {
    if (end_ - begin_ > longest_record) refuse("a record longer than 64 MiB: a quote is not closed?");
    fill();
  }
  if (scanned_.empty()) return false;
  begin_ = scanned_end_;
  next_line_ += scanned_lines_;
  return true;
}

/// Finds the cells of the record at begin_; none if the file ends there.
csv_reader::scan csv_reader::scan_record() {
  scanned_.clear();
  scanned_lines_ = 0;
  if (begin_ == end_) return at_end_ ? scan::whole : scan::needs_more;
  for (std::size_t at = begin_;;) {
    cell found{at, 0, false};
    if (at < end_ && buffer_[at] == '"') {
      at = scan_quoted(at, found);
      if (at == npos) return scan::needs_more;
    } else {
      while (at < end_ && buffer_[at] != ',' && buffer_[at] != '\n') ++at;
      found.size = at - found.first;
    }
    if (at == end_ && !at_end_) return scan::needs_more;
    const bool last = at == end_ || buffer_[at] == '\n';
    if (last && found.size != 0 && found.first + found.size == at && buffer_[at - 1] == '\r') --found.size;
    scanned_.push_back(found);
    if (last) {
      scanned_lines_ += at != end_ ? 1 : 0;
      scanned_end_ = at == end_ ? at : at + 1;
      return scan::whole;
    }
    ++at; // the comma
  }
}

/// The place after a quoted cell that begins at `at`; npos if the buffer ends before that is known.
std::size_t csv_reader::scan_quoted(std::size_t at, cell& found) {
  found.first = ++at;
  for (;; ++at) {
    if (at == end_) {
      if (at_end_) refuse("a quote is not closed");
      return npos;
    }
    if (buffer_[at] == '\n') ++scanned_lines_;
    if (buffer_[at] != '"') continue;
    if (at + 1 == end_ && !at_end_) return npos;
    if (at + 1 == end_ || buffer_[at + 1] != '"') break;
    found.doubled_quotes = true;
    ++at;
  }
  found.size = at - found.first;
  ++at;
  if (at < end_ && buffer_[at] == '\r') {
    if (at + 1 == end_ && !at_end_) return npos;
    ++at;
  }
  if (at < end_ && buffer_[at] != ',' && buffer_[at] != '\n') refuse("text after a closing quote");
  return at;
}

/// Reads more bytes behind those that are left; false at the end of the file.
bool csv_reader::fill() {
  constexpr std::size_t piece = std::size_t{1} << 18;
  if (at_end_) return false;
  if (begin_ != 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() - end_ < piece / 2) buffer_.resize(std::max(piece, 2 * buffer_.size()));
  const std::size_t n = file_.read(buffer_.data() + end_, buffer_.size() - end_);
  at_end_ = n == 0;
  end_ += n;
  return n != 0;
}

void csv_reader::make_cells() {
  cells_.clear();
  for (const cell& c : scanned_) {
    char* const first = buffer_.data() + c.first;
    std::size_t size = c.size;
    if (c.doubled_quotes) {
      std::size_t to = 0;
      for (std::size_t from = 0; from < c.size; ++from) {
        first[to++] = first[from];
        if (first[from] == '"') ++from;
      }
      size = to;
    }
    cells_.emplace_back(first, size);
  }
}

void csv_reader::refuse(std::string_view what) const {
  throw stopped(input_refused, name(), "line " + std::to_string(line_) + ": " + std::string(what));
}

std::string csv_cell(std::string_view text) {
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  return out.append("\"");
}

} // namespace cli
