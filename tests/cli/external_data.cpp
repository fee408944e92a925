// cli/external_data.cpp -- ONNX tensors in other files: only when asked for, only in the model's folder.
#include <cli/external_data.hpp>

#include <array>
#include <filesystem>

#include <cli/message.hpp>
#include <cli/program.hpp>

#include <doctest/doctest.h>

using support::temporary_folder;

namespace {

std::string text_of(const std::vector<std::byte>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string refusal_of(const convert::onnx::external_source& read, const char* location, std::uint64_t offset,
                       std::optional<std::uint64_t> length) {
  try {
    (void)read(location, offset, length);
  } catch (const cli::stopped& why) {
    return why.what();
  }
  return "nothing";
}

} // namespace

TEST_SUITE("cli/external_data") {
  TEST_CASE("parts of files beside the model and below are read") {
    const temporary_folder folder;
    folder.write("w.bin", "0123456789");
    std::filesystem::create_directory(folder / "deep");
    folder.write("deep/w.bin", "abc");
    const auto read = cli::files_beside((folder / "m.onnx").string());
    CHECK(text_of(read("w.bin", 2, 3)) == "234");
    CHECK(text_of(read("w.bin", 8, std::nullopt)) == "89");
    CHECK(text_of(read("deep/w.bin", 0, 3)) == "abc");
  }

  TEST_CASE("what lies outside, is missing or too short is refused") {
    const temporary_folder outside;
    outside.write("secret", "secret");
    const temporary_folder folder;
    folder.write("w.bin", "0123456789");
    std::filesystem::create_symlink(outside / "secret", folder / "link");
    const auto read = cli::files_beside((folder / "m.onnx").string());
    CHECK(refusal_of(read, "link", 0, 1) == "lies outside the model's folder");
    CHECK(refusal_of(read, "../nothing of pounce", 0, 1) == "No such file or directory");
    CHECK(refusal_of(read, "none", 0, 1) == "No such file or directory");
    CHECK(refusal_of(read, "w.bin", 8, 3) == "10 bytes, the model reads 3 from byte 8");
    CHECK(refusal_of(read, "w.bin", 11, std::nullopt) == "10 bytes, the model reads 0 from byte 11");
    CHECK(refusal_of(read, ".", 0, 1) == "is not a file");
    CHECK_THROWS_AS((void)cli::files_beside("-"), cli::stopped);
  }
}
