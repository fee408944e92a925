// convert/syntax/pickle/document.hpp -- a pickle that has been read: it owns the values and knows the root.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <convert/syntax/pickle/arena.hpp>

namespace convert::pickle {

/// Neither copied nor moved, for values point at it; a function may still return one (`auto model =
/// read(file)`).
class document {
 public:
  document(const document&) = delete;
  document& operator=(const document&) = delete;

  value root() const { return at(root_); }
  value at(std::uint32_t index) const { return {*this, index}; }
  std::uint32_t root_index() const { return root_; }
  const arena& values() const { return values_; }
  /// For elements that are unpacked when first asked for: a document is for one thread at a time.
  arena& unpacking() const { return values_; }

  /// The pickle stream is `owned` whole, or, if that is empty, `borrowed`.
  document(std::vector<std::byte> owned, std::string_view borrowed, const limits& bounds);

 private:
  std::vector<std::byte> owned_;
  mutable arena values_;
  std::uint32_t root_ = 0;
};

} // namespace convert::pickle
