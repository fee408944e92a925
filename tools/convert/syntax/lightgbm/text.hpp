// convert/syntax/lightgbm/text.hpp -- LightGBM's text models: blocks of key=value lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace convert::lightgbm {

/// One line: key=value, or a bare word with an empty value.
struct entry {
  std::string_view key;
  std::string_view value;
  std::size_t line = 0; // from 1
};

/// Lines up to an empty one. `name` is how messages call it: "the header", "tree 3".
struct block {
  std::string name;
  std::vector<entry> entries;

  std::optional<entry> find(std::string_view key) const; ///< the last one, as LightGBM keeps it
  bool has(std::string_view key) const { return find(key).has_value(); }
  entry required(std::string_view key) const; ///< its absence is a refusal
};

/// A model file cut into its parts. Lifetime: refers to the bytes.
struct text {
  block header;
  std::vector<block> trees;
  std::vector<entry> parameters;                      // "[linear_tree: 0]" is linear_tree, 0
  std::optional<std::string_view> pandas_categorical; // JSON
};

/// Errors  refusal: "line 12: expected key=value"; if `tree_sizes` does not fit what follows
/// Cost    linear; values are not looked into
text read(std::string_view bytes);

std::int64_t integer_of(const block& b, const entry& e);
std::vector<double> numbers_of(const block& b, const entry& e, std::size_t count);
/// Errors  refusal, if there are not `count` integers or one does not fit
std::vector<std::int64_t> integers_of(const block& b, const entry& e, std::size_t count);

} // namespace convert::lightgbm
