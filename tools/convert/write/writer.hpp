// convert/write/writer.hpp -- image to bytes: offsets, zero padding, checksums.
#pragma once

#include <cstddef>
#include <vector>

#include <convert/lower/image.hpp>

namespace convert::write {

/// The bytes of the file. The same image gives the same bytes.
std::vector<std::byte> serialize(const lower::image& i);

} // namespace convert::write
