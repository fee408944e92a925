// pounce/core/fetch.hpp -- code and constants brought near the processor before they are needed.
//
// In a process that has just started every line of them comes from far, one after the other. Asked for before a system
// call or a page fault they come together, while the kernel works. Hints: too short a length costs what it leaves
// out, too long a one 5 ns a line.
//
// Always inlined: g++ takes a function that only fetches for one without effect, and leaves out the call.
#pragma once

#include <bit>
#include <cstddef>

namespace pounce {

/// `count` bytes, which need not be readable.
[[gnu::always_inline]] inline void fetch(const void* bytes, std::size_t count) noexcept {
  for (std::size_t at = 0; at < count; at += 64) __builtin_prefetch(static_cast<const char*>(bytes) + at);
}

/// The first `bytes` of a function's code: compilers tell the address but not the length.
template <class Function>
[[gnu::always_inline]] inline void fetch_code(Function* function, std::size_t bytes) noexcept {
  fetch(std::bit_cast<const void*>(function), bytes);
}

} // namespace pounce
