// tests/fuzz/main_replay.cpp -- runs a fuzz target on files and folders of files, without any fuzzer.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

// Each target is one translation unit that defines this. With clang's -fsanitize=fuzzer it needs no main at all.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

bool replay(const std::filesystem::path& file) {
  std::ifstream input(file, std::ios::binary);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(input), {}};
  if (!input && !input.eof()) {
    std::fprintf(stderr, "%s: cannot be read\n", file.c_str());
    return false;
  }
  // A copy of its own, so that a sanitizer sees the first byte past the end.
  const std::vector<std::uint8_t> exact(bytes.begin(), bytes.end());
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
  return true;
}

} // namespace

int main(int count, char** arguments) {
  std::size_t files = 0;
  for (int i = 1; i < count; ++i) {
    const std::filesystem::path named(arguments[i]);
    if (!std::filesystem::is_directory(named)) {
      if (!replay(named)) return 1;
      ++files;
      continue;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(named)) {
      if (!entry.is_regular_file()) continue;
      if (!replay(entry.path())) return 1;
      ++files;
    }
  }
  std::printf("%zu files replayed\n", files);
  return files == 0 ? 1 : 0; // an empty corpus proves nothing
}
