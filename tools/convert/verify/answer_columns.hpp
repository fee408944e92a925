// convert/verify/answer_columns.hpp -- a model's answers column by column, as `pounce predict` prints them, and when two
// of them are the same.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <pounce/model.hpp>

namespace convert::verify {

/// One column of what `pounce predict` prints.
struct answer_column {
  std::string name; // "predict", "proba_0", ...
  pounce::role role;
  std::size_t index;  // within the role's answer
  std::size_t target; // whose labels, if it is a label
  bool labelled;
};

std::vector<answer_column> answer_columns(const pounce::model& model);

/// A cell as `pounce predict` prints it: the label, or the shortest text that reads back as the same number.
std::string text_of(const pounce::model& model, const answer_column& column, double answer);

/// How far two answers to the same row may lie apart.
struct closeness {
  double bound;         // relative to max(1, |y|)
  bool network = false; // relative to 1 + |y| instead

  /// Texts are the same; or both are numbers, the same, both NaN or within the bound of `expected`.
  bool holds(std::string_view answer, std::string_view expected) const;
};

/// That of the model's own class, unless one is given.
closeness closeness_of(const pounce::model& model, std::optional<double> given);

} // namespace convert::verify
