// convert/syntax/pickle/value.hpp -- the inert values that a pickle describes; nothing is ever imported or
// called.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace convert::pickle {

/// What a value is. `instance` is an object of a class (made by NEWOBJ, INST, OBJ, copyreg or REDUCE of a
/// class) with whatever state BUILD gave it; `call` is a REDUCE whose callable is a plain function; `array`
/// is a numpy array (also joblib's), `global` the bare name of a class or function.
enum class kind : std::uint8_t {
  none,
  boolean,
  integer,
  big_integer,
  real,
  text,
  bytes,
  tuple,
  list,
  dict,
  set,
  global,
  call,
  instance,
  array,
};

class document;
struct array;

/// A handle to one value of a document: two words, copied freely, valid as long as the document. Every
/// accessor that does not fit the value's kind throws a `refusal` that names the path that led here
/// ("`Pipeline.steps[1]`: expected a number, found a list").
class value {
 public:
  kind type() const;
  bool is_none() const { return type() == kind::none; }
  bool is_text() const { return type() == kind::text; }
  /// A bool, integer, real or numpy scalar of such a type.
  bool is_number() const;
  /// A numpy scalar that Python's json does not know: all but float64, which is a Python float as well.
  bool is_foreign_number() const;
  bool is_sequence() const; ///< a tuple or a list
  bool is_array() const { return type() == kind::array; }

  bool boolean() const;          ///< bool, numpy.bool_, or the integers 0 and 1
  std::int64_t integer() const;  ///< integer, bool, or numpy integer scalar
  double number() const;         ///< any number
  std::string_view text() const; ///< UTF-8; numpy.str_ too
  std::string_view bytes() const;

  std::size_t size() const; ///< elements of a tuple, list, set; entries of a dict
  value
  operator[](std::size_t i) const; ///< element of a tuple, list, set; the key-th entry's value of a dict
  value key(std::size_t i) const;  ///< a dict's i-th key, in order of insertion
  /// A dict's value under a text key (the last one given); none if there is no such key. Also for instances
  /// of dict's subclasses (OrderedDict, defaultdict, sklearn's Bunch).
  std::optional<value> find(std::string_view key) const;

  /// "module.Name" of an instance, call or global, with old names made new (`sklearn.ensemble.forest` ->
  /// `sklearn.ensemble._forest`, `__builtin__` -> `builtins`, `numpy._core` -> `numpy.core`).
  std::string_view qualified_name() const;
  /// The part of `qualified_name` after the last dot.
  std::string_view class_name() const;
  /// An attribute from an instance's state (BUILD with a dict, or a tuple (None, slots)); none if it has
  /// none.
  std::optional<value> attribute(std::string_view name) const;
  /// The same, but its absence is a refusal that names class and attribute.
  value required(std::string_view name) const;
  bool has(std::string_view name) const { return attribute(name).has_value(); }
  /// An instance's state whatever it is (a tuple for some C types); none without BUILD.
  std::optional<value> state() const;
  /// Arguments of an instance's NEWOBJ / REDUCE or of a call, as a tuple.
  value arguments() const;

  /// The numpy array; a refusal if this is none. A numpy scalar or a python list of numbers is not an array:
  /// see `numbers`.
  const array& as_array() const;
  /// A flat vector of doubles in C order, from a numeric array, a numpy scalar, a number or a (nested,
  /// rectangular) sequence of numbers.
  std::vector<double> numbers() const;
  /// A flat vector of texts from an array of strings ('U', 'S', or objects) or a sequence of texts.
  std::vector<std::string> texts() const;
  /// The elements of a 1-d object array, list or tuple; numeric and string arrays are unpacked to scalars.
  std::vector<value> elements() const;

  /// The class name and attributes that led here, for messages: "Pipeline.steps[1].coef_".
  std::string path() const;
  /// The byte of the (decompressed) pickle stream at which the value was made.
  std::size_t offset() const;

  const document& owner() const { return *owner_; }
  std::uint32_t index() const { return index_; }
  friend bool operator==(value a, value b) { return a.owner_ == b.owner_ && a.index_ == b.index_; }

 private:
  friend class document;
  value(const document& owner, std::uint32_t index) : owner_(&owner), index_(index) {}
  const document* owner_;
  std::uint32_t index_;
};

/// A numpy dtype. `kind` is numpy's letter: b i u f c S U O V M m. Structured types have `fields`.
struct dtype {
  struct field;
  char kind = 'V';
  std::uint32_t item_bytes = 0;
  bool big_endian = false;
  std::uint32_t repeat = 1; ///< elements of a field that is a subarray; `item_bytes` are those of one
  std::vector<field> fields;
};
struct dtype::field {
  std::string name;
  dtype type;
  std::uint32_t offset_bytes = 0;
};

/// A numpy array: shape and raw bytes, or values for dtype 'O'.
struct array {
  std::vector<std::size_t> shape; // () is a scalar array
  dtype type;
  bool fortran_order = false;
  std::string_view data;      // shape's product * item_bytes bytes, as numpy stored them
  std::vector<value> objects; // dtype 'O' only, C order

  std::size_t count() const; ///< product of the shape
  /// All elements in C order as doubles; bool, integers and floats (f2, f4, f8) of either byte order.
  std::vector<double> numbers() const;
  /// A structured array's field, in C order, as doubles or integers. Subarray fields are flattened.
  std::vector<double> field_numbers(std::string_view name) const;
  std::vector<std::int64_t> field_integers(std::string_view name) const;
  bool has_field(std::string_view name) const;
  std::vector<std::int64_t> integers() const; ///< integers and bools only
  std::vector<std::string> texts() const;     ///< 'U' (trailing NULs dropped), 'S', or objects that are texts
};

} // namespace convert::pickle
