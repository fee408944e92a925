// cli/spelling.cpp -- Levenshtein's distance over a handful of names.
#include <cli/spelling.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace cli {

namespace {

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
    }
  }
  return row.back();
}

} // namespace

std::string nearest(std::string_view written, const std::vector<std::string>& names) {
  std::string best;
  std::size_t least = 1 + std::max<std::size_t>(1, (std::min<std::size_t>(written.size(), 9) + 1) / 3);
  for (const auto& name : names) {
    const std::size_t d = distance(written.substr(0, 64), name);
    if (d < least) {
      least = d;
      best = name;
    }
  }
  return best;
}

} // namespace cli
