// cli/external_data.cpp -- the folder is resolved first, then the file in it: what lies outside is refused.
#include <cli/external_data.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <span>
#include <string_view>
#include <vector>

#include <cli/message.hpp>

namespace cli {

namespace {

namespace fs = std::filesystem;

/// The file at `location` in `folder`, all links resolved.
///
/// Errors  stopped, if there is none or it lies outside.
fs::path resolved(const fs::path& folder, std::string_view location) {
  std::error_code failed;
  fs::path file = fs::canonical(folder / fs::path(location), failed);
  const std::string named = (folder / fs::path(location)).string();
  if (failed) throw stopped(input_refused, named, failed.message());
  const auto [end, _] = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
  if (end != folder.end()) throw stopped(input_refused, named, "lies outside the model's folder");
  if (!fs::is_regular_file(file)) throw stopped(input_refused, named, "is not a file");
  return file;
}

std::vector<std::byte> read_part(const fs::path& file, std::uint64_t offset,
                                 std::optional<std::uint64_t> length) {
  const std::uint64_t size = fs::file_size(file);
  const std::uint64_t count = length.value_or(size - std::min(size, offset));
  if (offset > size || count > size - offset) {
    throw stopped(input_refused, file.string(),
                  std::to_string(size) + " bytes, the model reads " + std::to_string(count) + " from byte " +
                      std::to_string(offset));
  }
  std::vector<char> text(count);
  std::ifstream in(file, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(offset));
  in.read(text.data(), static_cast<std::streamsize>(count));
  if (!in) throw stopped(system_failed, file.string(), "can not be read");
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

} // namespace

convert::onnx::external_source files_beside(const std::string& path) {
  if (path == "-")
    throw stopped(wrong_command, "", "a model on standard input has no folder for --external-data");
  std::error_code failed;
  const fs::path model = fs::absolute(path, failed);
  const fs::path folder = fs::canonical(model.parent_path(), failed);
  if (failed) throw stopped(input_refused, path, failed.message());
  return [folder](std::string_view location, std::uint64_t offset, std::optional<std::uint64_t> length) {
    return read_part(resolved(folder, location), offset, length);
  };
}

} // namespace cli
