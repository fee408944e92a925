// convert/ir/model.hpp -- a model as a straight-line program over one row: inputs, steps, outputs, provenance.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <convert/ir/step.hpp>

namespace convert::ir {

/// A category or a class label as the trainer holds it. `text` is Python's str() of it; `number` its value if
/// it has one.
struct label {
  enum class kind : std::uint8_t { text, integer, real, boolean };
  kind type = kind::text;
  std::string text;
  double number = 0;

  bool is_number() const { return type != kind::text; }
  friend bool operator==(const label&, const label&) = default;
};

/// One column of the rows that the model takes. A feature with a vocabulary is a category: in the row it is its
/// index in the vocabulary, -1 if it is not in it, NaN if it is missing.
struct feature {
  std::string name;
  std::vector<label> vocabulary;

  bool is_category() const { return !vocabulary.empty(); }
};

/// What an answer is, in the order in which answers are printed.
enum class role : std::uint8_t { predict, proba, raw, transform, graph };

/// One answer: all columns of `from`. With labels it is one column, an index into them.
struct output {
  role what = role::predict;
  std::string
      name; // "predict", "proba", "raw", "transform"; "predict_0" of several outputs; a graph's own name
  value from = 0;
  std::vector<label> labels;
};

struct model {
  std::vector<feature> features;
  std::vector<step> steps;
  std::vector<output> outputs;
  /// Framework, version, class and so on: sorted by key when written.
  std::vector<std::pair<std::string, std::string>> provenance;
  /// Sums cancel so far that the trainer's own rounding shows beyond the tolerance of f64: six digits are promised.
  bool sums_cancel = false;
};

/// Columns of a value: of the features for 0, else of the step that made it.
///
/// Errors  refusal, if a step's input does not fit it or does not come before it.
std::vector<std::uint32_t> widths(const model& m);

} // namespace convert::ir
