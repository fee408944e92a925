// cli/row_pairs.hpp -- the same row in the order and the codes of two models.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include <pounce/model.hpp>

#include <cli/row_reader.hpp>

namespace cli {

/// Rows for two models that take the same features, one after the other.
class row_pairs {
 public:
  /// A CSV file, read by either model for itself: names, order and categories are its own.
  ///
  /// Errors  stopped: those of row_reader, for either model; standard input.
  static row_pairs of_file(const std::string& path, const pounce::model& first, const pounce::model& second,
                           first_line header);

  /// The rows that travel in the files, and mixtures of them: each feature from one of these rows, now and then a little
  /// more or less. The same files give the same rows.
  ///
  /// Errors  stopped: no such rows in either, or features of other names; `name` is the second's.
  static row_pairs of_test_rows(const pounce::model& first, const pounce::model& second,
                                const std::string& name);

  /// Moves to the next row; false at the end.
  ///
  /// Errors  stopped: those of row_reader.
  bool next();

  const std::vector<double>& first() const { return first_; }
  const std::vector<double>& second() const { return second_; }

  /// The row's line in the file, or its number counted from 1.
  std::size_t place() const { return place_; }
  std::string place_name() const { return readers_.empty() ? "row" : "line"; }
  /// "", or where rows come from that nobody gave.
  std::string origin() const { return readers_.empty() ? " made from the test rows" : ""; }

 private:
  row_pairs() = default;

  std::deque<row_reader> readers_; // two, or none
  std::vector<std::vector<double>> made_first_;
  std::vector<std::vector<double>> made_second_;
  std::vector<double> first_;
  std::vector<double> second_;
  std::size_t place_ = 0;
};

} // namespace cli
