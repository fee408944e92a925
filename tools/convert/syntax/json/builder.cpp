// convert/syntax/json/builder.cpp -- elements wait until their container ends, then stand side by side.
#include <convert/syntax/json/builder.hpp>

#include <limits>
#include <utility>

#include <convert/refusal.hpp>

namespace convert::json {

namespace {
constexpr std::size_t most = std::numeric_limits<std::uint32_t>::max();
}

void builder::check_size(std::size_t more) const {
  if (nodes_.size() + pending_.size() >= most || more > most - texts_.size())
    throw refusal("the document has 4294967295 values or bytes of text, more than can be read");
}

void builder::add(kind type, std::int64_t i) {
  check_size(0);
  node made;
  made.type = type;
  made.integer = i;
  pending_.push_back(made);
}

void builder::real(double x, float single) {
  add(kind::real, 0);
  pending_.back().real = x;
  pending_.back().single = single;
}

void builder::text(std::string_view s) {
  check_size(s.size());
  add(kind::text, 0);
  pending_.back().held = {static_cast<std::uint32_t>(texts_.size()), static_cast<std::uint32_t>(s.size())};
  texts_ += s;
}

void builder::begin(kind type) {
  if (open_.size() == max_depth)
    throw refusal("arrays and objects are nested deeper than " + std::to_string(max_depth) + " levels");
  open_.push_back({type, pending_.size()});
}

void builder::end() {
  const container ended = open_.back();
  open_.pop_back();
  const auto first = static_cast<std::uint32_t>(nodes_.size());
  const auto count = static_cast<std::uint32_t>(pending_.size() - ended.first);
  nodes_.insert(nodes_.end(), pending_.begin() + static_cast<std::ptrdiff_t>(ended.first), pending_.end());
  pending_.resize(ended.first);
  add(ended.type, 0);
  pending_.back().held = {first, count};
}

document builder::finish() && {
  nodes_.push_back(pending_.back());
  return {std::move(nodes_), std::move(texts_)};
}

} // namespace convert::json
