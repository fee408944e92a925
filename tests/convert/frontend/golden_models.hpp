// tests/convert/frontend/golden_models.hpp -- the golden models of a framework, with rows and the trainer's answers.
#pragma once

#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace golden_models {

inline std::string file_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

struct table {
  std::vector<std::string> names;
  std::vector<std::vector<double>> rows; // an empty cell is NaN
};

inline std::vector<std::string> cells_of(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  std::vector<std::string> cells;
  for (std::size_t from = 0; from <= line.size();) {
    const std::size_t comma = std::min(line.find(',', from), line.size());
    cells.emplace_back(line.substr(from, comma - from));
    from = comma + 1;
  }
  return cells;
}

inline table read_table(const std::filesystem::path& file) {
  std::ifstream in(file);
  table made;
  std::string line;
  std::getline(in, line);
  made.names = cells_of(line);
  while (std::getline(in, line)) {
    std::vector<double> row;
    for (const auto& cell : cells_of(line)) {
      row.push_back(std::numeric_limits<double>::quiet_NaN());
      std::from_chars(cell.data(), cell.data() + cell.size(), row.back());
    }
    made.rows.push_back(std::move(row));
  }
  return made;
}

/// Cases whose framework's folder begins with `framework`, of this checkout and of the larger set beside it.
inline std::vector<std::filesystem::path> cases(std::string_view framework) {
  std::vector<std::filesystem::path> found;
  for (const char* text : {POUNCE_TEST_DATA "/golden/models", POUNCE_SHARED_GOLDEN}) {
    const std::filesystem::path root(text);
    if (!std::filesystem::is_directory(root)) continue;
    for (const auto& version : std::filesystem::directory_iterator(root)) {
      if (!version.path().filename().string().starts_with(framework)) continue;
      for (const auto& one : std::filesystem::directory_iterator(version.path())) found.push_back(one.path());
    }
  }
  return found;
}

/// The file of a case that begins with "model.".
inline std::filesystem::path model_of(const std::filesystem::path& folder) {
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().filename().string().starts_with("model.")) return entry.path();
  return {};
}

} // namespace golden_models
