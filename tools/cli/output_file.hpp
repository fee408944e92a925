// cli/output_file.hpp -- a file that appears whole or not at all.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace cli {

/// Writes beside the file and renames on commit(), so that an existing file stays whole until then and whoever
/// has it mapped keeps the old bytes. `-` is standard output; a device or a pipe is written to directly.
class output_file {
 public:
  /// Errors  stopped, system_failed: an unwritable folder, a folder of that name.
  explicit output_file(std::string path);
  /// Removes what was not committed.
  ~output_file();
  output_file(const output_file&) = delete;
  output_file& operator=(const output_file&) = delete;

  /// Errors  stopped, such as a full disk.
  void write(std::string_view text);
  void write(std::span<const std::byte> bytes);

  /// Bytes reach the disk, then the file gets its name.
  ///
  /// Errors  stopped.
  void commit();

 private:
  [[noreturn]] void fail(int error) const;
  void open_beside();

  std::string path_;
  std::string temporary_; // empty when written to directly
  int descriptor_ = -1;
};

} // namespace cli
