// convert/syntax/pickle/document.cpp -- a pickle that has been read: it owns the values and knows the root.
#include <convert/syntax/pickle/document.hpp>

#include <algorithm>
#include <string>
#include <utility>

#include <convert/syntax/pickle/fault.hpp>
#include <convert/syntax/pickle/machine.hpp>

namespace convert::pickle {

namespace {

std::string_view text_of(const std::vector<std::byte>& bytes) {
  return {static_cast<const char*>(static_cast<const void*>(bytes.data())), bytes.size()};
}

} // namespace

document::document(std::vector<std::byte> owned, std::string_view borrowed, const limits& bounds)
    : owned_(std::move(owned)), values_(owned_.empty() ? borrowed : text_of(owned_), bounds) {
  const auto stream = values_.stream();
  if (stream.size() > std::min<std::uint64_t>(bounds.stream_bytes, absent - 1)) {
    throw refusal("a pickle of " + std::to_string(stream.size()) + " bytes is larger than the " +
                  std::to_string(bounds.stream_bytes) + " allowed");
  }
  machine reader(*this, values_, bounds, dialect::joblib, scanner(stream));
  root_ = reader.run();
  if (reader.input().remaining() != 0)
    refuse_at(reader.input().position(), "bytes after the end of the pickle");
}

} // namespace convert::pickle
