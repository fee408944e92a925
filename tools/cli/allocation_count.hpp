// cli/allocation_count.hpp -- how often this program has asked the heap for memory.
#pragma once

#include <cstdint>

namespace cli {

/// Calls of operator new since the program started.
std::uint64_t allocation_count() noexcept;

} // namespace cli
