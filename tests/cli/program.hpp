// cli/program.hpp -- runs the program as a shell would, and a folder that vanishes afterwards.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace support {

struct outcome {
  int code = -1; // exit code; 128 + n after signal n
  std::string out;
  std::string err;
};

/// Runs a program in `folder` with `input` on its standard input. With `out_path` standard output is that file.
outcome run_in(const std::filesystem::path& folder, std::vector<std::string> arguments,
               const std::string& input = {}, const std::string& out_path = {});

/// An empty folder of its own.
class temporary_folder {
 public:
  temporary_folder();
  ~temporary_folder();
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

  void write(const std::string& name, const std::string& text) const;
  std::string read(const std::string& name) const;
  /// Names of everything in it, sorted: what a failed command must not add to.
  std::vector<std::string> names() const;

  /// Runs pounce in it.
  outcome pounce(std::vector<std::string> arguments, const std::string& input = {},
                 const std::string& out_path = {}) const;

 private:
  std::filesystem::path path_;
};

/// A file below the tests' folder.
std::string test_file(const std::string& name);

/// The model file of a golden case: "scikit-learn-1.4/tree_classifier_iris".
std::string golden_model(const std::string& name);

/// The text of any file.
std::string text_of_file(const std::filesystem::path& path);

} // namespace support
