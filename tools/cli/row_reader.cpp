// cli/row_reader.cpp -- columns by name or by position, cells to numbers.
#include <cli/row_reader.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include <cli/message.hpp>
#include <cli/number.hpp>

namespace cli {

namespace {

constexpr std::size_t absent = static_cast<std::size_t>(-1);

std::string joined(const std::vector<std::string_view>& names) {
  constexpr std::size_t shown = 8;
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < shown; ++i)
    text += (i == 0 ? "" : ", ") + in_backticks(names[i]);
  if (names.size() > shown) text += " and " + std::to_string(names.size() - shown) + " more";
  return text;
}

std::string counted(std::size_t n, std::string_view what) {
  return std::to_string(n) + " " + std::string(what) + (n == 1 ? "" : "s");
}

bool is_missing(std::string_view cell) {
  return cell.empty() || cell == "NA" || cell == "NaN" || cell == "nan";
}

} // namespace

row_reader::row_reader(const std::string& path, std::vector<input> inputs, first_line first)
    : csv_(path), inputs_(std::move(inputs)), column_of_(inputs_.size(), absent) {
  pending_ = csv_.next();
  if (pending_ == nullptr) throw stopped(input_refused, name(), "the file is empty");
  if (first == first_line::is_row) {
    take_by_position(pending_->size());
  } else {
    read_header();
    pending_ = nullptr;
  }
}

void row_reader::read_header() {
  const auto& header = *pending_;
  columns_ = header.size();
  header_.assign(header.begin(), header.end());
  find_by_name(header);
  std::vector<std::string_view> missing;
  for (std::size_t f = 0; f < inputs_.size(); ++f) {
    if (column_of_[f] == absent) missing.emplace_back(inputs_[f].name);
  }
  if (missing.size() == inputs_.size()) {
    take_by_position(header.size());
    const auto is_number = [](std::string_view cell) { return number_of(cell).has_value(); };
    if (std::all_of(header.begin(), header.end(), is_number)) {
      note(name(), "line 1 looks like a row but is taken as the header (see --no-header)");
    }
    return;
  }
  if (!missing.empty()) {
    refuse("the header lacks " + counted(missing.size(), "column") + " of the model: " + joined(missing));
  }
  std::vector<std::string_view> extra;
  for (std::size_t c = 0; c < header.size(); ++c) {
    if (std::find(column_of_.begin(), column_of_.end(), c) == column_of_.end()) extra.push_back(header[c]);
  }
  if (!extra.empty()) note(name(), counted(extra.size(), "column") + " ignored: " + joined(extra));
}

void row_reader::find_by_name(const std::vector<std::string_view>& header) {
  std::map<std::string_view, std::size_t> feature_of;
  for (std::size_t f = 0; f < inputs_.size(); ++f) {
    if (!inputs_[f].name.empty()) feature_of.emplace(inputs_[f].name, f);
  }
  for (std::size_t c = 0; c < header.size(); ++c) {
    const auto found = feature_of.find(header[c]);
    if (found == feature_of.end()) continue;
    std::size_t& column = column_of_[found->second];
    if (column != absent) refuse("column " + in_backticks(header[c]) + " stands there twice");
    column = c;
  }
}

void row_reader::take_by_position(std::size_t columns) {
  columns_ = columns;
  if (columns != inputs_.size()) {
    refuse(counted(columns, "column") + " where the model takes " + std::to_string(inputs_.size()));
  }
  for (std::size_t f = 0; f < inputs_.size(); ++f) column_of_[f] = f;
}

std::size_t row_reader::read(std::size_t limit, std::vector<double>& numbers,
                             std::vector<std::size_t>& lines) {
  std::size_t rows = 0;
  for (; rows < limit; ++rows) {
    const auto* const cells = pending_ != nullptr ? std::exchange(pending_, nullptr) : csv_.next();
    if (cells == nullptr) break;
    append(*cells, numbers);
    lines.push_back(csv_.line());
  }
  return rows;
}

void row_reader::append(const std::vector<std::string_view>& cells, std::vector<double>& numbers) {
  if (cells.size() != columns_) {
    refuse(counted(cells.size(), "cell") + " where the first line has " + std::to_string(columns_));
  }
  for (std::size_t f = 0; f < inputs_.size(); ++f) numbers.push_back(value_of(cells[column_of_[f]], f));
}

double row_reader::value_of(std::string_view cell, std::size_t feature) const {
  constexpr double missing = std::numeric_limits<double>::quiet_NaN();
  const categories& known = inputs_[feature].categories;
  if (!known.empty()) {
    if (cell.empty()) return missing;
    const double code = known.code_of(cell);
    return code < 0 && known.only_numbers() && is_missing(cell) ? missing : code;
  }
  if (is_missing(cell)) return missing;
  const auto number = number_of(cell);
  if (!number) {
    throw stopped(input_refused, name(),
                  place_of(csv_.line(), feature) + ": " + in_backticks(cell) + " is not a number");
  }
  return *number;
}

std::string row_reader::place_of(std::size_t line, std::size_t feature) const {
  // As the file calls it, which by position may be another name than the model's.
  const std::string& named = header_.empty() ? inputs_[feature].name : header_[column_of_[feature]];
  const std::string column = named.empty() ? std::to_string(column_of_[feature] + 1) : in_backticks(named);
  return "line " + std::to_string(line) + ", column " + column;
}

void row_reader::refuse(const std::string& what) const {
  throw stopped(input_refused, name(), "line " + std::to_string(csv_.line()) + ": " + what);
}

text_table read_table(const std::string& path) {
  csv_reader csv(path);
  const auto* cells = csv.next();
  if (cells == nullptr) throw stopped(input_refused, csv.name(), "the file is empty");
  text_table table;
  table.columns.assign(cells->begin(), cells->end());
  while ((cells = csv.next()) != nullptr) {
    if (cells->size() != table.columns.size()) {
      const auto what = counted(cells->size(), "cell") + " where the first line has ";
      throw stopped(input_refused, csv.name(),
                    "line " + std::to_string(csv.line()) + ": " + what +
                        std::to_string(table.columns.size()));
    }
    table.records.emplace_back(cells->begin(), cells->end());
  }
  return table;
}

} // namespace cli
