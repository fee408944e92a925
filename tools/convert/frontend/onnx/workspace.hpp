// convert/frontend/onnx/workspace.hpp -- the model being made, and the constants and lists that its tensors refer to.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include <convert/frontend/onnx/tensor.hpp>
#include <convert/ir/build.hpp>

namespace convert::onnx {

/// Makes tensors out of tensors by appending steps. Steps are f32 where the tensor's type is float.
class workspace {
 public:
  explicit workspace(std::vector<ir::feature> features) : build(std::move(features)) {}

  ir::builder build;

  // --- making tensors
  tensor known(constant c);
  tensor integers(std::vector<std::int64_t> numbers, shape form);
  /// A tensor of `type` whose elements are the columns of `at`.
  tensor computed(element type, shape form, ir::value at) const;
  /// As f32, but made of f64 numbers that are not rounded yet.
  tensor unrounded(shape form, ir::value at) const;
  /// Codes into one list.
  tensor coded(list_index list, shape form, ir::value at) const;

  // --- reading tensors
  /// A value that holds the elements as numbers of the tensor's type: rounded, decoded.
  ir::value value_of(const tensor& t);
  /// The same, but f32 numbers may be unrounded: for steps that round by themselves or need not.
  ir::value raw_value_of(const tensor& t);
  /// Elements of a constant.
  ///
  /// Errors  refusal, naming `what`, if the tensor depends on the row.
  const constant& constant_of(const tensor& t, std::string_view what) const;
  std::vector<double> numbers_of(const tensor& t, std::string_view what) const;
  std::vector<std::int64_t> integers_of(const tensor& t, std::string_view what) const;

  // --- rearranging
  tensor moved(const tensor& t, shape form, const index_map& map);
  tensor reshaped(const tensor& t, shape form) const;
  /// One element of one tensor among several.
  struct place {
    std::uint32_t part;
    std::uint32_t element;
  };
  /// A tensor put together from elements of others, which have one type.
  tensor assembled(std::span<const tensor> parts, shape form, std::span<const place> places);

  // --- lists
  list_index add_list(label_list list);
  label_list& list_at(list_index i) { return lists_.at(i); }
  /// The code of `text` in list i; a feature's vocabulary takes it in if it is new.
  ///
  /// Returns  the code, or -1 if a list that does not grow lacks it.
  std::int64_t code_of(list_index i, const std::string& text);
  ir::label label_at(list_index i, std::size_t code) const;

  /// Notes that `elements` more are kept; refuses what grows past all reason.
  void charge(std::uint64_t elements);

 private:
  ir::value decoded(const tensor& t);
  tensor assembled_constant(std::span<const tensor> parts, shape form, std::span<const place> places);
  ir::value picked(std::vector<ir::select::column> columns);

  std::deque<constant> constants_; // addresses stay
  std::deque<label_list> lists_;
  std::map<ir::value, ir::value> rounded_; // of values that are f32 in name only
  std::uint64_t charged_ = 0;
};

/// Truncated towards zero, as a cast to an integer type does.
ir::value truncated(workspace& w, ir::value x);

/// The two side by side, for ir::elementwise.
ir::value paired(workspace& w, ir::value a, ir::value b);

} // namespace convert::onnx
