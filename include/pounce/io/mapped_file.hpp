// pounce/io/mapped_file.hpp -- a file mapped for reading, on demand with readable zeros behind its end.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <pounce/core/arch.hpp>
#include <pounce/core/bytes.hpp>
#include <pounce/core/result.hpp>

namespace pounce::io {

/// A file's bytes, mapped privately and read-only; move-only, unmapped when it dies. Nothing is read ahead: a page
/// fault brings 64 KiB, and cost less than populating them, system calls included (bench/results/cold.md).
class mapped_file {
 public:
  static constexpr std::uint64_t slack = 1U << 16;
  static constexpr std::size_t most_bytes = std::size_t{1} << 46; // what address space there is

  /// Maps the file at `path`.
  ///
  /// Errors  not_found, not_permitted, not_readable (where: errno), too_short, not_mapped (where: errno).
  /// Cost    four system calls, no page faults.
  template <class Arch = default_arch>
  [[gnu::hot]] static result<mapped_file> open(const char* path) noexcept {
    const int fd = ::open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return refused(errno);
    auto mapped = map<Arch>(fd);
    ::close(fd);
    return mapped;
  }

  /// Makes at least as many readable zeros as the file has bytes, and `slack`, follow its end: a model's nodes may name
  /// children there and read only zeros.
  ///
  /// Errors  not_mapped (where: errno).
  template <class Arch = default_arch>
  [[gnu::hot]] result<void> guard() noexcept {
    const std::size_t whole = align_up(size_, static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)));
    void* const zeros = ::mmap(static_cast<std::byte*>(begin_) + whole, mapped_bytes(size_) - whole,
                               PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
    if (zeros == MAP_FAILED) return failure{errc::not_mapped, static_cast<std::size_t>(errno)};
    return {};
  }

  byte_span bytes() const noexcept { return {static_cast<const std::byte*>(begin_), size_}; }

  mapped_file(mapped_file&& other) noexcept
      : begin_(std::exchange(other.begin_, nullptr)), size_(other.size_) {}
  mapped_file& operator=(mapped_file&& other) noexcept {
    std::swap(begin_, other.begin_);
    std::swap(size_, other.size_);
    return *this;
  }
  mapped_file(const mapped_file&) = delete;
  mapped_file& operator=(const mapped_file&) = delete;
  ~mapped_file() {
    if (begin_ != nullptr) ::munmap(begin_, mapped_bytes(size_));
  }

 private:
  mapped_file() = default;

  /// The file, whatever a page is, and its guard.
  static constexpr std::size_t mapped_bytes(std::size_t size) noexcept {
    return align_up(size, 1U << 16) + size + slack;
  }

  static failure refused(int error) noexcept {
    const auto where = static_cast<std::size_t>(error);
    if (error == ENOENT || error == ENOTDIR) return {errc::not_found, where};
    if (error == EACCES || error == EPERM) return {errc::not_permitted, where};
    return {errc::not_readable, where};
  }

  /// Why there is no size, or none that a model can have. Asked only then: it takes twice as long as asking for the end.
  static failure no_size(int fd) noexcept {
    struct stat about {};
    if (::fstat(fd, &about) != 0) return refused(errno);
    if (!S_ISREG(about.st_mode)) return {errc::not_readable, EISDIR};
    if (about.st_size <= 0) return {errc::too_short};
    return {errc::not_mapped, EFBIG};
  }

  template <class Arch>
  [[gnu::hot]] static result<mapped_file> map(int fd) noexcept {
    const ::off_t end = ::lseek(fd, 0, SEEK_END);
    mapped_file file;
    file.size_ = static_cast<std::size_t>(end);
    if (end <= 0 || file.size_ > most_bytes) return no_size(fd);
    // Longer than the file, so that a guard has its place; nothing there may be read without one.
    void* const mapped = ::mmap(nullptr, mapped_bytes(file.size_), PROT_READ, MAP_PRIVATE, fd, 0);
    if (mapped == MAP_FAILED && errno == ENODEV) return no_size(fd); // a folder has one on some file systems
    if (mapped == MAP_FAILED) return failure{errc::not_mapped, static_cast<std::size_t>(errno)};
    file.begin_ = mapped;
    return file;
  }

  void* begin_ = nullptr;
  std::size_t size_ = 0;
};

} // namespace pounce::io
