// pounce/io/mapped_file.hpp -- a file mapped for reading, with readable bytes behind its end.
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

/// A file's bytes, mapped privately and read-only; move-only, unmapped when it dies. At least as many zero bytes
/// as the file has, and `slack`, follow its end: a model's nodes may name children there and read only zeros.
///
/// Numbers  the mapping begins at a multiple of 64 KiB next to other mappings and is populated up to
///          populate_limit_bytes: page faults cost more than the pages (bench/README.md).
class mapped_file {
 public:
  static constexpr std::uint64_t slack = 1U << 16;
  static constexpr std::uint64_t alignment = 1U << 16;
  static constexpr std::uint64_t populate_limit_bytes = std::uint64_t{32} << 20;

  /// Maps the file at `path`.
  ///
  /// Errors  not_found, not_permitted, not_readable (where: errno), too_short, not_mapped (where: errno).
  /// Cost    six system calls, no page faults.
  template <class Arch = default_arch>
  [[gnu::hot]] static result<mapped_file> open(const char* path) noexcept {
    const int fd = ::open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return refused(errno);
    auto mapped = map<Arch>(fd);
    ::close(fd);
    return mapped;
  }

  byte_span bytes() const noexcept { return {static_cast<const std::byte*>(begin_), size_}; }

  mapped_file(mapped_file&& other) noexcept
      : reserved_(std::exchange(other.reserved_, nullptr)), reserved_bytes_(other.reserved_bytes_),
        begin_(other.begin_), size_(other.size_) {}
  mapped_file& operator=(mapped_file&& other) noexcept {
    std::swap(reserved_, other.reserved_);
    std::swap(reserved_bytes_, other.reserved_bytes_);
    std::swap(begin_, other.begin_);
    std::swap(size_, other.size_);
    return *this;
  }
  mapped_file(const mapped_file&) = delete;
  mapped_file& operator=(const mapped_file&) = delete;
  ~mapped_file() {
    if (reserved_ != nullptr) ::munmap(reserved_, reserved_bytes_);
  }

 private:
  mapped_file() = default;

  static failure refused(int error) noexcept {
    const auto where = static_cast<std::size_t>(error);
    if (error == ENOENT || error == ENOTDIR) return {errc::not_found, where};
    if (error == EACCES || error == EPERM) return {errc::not_permitted, where};
    return {errc::not_readable, where};
  }

  template <class Arch>
  [[gnu::hot]] static result<mapped_file> map(int fd) noexcept {
    struct stat about {};
    if (::fstat(fd, &about) != 0) return refused(errno);
    if (!S_ISREG(about.st_mode)) return failure{errc::not_readable, EISDIR};
    if (about.st_size <= 0) return errc::too_short;
    mapped_file file;
    file.size_ = static_cast<std::size_t>(about.st_size);
    if (file.size_ > (std::size_t{1} << 46)) return failure{errc::not_mapped, EFBIG};

    // Address space for the file and what follows it; readable zeros until the file covers its part.
    file.reserved_bytes_ = align_up(2 * file.size_ + slack, alignment) + alignment;
    void* const space =
        ::mmap(nullptr, file.reserved_bytes_, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (space == MAP_FAILED) return failure{errc::not_mapped, static_cast<std::size_t>(errno)};
    file.reserved_ = space;
    auto* const first = static_cast<std::byte*>(space);
    const std::uint64_t skip = (alignment - reinterpret_cast<std::uintptr_t>(first) % alignment) % alignment;
    const int populate = file.size_ <= populate_limit_bytes ? MAP_POPULATE : 0;
    void* const mapped =
        ::mmap(first + skip, file.size_, PROT_READ, MAP_PRIVATE | MAP_FIXED | populate, fd, 0);
    if (mapped == MAP_FAILED) return failure{errc::not_mapped, static_cast<std::size_t>(errno)};
    file.begin_ = mapped;
    return file;
  }

  void* reserved_ = nullptr;
  std::size_t reserved_bytes_ = 0;
  void* begin_ = nullptr;
  std::size_t size_ = 0;
};

} // namespace pounce::io
