// convert/frontend/sklearn/estimator.hpp -- what a scikit-learn object turns into, and how its parts are built.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <convert/frontend/sklearn/column_noise.hpp>
#include <convert/ir/build.hpp>
#include <convert/refusal.hpp>
#include <convert/syntax/pickle/value.hpp>

namespace convert::sklearn {

/// scikit-learn's version, from `_sklearn_version` in the object's state (where it has none, that of what it holds, else
/// its parent's).
struct version {
  std::uint32_t major = 0;
  std::uint32_t minor = 0;
  std::uint32_t patch = 0;
  auto operator<=>(const version&) const = default;
};
version parse_version(std::string_view text);

/// One target of a classifier: the index of the predicted class, the classes, and predict_proba if there is one.
struct classified {
  ir::value index = 0;
  std::vector<ir::label> labels;
  std::optional<ir::value> proba; // (classes)
};

/// What an object answers for a row; only what its own methods answer is set.
struct answers {
  std::vector<classified> classes;    // predict and predict_proba of classifiers, one entry a target
  std::optional<ir::value> numbers;   // predict of regressors (targets)
  std::optional<ir::value> raw;       // decision_function
  std::optional<ir::value> transform; // transform
  /// predict_proba of a classifier of many labels that answers one matrix, one column a label (`numbers` then
  /// holds its predict); unlike `classes[i].proba`, which has one column a class.
  std::optional<ir::value> label_proba;
};

class context;

/// Builds one class of objects: appends its steps over `input` and says what it answers.
using build_function = std::function<answers(context&, pickle::value object, ir::value input)>;

/// Where labels stand in a vocabulary; two are the same if their texts or their numbers are.
class vocabulary_index {
 public:
  /// The place of `category`, which is added if it is new.
  std::size_t place(std::vector<ir::label>& vocabulary, const ir::label& category);

 private:
  void add(const ir::label& category, std::size_t place);

  std::size_t known_ = 0; // labels of the vocabulary that are in here
  std::map<std::string, std::size_t, std::less<>> by_text_;
  std::map<double, std::size_t> by_number_;
};

/// The one way from an object to steps, for front ends' files and for objects that hold others (pipelines,
/// voting, calibration). Depth is counted, so that an object that holds itself is a refusal.
class context {
 public:
  explicit context(ir::builder& build) : build_(build) {}

  ir::builder& build() { return build_; }
  /// The version that wrote the object being built.
  version written_by() const { return version_; }

  /// Builds `object` over `input` by its class name.
  ///
  /// Errors  refusal: "`Pipeline.steps[2]`: class `sklearn.foo.Bar` is not supported"
  answers estimator(pickle::value object, ir::value input);

  /// Builds `object` for its transform alone: a step before a pipeline's last, a column transformer's part. Errors:
  /// refusal, if it does not transform.
  ir::value transform(pickle::value object, ir::value input);

  /// Whether the object being built is asked for its transform alone. Classes that both predict and transform
  /// build one of the two.
  bool only_transform() const { return only_transform_; }

  /// The codes of `categories` (a fitted encoder's list for one column) in the row, after adding those that are
  /// new to the vocabulary of the feature behind column `column` of `input`. Numeric categories of a numeric
  /// column are their own codes. Errors: refusal, if the column is not a copy of a feature and holds texts.
  std::vector<double> category_codes(ir::value input, std::uint32_t column,
                                     const std::vector<ir::label>& categories);

  /// Says how noisy the columns of `made` are, which `object` made.
  void note_noise(ir::value made, pickle::value object, std::vector<column_noise> columns) {
    noisy_columns_[made] = {object.path(), std::move(columns)};
  }
  const std::map<ir::value, noisy_columns>& all_noisy_columns() const { return noisy_columns_; }

 private:
  /// What is asked of the same object over the same input is answered by the steps that are there.
  answers dispatch(pickle::value object, ir::value input, bool only_transform);

  ir::builder& build_;
  version version_{};
  std::uint32_t depth_ = 0;
  bool only_transform_ = false;
  std::map<std::tuple<std::uint32_t, ir::value, bool>, answers> built_; // by object, input, only_transform
  std::map<std::uint32_t, std::uint32_t> uses_;                         // by object
  std::set<std::uint32_t> numeric_features_; // read by an encoder of numbers: they can not hold texts
  std::map<std::uint32_t, vocabulary_index> vocabularies_; // by feature
  std::map<ir::value, noisy_columns> noisy_columns_;
};

/// A numpy array of class labels or categories (or a list of them), as labels: texts, integers, floats, bools,
/// or objects of those. None and NaN are not labels: `missing_at`, if given, gets their indices (their places in
/// the answer hold "None" and "nan"); without it they are a refusal.
std::vector<ir::label> labels_of(pickle::value array, std::vector<std::size_t>* missing_at = nullptr);

/// Python's str() of a float: "1.0", "0.1", "1e-05", "1e+16".
std::string text_of(double x);

} // namespace convert::sklearn
