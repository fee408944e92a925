// serve/fetch/dns_message.hpp -- questions to a name server and its answers, as bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace serve::fetch {

/// An address of version 4 (4 bytes used) or 6.
struct ip_address {
  bool is_v6 = false;
  std::array<std::uint8_t, 16> bytes{};

  bool operator==(const ip_address&) const = default;
};

/// The address that a text says, if it is one.
bool parse_ip(std::string_view text, ip_address& into);

enum class record : std::uint16_t { a = 1, cname = 5, aaaa = 28 };

/// A recursive question for one name.
///
/// Errors  fetch_error, if it is no name.
/// Source  RFC 1035, 4.1.
std::vector<std::uint8_t> dns_question(std::uint16_t id, std::string_view host, record kind);

struct dns_answer {
  enum class outcome : std::uint8_t { not_ours, found, no_such_host, no_address, failed };
  outcome what = outcome::not_ours;
  std::vector<ip_address> addresses;
};

/// What a datagram says to the question of that id, name and kind. Aliases (CNAME) are followed within it. Bytes of any
/// kind are safe: lengths are checked, pointers in names are counted.
dns_answer read_dns_answer(std::span<const std::uint8_t> datagram, std::uint16_t id, std::string_view host,
                           record kind);

} // namespace serve::fetch
