// cli/input_file.hpp -- files that commands read: a trainer's file, rows as text, a model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <pounce/model.hpp>

namespace cli {

/// A file read piece by piece; `-` is standard input. Errors are `stopped` with the file's name: no such file
/// and a directory are refused, all else is the system's failure.
class input_file {
 public:
  explicit input_file(const std::string& path);
  ~input_file();
  input_file(const input_file&) = delete;
  input_file& operator=(const input_file&) = delete;

  const std::string& name() const { return name_; }

  /// The next bytes, at most `capacity`; 0 at the end.
  std::size_t read(char* into, std::size_t capacity);

 private:
  std::string name_;
  int descriptor_ = 0;
};

/// All bytes of the file at `path`.
///
/// Errors  stopped, also for an empty file.
std::vector<std::byte> read_all(const std::string& path);

/// A model and, if it came from standard input, its bytes.
struct opened_model {
  std::vector<std::byte> bytes;
  pounce::model model;
};

/// Whether the names at the file's end, which opening leaves alone, are checked at once: for commands that print
/// them, but not for those that prove everything in an order of their own.
enum class names_check : std::uint8_t { now, later };

/// Opens the model at `path`.
///
/// Errors  stopped.
opened_model open_model(const std::string& path, names_check names = names_check::now);

} // namespace cli
