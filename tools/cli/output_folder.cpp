// cli/output_folder.cpp -- write beside, exchange the names.
#include <cli/output_folder.hpp>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cli/message.hpp>
#include <cli/output_file.hpp>

namespace cli {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path, int error) {
  throw stopped(system_failed, path, text_of_errno(error));
}

/// A folder that is removed unless it was given away.
class temporary_folder {
 public:
  explicit temporary_folder(const std::string& beside) {
    const auto slash = beside.rfind('/');
    const std::size_t name = slash == std::string::npos ? 0 : slash + 1;
    path_ = beside.substr(0, name) + "." + beside.substr(name) + ".XXXXXX";
    if (::mkdtemp(path_.data()) == nullptr) fail(beside, errno);
  }
  ~temporary_folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void set_time(const std::string& path) {
  const timespec times[2]{{package::file_time, 0}, {package::file_time, 0}};
  if (::utimensat(AT_FDCWD, path.c_str(), times, 0) != 0) fail(path, errno);
}

void write(const std::string& path, const package::packed_file& file) {
  output_file out(path);
  out.write(file.bytes);
  out.commit();
  if (::chmod(path.c_str(), package::mode_of(file) & 07777U) != 0) fail(path, errno);
  set_time(path);
}

/// The first file in `folder` that is none of `files`; empty if there is none.
std::string stranger_in(const std::string& folder, std::span<const package::packed_file> files) {
  std::error_code failed;
  for (auto at = fs::recursive_directory_iterator(folder, failed); !failed && at != fs::end(at);
       at.increment(failed)) {
    std::string name = fs::relative(at->path(), folder);
    const bool known = std::any_of(files.begin(), files.end(), [&](const auto& f) {
      return f.path == name || f.path.starts_with(name + "/");
    });
    // What a package of the same cloud has and this one has not: the model, when it is fetched.
    if (!known && name != "model.pounce") return name;
  }
  if (failed) fail(folder, failed.value());
  return {};
}

/// Gives the finished folder its name.
void place(const std::string& made, const std::string& path, std::span<const package::packed_file> files) {
  struct stat about {};
  if (::lstat(path.c_str(), &about) != 0) {
    if (::rename(made.c_str(), path.c_str()) != 0) fail(path, errno);
    return;
  }
  if (!S_ISDIR(about.st_mode)) throw stopped(system_failed, path, "a file of that name is in the way");
  const auto stranger = stranger_in(path, files);
  if (!stranger.empty()) {
    throw stopped(system_failed, path,
                  "holds " + in_backticks(stranger) +
                      ", which is no file of the package: name another folder");
  }
  // The old folder gets the temporary name, with which it is removed.
  if (::renameat2(AT_FDCWD, made.c_str(), AT_FDCWD, path.c_str(), RENAME_EXCHANGE) != 0) fail(path, errno);
}

} // namespace

void write_folder(const std::string& path, std::span<const package::packed_file> files) {
  std::string name = path;
  while (name.size() > 1 && name.ends_with('/')) name.pop_back();
  const temporary_folder made(name);
  std::vector<std::string> folders{made.path()};
  for (const auto& file : files) {
    const auto slash = file.path.rfind('/');
    if (slash != std::string::npos) {
      folders.push_back(made.path() + "/" + file.path.substr(0, slash));
      std::error_code failed;
      fs::create_directories(folders.back(), failed);
      if (failed) fail(path, failed.value());
    }
    write(made.path() + "/" + file.path, file);
  }
  std::reverse(folders.begin(), folders.end()); // a folder's time changes with what is put into it
  for (const auto& folder : folders) {
    if (::chmod(folder.c_str(), 0755) != 0) fail(path, errno);
    set_time(folder);
  }
  place(made.path(), name, files);
}

} // namespace cli
