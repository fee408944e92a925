// serve/fetch/resolver.cpp -- the files of the system, then one datagram to each name server.
#include <serve/fetch/resolver.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <span>

#include <fcntl.h>
#include <poll.h>
#include <sys/random.h>
#include <unistd.h>

#include <serve/fetch/fetch_error.hpp>

namespace serve::fetch {

namespace {

constexpr std::size_t longest_datagram = 1500;
constexpr std::size_t most_servers = 3;

/// The first 64 KiB of a file, more than either has where a function runs; nothing if there is none.
std::string file_text(const std::string& path) {
  std::string text(std::size_t{1} << 16U, '\0');
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const ssize_t n = fd < 0 ? 0 : ::read(fd, text.data(), text.size());
  if (fd >= 0) ::close(fd);
  text.resize(n < 0 ? 0 : static_cast<std::size_t>(n));
  return text;
}

std::string_view next_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line.substr(0, line.find_first_of("#;"));
}

std::string_view next_word(std::string_view& line) {
  constexpr std::string_view spaces = " \t\r";
  const auto first = line.find_first_not_of(spaces);
  if (first == std::string_view::npos) return line = {};
  line.remove_prefix(first);
  const std::string_view word = line.substr(0, line.find_first_of(spaces));
  line.remove_prefix(word.size());
  return word;
}

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

std::uint16_t random_id() {
  std::uint16_t id = 0;
  if (::getrandom(&id, sizeof id, 0) != static_cast<ssize_t>(sizeof id)) {
    throw fetch_error("the system gives no random numbers", fetch_error::hope::next_time);
  }
  return id;
}

class udp_socket {
 public:
  udp_socket(const ip_address& server, std::uint16_t port) {
    sockaddr_storage address{};
    const socklen_t length = to_sockaddr(server, port, address);
    descriptor_ = ::socket(address.ss_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    // Connected: datagrams of others never arrive.
    if (descriptor_ >= 0 &&
        ::connect(descriptor_, static_cast<sockaddr*>(static_cast<void*>(&address)), length) != 0) {
      ::close(descriptor_);
      descriptor_ = -1;
    }
  }
  ~udp_socket() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  udp_socket(const udp_socket&) = delete;
  udp_socket& operator=(const udp_socket&) = delete;

  bool send(std::span<const std::uint8_t> bytes) const {
    return descriptor_ >= 0 && ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
                                   static_cast<ssize_t>(bytes.size());
  }
  /// The next datagram before `end`; empty if none comes.
  std::span<const std::uint8_t> receive(std::chrono::steady_clock::time_point end) {
    for (;;) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
      if (left.count() <= 0) return {};
      pollfd waiting{descriptor_, POLLIN, 0};
      if (::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) continue;
      const ssize_t n = ::recv(descriptor_, space_.data(), space_.size(), 0);
      if (n > 0) return std::span<const std::uint8_t>(space_).first(static_cast<std::size_t>(n));
      if (n < 0 && errno != EAGAIN && errno != EINTR) return {}; // nobody listens there
    }
  }

 private:
  int descriptor_ = -1;
  std::array<std::uint8_t, longest_datagram> space_{};
};

/// One question to one server.
dns_answer ask(const ip_address& server, const resolver_files& files, const std::string& host, record kind,
               std::chrono::milliseconds patience) {
  const std::uint16_t id = random_id();
  udp_socket socket(server, files.port);
  if (!socket.send(dns_question(id, host, kind))) return {};
  const auto end = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto datagram = socket.receive(end);
    if (datagram.empty()) return {};
    auto answer = read_dns_answer(datagram, id, host, kind);
    if (answer.what != dns_answer::outcome::not_ours) return answer;
  }
}

/// The first answer that says something, of all servers, twice.
dns_answer ask_all(const std::vector<ip_address>& servers, const resolver_files& files,
                   const std::string& host, record kind) {
  dns_answer last;
  for (const int times : {1, 2}) {
    for (const auto& server : servers) {
      last = ask(server, files, host, kind, files.patience * times);
      if (last.what != dns_answer::outcome::not_ours && last.what != dns_answer::outcome::failed) return last;
    }
  }
  return last;
}

} // namespace

std::vector<ip_address> addresses_in(std::string_view hosts_text, std::string_view host) {
  std::vector<ip_address> found;
  while (!hosts_text.empty()) {
    std::string_view line = next_line(hosts_text);
    ip_address address;
    if (!parse_ip(next_word(line), address)) continue;
    for (auto name = next_word(line); !name.empty(); name = next_word(line)) {
      if (!same_name(name, host)) continue;
      found.push_back(address);
      break;
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.is_v6 < b.is_v6; });
  return found;
}

std::vector<ip_address> servers_in(std::string_view resolv_text) {
  std::vector<ip_address> servers;
  while (!resolv_text.empty() && servers.size() < most_servers) {
    std::string_view line = next_line(resolv_text);
    ip_address address;
    if (next_word(line) == "nameserver" && parse_ip(next_word(line), address)) servers.push_back(address);
  }
  if (servers.empty()) servers.push_back({false, {127, 0, 0, 1}});
  return servers;
}

socklen_t to_sockaddr(const ip_address& address, std::uint16_t port, sockaddr_storage& into) {
  if (address.is_v6) {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = static_cast<in_port_t>(port << 8U | port >> 8U);
    std::memcpy(&v6.sin6_addr, address.bytes.data(), 16);
    std::memcpy(&into, &v6, sizeof v6);
    return sizeof v6;
  }
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = static_cast<in_port_t>(port << 8U | port >> 8U);
  std::memcpy(&v4.sin_addr, address.bytes.data(), 4);
  std::memcpy(&into, &v4, sizeof v4);
  return sizeof v4;
}

std::vector<ip_address> resolve_host(const std::string& host, const resolver_files& files) {
  ip_address literal;
  if (parse_ip(host, literal)) return {literal};
  auto known = addresses_in(file_text(files.hosts), host);
  if (!known.empty()) return known;
  if (same_name(host, "localhost")) return {{false, {127, 0, 0, 1}}};

  using enum dns_answer::outcome;
  const auto servers = servers_in(file_text(files.resolv_conf));
  for (const auto kind : {record::a, record::aaaa}) {
    auto answer = ask_all(servers, files, host, kind);
    if (answer.what == found) return std::move(answer.addresses);
    if (answer.what == no_such_host) throw fetch_error("there is no host " + host);
    if (answer.what == not_ours || answer.what == failed) {
      throw fetch_error("no name server knows or answers where " + host + " is",
                        fetch_error::hope::next_time);
    }
  }
  throw fetch_error("the host " + host + " has no address");
}

} // namespace serve::fetch
