// convert/syntax/pickle/fault.hpp -- a refusal that names the byte of the pickle stream.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <convert/refusal.hpp>

namespace convert::pickle {

[[noreturn]] inline void refuse_at(std::size_t byte, std::string_view what) {
  throw refusal("byte " + std::to_string(byte) + ": " + std::string(what));
}

} // namespace convert::pickle
