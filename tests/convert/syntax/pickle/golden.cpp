// tests/convert/syntax/pickle/golden.cpp -- every pickled model of the golden folders is read, where they are present.
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "reading.hpp"

namespace {

/// `tests/golden` of this checkout and the larger set beside it.
std::vector<std::filesystem::path> models() {
  auto root = std::filesystem::path(__FILE__);
  for (int up = 0; up < 5; ++up) root = root.parent_path();
  std::vector<std::filesystem::path> found;
  for (const auto& folder : {root / "tests" / "golden", root.parent_path() / "shared" / "golden"}) {
    if (!std::filesystem::is_directory(folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      const auto name = entry.path().filename().string();
      if (name.starts_with("model.joblib") || name == "model.pkl") found.push_back(entry.path());
    }
  }
  return found;
}

} // namespace

TEST_SUITE("convert/syntax/pickle/golden") {

  TEST_CASE("every golden model of scikit-learn is read") {
    for (const auto& file : models()) {
      CAPTURE(file.string());
      const auto text = reading::file_text(file);
      CHECK(convert::pickle::looks_like_pickle(reading::bytes_of(text)));
      const auto read = reading::parsed(text);
      CHECK(read.root().qualified_name().starts_with("sklearn."));
      CHECK(read.root().has("_sklearn_version"));
    }
  }
}
