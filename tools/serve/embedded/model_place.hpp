// serve/embedded/model_place.hpp -- the place in a program that `pounce package --embed` fills with a model.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace serve {

/// What a program's last loaded segment begins with, if a model can follow: a linked program ends there, with no bytes
/// of a model; a packed one has them behind it.
struct model_place {
  std::array<char, 56> mark; // place_mark and zeros
  std::uint64_t model_bytes;
};
static_assert(sizeof(model_place) == 64 &&
              offsetof(model_place, model_bytes) == 56); // as main.cpp lays it out

inline constexpr std::string_view place_mark = "pounce: here follows a model";

} // namespace serve
