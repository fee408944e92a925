// convert/syntax/json/builder.hpp -- fills a tree from a reader's events, in the order of the text.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <convert/syntax/json/tree.hpp>

namespace convert::json {

/// XGBoost's own files nest 8 levels; a reader's stack and a path in a message stay short.
inline constexpr std::size_t max_depth = 128;

/// Each call is one event. Errors: refusal, if containers nest deeper than `max_depth` or the tree outgrows
/// its 32-bit indices. Requires: events that are well formed (a key before each value of an object, ends that
/// match).
class builder {
 public:
  void null() { add(kind::null, 0); }
  void boolean(bool b) { add(kind::boolean, b ? 1 : 0); }
  void integer(std::int64_t i) { add(kind::integer, i); }
  void real(double x, float single);
  void text(std::string_view s);
  void begin(kind type);
  void end();

  std::size_t depth() const { return open_.size(); }
  /// The finished tree. Requires: one value at depth 0.
  document finish() &&;

 private:
  struct container {
    kind type;
    std::size_t first; // of its elements in pending_
  };
  void add(kind type, std::int64_t i);
  void check_size(std::size_t more) const;
  std::vector<node> nodes_;   // elements of the containers that have ended
  std::vector<node> pending_; // of those that have not
  std::vector<container> open_;
  std::string texts_;
};

} // namespace convert::json
