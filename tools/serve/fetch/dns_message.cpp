// serve/fetch/dns_message.cpp -- RFC 1035, the part that asks for addresses.
#include <serve/fetch/dns_message.hpp>

#include <algorithm>
#include <optional>

#include <arpa/inet.h>

#include <serve/fetch/fetch_error.hpp>

namespace serve::fetch {

namespace {

constexpr std::uint16_t internet = 1;
constexpr unsigned is_reply = 0x8000;
constexpr unsigned is_cut = 0x0200;
constexpr unsigned code_mask = 0x000F;
constexpr unsigned no_such_name = 3;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return out;
}

/// Reads a datagram from the front; after the first fault everything is 0 and `ok` is false.
class reader {
 public:
  explicit reader(std::span<const std::uint8_t> all) : all_(all) {}

  bool ok = true;

  std::uint16_t u16() {
    const auto b = take(2);
    return b.empty() ? std::uint16_t{0} : static_cast<std::uint16_t>(b[0] << 8U | b[1]);
  }
  std::span<const std::uint8_t> take(std::size_t n) {
    if (!ok || n > all_.size() - at_) {
      ok = false;
      return {};
    }
    const auto part = all_.subspan(at_, n);
    at_ += n;
    return part;
  }

  /// A name, in lower case, with dots. Pointers lead backwards only, so that reading ends.
  std::string name() {
    std::string text;
    std::size_t at = at_;
    std::size_t limit = all_.size();
    bool jumped = false;
    while (ok) {
      if (at >= limit || text.size() > 255) return fail();
      const unsigned length = all_[at];
      if (length >= 0xC0) {
        if (at + 1 >= all_.size()) return fail();
        const std::size_t target = (length & 0x3FU) << 8U | all_[at + 1];
        if (!jumped) at_ = at + 2;
        if (target >= at) return fail();
        jumped = true;
        limit = at;
        at = target;
        continue;
      }
      if (length > 63 || at + 1 + length > all_.size()) return fail();
      if (length == 0) break;
      if (!text.empty()) text += '.';
      for (std::size_t i = 0; i < length; ++i) text += static_cast<char>(all_[at + 1 + i]);
      at += 1 + length;
    }
    if (!jumped) at_ = at + 1;
    return lower(text);
  }

 private:
  std::string fail() {
    ok = false;
    return {};
  }

  std::span<const std::uint8_t> all_;
  std::size_t at_ = 0;
};

struct resource {
  std::string owner;
  std::uint16_t type = 0;
  std::span<const std::uint8_t> data;
  std::string alias;
};

std::optional<resource> next_resource(reader& from) {
  resource r;
  r.owner = from.name();
  r.type = from.u16();
  const std::uint16_t network = from.u16();
  from.take(4); // time to live
  const std::uint16_t length = from.u16();
  reader names = from; // an alias may point anywhere before it
  r.data = from.take(length);
  if (!from.ok) return std::nullopt;
  if (r.type == static_cast<std::uint16_t>(record::cname)) r.alias = names.name();
  if (network != internet) r.type = 0;
  return names.ok ? std::optional(r) : std::nullopt;
}

/// The addresses of `name` in a list of resources, aliases followed as often as there are resources.
std::vector<ip_address> addresses_of(const std::vector<resource>& resources, std::string name, record kind) {
  std::vector<ip_address> found;
  const std::size_t size = kind == record::a ? 4 : 16;
  for (std::size_t step = 0; step <= resources.size() && found.empty(); ++step) {
    std::string alias;
    for (const auto& r : resources) {
      if (r.owner != name) continue;
      if (r.type == static_cast<std::uint16_t>(record::cname)) alias = r.alias;
      if (r.type != static_cast<std::uint16_t>(kind) || r.data.size() != size) continue;
      ip_address address;
      address.is_v6 = kind == record::aaaa;
      std::copy(r.data.begin(), r.data.end(), address.bytes.begin());
      found.push_back(address);
    }
    if (alias.empty()) break;
    name = alias;
  }
  return found;
}

} // namespace

bool parse_ip(std::string_view text, ip_address& into) {
  const std::string copy(text);
  ip_address made;
  if (::inet_pton(AF_INET, copy.c_str(), made.bytes.data()) == 1) {
    into = made;
    return true;
  }
  made.is_v6 = true;
  if (::inet_pton(AF_INET6, copy.c_str(), made.bytes.data()) != 1) return false;
  into = made;
  return true;
}

std::vector<std::uint8_t> dns_question(std::uint16_t id, std::string_view host, record kind) {
  std::vector<std::uint8_t> out;
  const auto put = [&out](std::uint16_t number) {
    out.push_back(static_cast<std::uint8_t>(number >> 8U));
    out.push_back(static_cast<std::uint8_t>(number & 0xFFU));
  };
  constexpr std::uint16_t recursion = 0x0100;
  for (const std::uint16_t number :
       {id, recursion, std::uint16_t{1}, std::uint16_t{0}, std::uint16_t{0}, std::uint16_t{0}}) {
    put(number);
  }
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host.empty() || host.size() > 253) throw fetch_error("the host's name is too long or empty");
  while (!host.empty()) {
    const std::string_view part = host.substr(0, host.find('.'));
    if (part.empty() || part.size() > 63)
      throw fetch_error("the host's name has a part that is too long or empty");
    out.push_back(static_cast<std::uint8_t>(part.size()));
    for (const char c : part) out.push_back(static_cast<std::uint8_t>(c));
    host.remove_prefix(std::min(host.size(), part.size() + 1));
  }
  out.push_back(0);
  put(static_cast<std::uint16_t>(kind));
  put(internet);
  return out;
}

dns_answer read_dns_answer(std::span<const std::uint8_t> datagram, std::uint16_t id, std::string_view host,
                           record kind) {
  using enum dns_answer::outcome;
  if (host.ends_with('.')) host.remove_suffix(1);
  reader from(datagram);
  const bool ours = from.u16() == id;
  const unsigned flags = from.u16();
  const std::uint16_t questions = from.u16();
  const std::uint16_t answers = from.u16();
  from.take(4); // authorities, additions
  const std::string name = from.name();
  const bool asked = from.u16() == static_cast<std::uint16_t>(kind) && from.u16() == internet;
  if (!from.ok || !ours || (flags & is_reply) == 0 || questions != 1 || !asked || name != lower(host))
    return {};
  if ((flags & code_mask) == no_such_name) return {no_such_host, {}};
  if ((flags & code_mask) != 0) return {failed, {}};
  std::vector<resource> resources;
  for (std::uint16_t i = 0; i < answers; ++i) {
    auto r = next_resource(from);
    if (!r) break; // what was cut off; what came before it stands
    resources.push_back(std::move(*r));
  }
  auto addresses = addresses_of(resources, name, kind);
  if (!addresses.empty()) return {found, std::move(addresses)};
  return {(flags & is_cut) != 0 ? failed : no_address, {}};
}

} // namespace serve::fetch
