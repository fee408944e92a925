// cli/inputs.hpp -- what a model takes: names of its features and their categories.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <convert/ir/model.hpp>
#include <pounce/model.hpp>

namespace cli {

/// The categories of a feature, by text and by number: two are equal if either is.
class categories {
 public:
  void add(std::string_view text, std::optional<double> number);

  bool empty() const { return count_ == 0; }
  std::size_t size() const { return count_; }

  /// The category's code in a row, -1 for one that is not known.
  double code_of(std::string_view cell) const;
  /// Whether a cell can only be a number here.
  bool only_numbers() const { return by_text_.empty() || numbers_ == count_; }

 private:
  std::size_t count_ = 0;
  std::size_t numbers_ = 0;
  std::map<std::string, double, std::less<>> by_text_;
  std::map<double, double> by_number_;
};

/// A column of the rows.
struct input {
  std::string name; // may be empty
  cli::categories categories;
};

std::vector<input> inputs_of(const pounce::model& model);
std::vector<input> inputs_of(const convert::ir::model& model);

} // namespace cli
