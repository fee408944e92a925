// convert/syntax/joblib/container.cpp -- compressed files, as joblib writes them: which one by content, and
// its bytes.
#include <convert/syntax/joblib/container.hpp>

#include <algorithm>
#include <charconv>
#include <string>
#include <system_error>

#include <convert/refusal.hpp>
#include <convert/syntax/joblib/output.hpp>
#include <convert/syntax/joblib/streams.hpp>

namespace convert::joblib {

namespace {

using namespace std::string_view_literals;

void inflate(std::string_view file, compression found, output& onto) {
  switch (found) {
  case compression::none: return;
  case compression::zfile:
  case compression::zlib: inflate_zlib(file, onto); return;
  case compression::gzip: inflate_gzip(file, onto); return;
  case compression::bzip2: inflate_bzip2(file, onto); return;
  case compression::xz: inflate_xz(file, onto); return;
  case compression::lzma: inflate_lzma(file, onto); return;
  case compression::lz4: inflate_lz4(file, onto); return;
  }
}

struct zfile {
  std::uint64_t length;
  std::string_view stream;
};

/// "ZF", the length as "0x..." padded with spaces to 19, one more space from Python 2, a zlib stream.
/// Source: joblib 1.5, `numpy_pickle_compat.py`, `read_zfile`.
zfile read_zfile(std::string_view file) {
  const auto refuse = [] {
    throw refusal("a joblib file older than 0.10 with a damaged head; load the model and save it again");
  };
  constexpr std::size_t digits = 19; // len('{:#x}'.format(2 ** 64))
  if (file.size() < 2 + digits || file.substr(2, 2) != "0x") refuse();
  auto number = file.substr(4, digits - 2);
  number = number.substr(0, number.find_last_not_of(" L") + 1);
  zfile found{};
  const auto* const end = number.data() + number.size();
  const auto [rest, fault] = std::from_chars(number.data(), end, found.length, 16);
  if (fault != std::errc{} || rest != end) refuse();
  found.stream = file.substr(2 + digits);
  if (found.stream.starts_with(' ')) found.stream.remove_prefix(1);
  return found;
}

} // namespace

compression detect(std::string_view file) {
  // Deflate with a window of 32 KiB; the second byte is one of four levels (RFC 1950, 2.2).
  if (file.size() >= 2 && file[0] == 'x' && "\x01\x5e\x9c\xda"sv.find(file[1]) != std::string_view::npos) {
    return compression::zlib;
  }
  if (file.starts_with("\x1f\x8b")) return compression::gzip;
  if (file.starts_with("BZh")) return compression::bzip2;
  if (file.starts_with("\xfd"
                       "7zXZ\0"sv)) {
    return compression::xz;
  }
  if (file.starts_with("]\0\0"sv)) return compression::lzma;
  if (file.starts_with("\x04\x22\x4d\x18")) return compression::lz4;
  if (file.starts_with("ZF0x")) return compression::zfile;
  return compression::none;
}

std::string_view name_of(compression found) {
  switch (found) {
  case compression::none: return "raw";
  case compression::zlib: return "zlib";
  case compression::gzip: return "gzip";
  case compression::bzip2: return "bzip2";
  case compression::xz: return "xz";
  case compression::lzma: return "lzma";
  case compression::lz4: return "lz4";
  case compression::zfile: return "joblib Z-file";
  }
  return "";
}

std::vector<std::byte> decompress(std::string_view file, compression found, const growth_bounds& bounds) {
  const std::uint64_t size = file.size();
  const auto headroom = bounds.most_bytes - std::min(bounds.most_bytes, bounds.free_bytes);
  const bool generous = bounds.growth != 0 && size > headroom / bounds.growth;
  const auto most =
      generous ? bounds.most_bytes : std::min(bounds.most_bytes, bounds.free_bytes + size * bounds.growth);
  output onto(name_of(found), most, overflow::refuse);
  if (found != compression::zfile) {
    inflate(file, found, onto);
    return onto.take();
  }
  const auto old = read_zfile(file);
  inflate(old.stream, found, onto);
  if (onto.used() != old.length) onto.fail("does not have the length that it states");
  return onto.take();
}

std::vector<std::byte> decompress_head(std::string_view file, compression found, std::size_t count) {
  output onto(name_of(found), count, overflow::stop);
  try {
    inflate(found == compression::zfile ? read_zfile(file).stream : file, found, onto);
  } catch (const refusal&) {
    // A damaged or cut file is still of a kind; whoever reads it whole says what is wrong.
  }
  return onto.take();
}

} // namespace convert::joblib
