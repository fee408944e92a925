// pounce/serve/reservation.hpp -- address space taken once: memory is what is touched, and nothing allocates later.
#pragma once

#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include <sys/mman.h>

#include <pounce/core/arch.hpp>
#include <pounce/core/bytes.hpp>
#include <pounce/core/result.hpp>

namespace pounce::serving {

/// Zeroed memory, given back when it dies; move-only. The system backs a page when it is first touched.
class reservation {
 public:
  /// Parts that are given back alone begin at multiples of this: no machine has larger pages.
  static constexpr std::size_t page_bytes = 65536;

  /// Errors  not_mapped (where: errno).
  template <class Arch = default_arch>
  static result<reservation> of(std::size_t bytes) noexcept {
    reservation r;
    const std::size_t whole = align_up(bytes, page_bytes) + page_bytes;
    void* const space =
        ::mmap(nullptr, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (space == MAP_FAILED) return failure{errc::not_mapped, static_cast<std::size_t>(errno)};
    r.begin_ = static_cast<std::byte*>(space);
    r.size_ = whole;
    return r;
  }

  bool mapped() const noexcept { return begin_ != nullptr; }
  /// The memory, from a multiple of page_bytes on.
  std::span<std::byte> bytes() const noexcept {
    const auto address = std::bit_cast<std::uintptr_t>(begin_);
    const std::size_t skip = (page_bytes - address % page_bytes) % page_bytes;
    return {begin_ + skip, size_ - page_bytes};
  }

  reservation(reservation&& other) noexcept
      : begin_(std::exchange(other.begin_, nullptr)), size_(other.size_) {}
  reservation& operator=(reservation&& other) noexcept {
    std::swap(begin_, other.begin_);
    std::swap(size_, other.size_);
    return *this;
  }
  reservation(const reservation&) = delete;
  reservation& operator=(const reservation&) = delete;
  ~reservation() {
    if (begin_ != nullptr) ::munmap(begin_, size_);
  }

 private:
  reservation() = default;

  std::byte* begin_ = nullptr;
  std::size_t size_ = 0;
};

/// The same memory as text.
inline std::span<char> as_text(std::span<std::byte> bytes) noexcept {
  return {static_cast<char*>(static_cast<void*>(bytes.data())), bytes.size()};
}

} // namespace pounce::serving
