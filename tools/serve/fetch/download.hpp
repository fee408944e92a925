// serve/fetch/download.hpp -- where a model's bytes go: sealed memory, or a file that gets its name when it is whole.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace serve::fetch {

/// Bytes on their way. What was not finished vanishes.
class download {
 public:
  /// Into memory that has a path while the process lives; into /tmp where the system has no such memory.
  static download into_memory();
  /// Into a file of that path.
  static download into_file(const std::string& path);
  ~download();
  download(download&& other) noexcept;
  download& operator=(download&&) = delete;

  /// Errors  fetch_error: no memory, a full disk.
  void write(std::span<const std::byte> bytes);
  /// Forgets what was written, for another attempt.
  void rewind();

  /// Where the bytes can be read until finish() gives the path that stays.
  std::string path_so_far() const;
  /// Makes the bytes unchangeable: seals the memory, or renames the file.
  std::string finish();

 private:
  download(int descriptor, std::string temporary, std::string path);

  int descriptor_;
  std::string temporary_; // of a file
  std::string path_;      // of a file; empty: memory
};

} // namespace serve::fetch
