// pounce/version.hpp -- the version of the library, written once and read by CMake too.
#pragma once

namespace pounce {

/// Semantic version: before 1.0 a minor may break.
struct version_number {
  int major;
  int minor;
  int patch;
};

inline constexpr version_number version{0, 1, 0};

} // namespace pounce
