// cli/content_id.hpp -- the id of a model's bytes: half a SHA-256.
#pragma once

#include <string>

#include <pounce/core/bytes.hpp>
#include <pounce/model.hpp>

namespace cli {

/// The id that the bytes of a checked file have, whatever its header says.
pounce::content_id content_id_of(pounce::byte_span file);

/// 32 hexadecimal digits.
std::string text_of(const pounce::content_id& id);

} // namespace cli
