// cli/content_id.cpp -- the first half of the converter's SHA-256.
#include <cli/content_id.hpp>

#include <algorithm>

#include <convert/write/sha256.hpp>
#include <pounce/format/header.hpp>
#include <pounce/format/load.hpp>

namespace cli {

pounce::content_id content_id_of(pounce::byte_span file) {
  const auto header = pounce::format::load<pounce::format::header>(file, 0);
  const auto hash = convert::write::sha256(file.subspan(header.header_bytes));
  pounce::content_id id{};
  std::copy_n(hash.begin(), id.size(), id.begin());
  return id;
}

std::string text_of(const pounce::content_id& id) { return convert::write::hexadecimal(id); }

} // namespace cli
