// serve/fetch/download.cpp -- memfd_create and its seals; mkostemp and rename.
#include <serve/fetch/download.hpp>

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <serve/fetch/fetch_error.hpp>

namespace serve::fetch {

namespace {

[[noreturn]] void fail(const std::string& what) {
  const int error = errno;
  throw fetch_error(what + ": " + std::generic_category().message(error));
}

std::string proc_path(int descriptor) { return "/proc/self/fd/" + std::to_string(descriptor); }

} // namespace

download::download(int descriptor, std::string temporary, std::string path)
    : descriptor_(descriptor), temporary_(std::move(temporary)), path_(std::move(path)) {}

download::download(download&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), temporary_(std::exchange(other.temporary_, {})),
      path_(std::move(other.path_)) {}

download::~download() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

download download::into_memory() {
  const int fd = ::memfd_create("model.pounce", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd >= 0 && ::access(proc_path(fd).c_str(), R_OK) == 0) return {fd, {}, {}};
  if (fd >= 0) ::close(fd);
  return into_file("/tmp/model.pounce");
}

download download::into_file(const std::string& path) {
  std::string temporary = path + ".XXXXXX";
  const int fd = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (fd < 0) fail(path);
  return {fd, std::move(temporary), path};
}

void download::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(descriptor_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail("the model can not be kept");
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
}

void download::rewind() {
  if (::ftruncate(descriptor_, 0) != 0 || ::lseek(descriptor_, 0, SEEK_SET) != 0)
    fail("the model can not be kept");
}

std::string download::path_so_far() const { return path_.empty() ? proc_path(descriptor_) : temporary_; }

std::string download::finish() {
  if (path_.empty()) {
    if (::fcntl(descriptor_, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0) {
      fail("the model can not be sealed");
    }
    return proc_path(std::exchange(descriptor_, -1)); // open as long as the process lives
  }
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail(path_);
  temporary_.clear();
  return path_;
}

} // namespace serve::fetch
