// cli/answers_csv.hpp -- a model's answers as lines of CSV.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <pounce/model.hpp>

namespace cli {

/// Columns in the order predict, proba, raw, transform, graph. An answer of one column has its name, one of
/// several its name and `_<i>`; classes are printed as their labels.
class answers_csv {
 public:
  /// Those of the model's answers whose role or own name is in `wanted`; all if it is empty.
  ///
  /// Errors    refusal, if a wanted one is none of the model's.
  /// Lifetime  looks at the model.
  answers_csv(const pounce::model& model, const std::vector<std::string>& wanted);

  std::string header() const;

  /// Appends a line a row to `text`; adds nothing if a row is refused.
  ///
  /// Shapes  numbers (n, features), row-major.
  /// Errors  those of model::predict.
  pounce::result<void> append(std::span<const double> numbers, std::string& text);

 private:
  struct group { // the wanted answers of a role
    pounce::role what;
    std::size_t columns = 0; // of all the role's answers
    std::vector<const pounce::format::output*> outputs;
    std::vector<std::size_t> first_columns; // (outputs), within the role's
    std::vector<double> numbers;            // (n, columns)
  };

  void append_cells(const group& from, std::size_t row, std::string& text) const;

  const pounce::model* model_;
  std::vector<group> groups_;
  std::vector<std::byte> scratch_;
};

} // namespace cli
