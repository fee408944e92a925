// support/counting_new.hpp -- operator new that counts. For one translation unit of a test program: it defines
// the program's operators.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace support {

namespace detail {
inline std::atomic<std::uint64_t> calls_of_new{0};

inline void* counted(std::size_t bytes, std::size_t alignment) {
  calls_of_new.fetch_add(1, std::memory_order_relaxed);
  const std::size_t whole = (bytes + alignment - 1) / alignment * alignment;
  void* const memory = alignment <= alignof(std::max_align_t) ? std::malloc(bytes == 0 ? 1 : bytes)
                                                              : std::aligned_alloc(alignment, whole);
  if (memory == nullptr) std::abort();
  return memory;
}
} // namespace detail

/// Calls of operator new since the program started, by all threads.
inline std::uint64_t calls_of_new() noexcept { return detail::calls_of_new.load(std::memory_order_relaxed); }

} // namespace support

void* operator new(std::size_t bytes) { return support::detail::counted(bytes, 1); }
void* operator new[](std::size_t bytes) { return support::detail::counted(bytes, 1); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return support::detail::counted(bytes, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t bytes, std::align_val_t alignment) {
  return support::detail::counted(bytes, static_cast<std::size_t>(alignment));
}
// The library's own would allocate in another way than the delete below gives back.
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  return support::detail::counted(bytes, 1);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
