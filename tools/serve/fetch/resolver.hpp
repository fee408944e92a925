// serve/fetch/resolver.hpp -- host names to addresses without the C library's resolver.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <netinet/in.h>
#include <sys/socket.h>

#include <serve/fetch/dns_message.hpp>

namespace serve::fetch {

/// Where a resolver finds what it needs; tests have their own.
struct resolver_files {
  std::string hosts = "/etc/hosts";
  std::string resolv_conf = "/etc/resolv.conf";
  std::uint16_t port = 53;
  std::chrono::milliseconds patience{1500}; // for one answer; twice as long the second time
};

/// The addresses of a host, those of version 4 first: a literal address, /etc/hosts, then the name servers of
/// resolv.conf over UDP; its search list is not followed. A static program has no other way: the C library's getaddrinfo loads libraries of the
/// version it was linked with.
///
/// Errors  fetch_error: no such host; no answer, which may pass.
std::vector<ip_address> resolve_host(const std::string& host, const resolver_files& files);

/// The addresses that a hosts file gives a name.
std::vector<ip_address> addresses_in(std::string_view hosts_text, std::string_view host);

/// The name servers of a resolv.conf, at most three; 127.0.0.1 if it names none.
std::vector<ip_address> servers_in(std::string_view resolv_text);

/// As the system's calls take it; its length.
socklen_t to_sockaddr(const ip_address& address, std::uint16_t port, sockaddr_storage& into);

} // namespace serve::fetch
