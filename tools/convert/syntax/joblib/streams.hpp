// convert/syntax/joblib/streams.hpp -- the only door to zlib, libbz2, liblzma and liblz4.
#pragma once

#include <string_view>

#include <convert/syntax/joblib/output.hpp>

namespace convert::joblib {

// Each inflates the whole input, one stream after another where the format allows it.
// Errors: `refusal` for damage, an end that is missing and bytes after the end.

void inflate_zlib(std::string_view input, output& onto);
void inflate_gzip(std::string_view input, output& onto);
void inflate_bzip2(std::string_view input, output& onto);
/// xz, and the older format that carries no magic number.
void inflate_xz(std::string_view input, output& onto);
void inflate_lzma(std::string_view input, output& onto);
void inflate_lz4(std::string_view input, output& onto);

} // namespace convert::joblib
