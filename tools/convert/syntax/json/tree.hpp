// convert/syntax/json/tree.hpp -- JSON and UBJSON as one inert tree: an arena of nodes, read by handles.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace convert::json {

/// `integer` fits 64 bits; `real` is every other number.
enum class kind : std::uint8_t { null, boolean, integer, real, text, array, object };

/// One node: 16 bytes. Elements of a container stand side by side, so that the i-th is found at once; an
/// object's are its keys and values in turn.
struct node {
  kind type = kind::null;
  float single = 0; // real: the text rounded to float once, not by way of double
  /// text: bytes of the document's texts; container: its elements, or keys and values.
  struct range {
    std::uint32_t first;
    std::uint32_t count;
  };
  union {
    std::int64_t integer = 0; // boolean too
    double real;
    range held;
  };
};

class value;

/// A tree that has been read. Lifetime: values refer to it, so it is neither copied nor moved.
class document {
 public:
  document(const document&) = delete;
  document& operator=(const document&) = delete;

  value root() const;

 private:
  friend class value;
  friend class builder;
  document(std::vector<node> nodes, std::string texts) : nodes_(std::move(nodes)), texts_(std::move(texts)) {}
  std::vector<node> nodes_; // containers stand after their elements: the root is the last
  std::string texts_;
};

/// A handle to one value: two words, copied freely. Accessors that do not fit the kind throw a `refusal` that
/// names the path from the root: "`learner.gradient_booster.name`: expected a text, found a number".
class value {
 public:
  kind type() const { return at().type; }
  bool is_null() const { return type() == kind::null; }
  bool is_text() const { return type() == kind::text; }
  bool is_integer() const { return type() == kind::integer; }
  bool is_number() const { return type() == kind::integer || type() == kind::real; }
  bool is_array() const { return type() == kind::array; }
  bool is_object() const { return type() == kind::object; }

  bool boolean() const; ///< true and false, and the integers 1 and 0
  std::int64_t integer() const;
  double number() const;
  float single() const; ///< the number rounded to float once
  std::string_view text() const;

  std::size_t size() const; ///< elements of an array, entries of an object
  value operator[](std::size_t i) const;
  std::string_view key(std::size_t i) const; ///< of an object's i-th entry
  value entry(std::size_t i) const;          ///< the value of an object's i-th entry
  std::optional<value>
  find(std::string_view key) const;           ///< the last one under that key, as readers in use do
  value required(std::string_view key) const; ///< the same; its absence is a refusal

  /// "learner.trees[3].parents", or "the document" for the root. Cost: searches the tree; for messages.
  std::string path() const;

 private:
  friend class document;
  value(const document& owner, std::uint32_t index) : owner_(&owner), index_(index) {}
  const node& at() const { return owner_->nodes_[index_]; }
  value sibling(std::uint32_t index) const { return {*owner_, index}; }
  void expect(kind wanted) const;
  const document* owner_;
  std::uint32_t index_;
};

} // namespace convert::json
