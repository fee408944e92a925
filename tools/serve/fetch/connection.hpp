// serve/fetch/connection.hpp -- bytes to and from a host, in clear or under TLS.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <serve/fetch/resolver.hpp>
#include <serve/fetch/tls_session.hpp>
#include <serve/fetch/url.hpp>

namespace serve::fetch {

struct connection_options {
  std::string ca_file;                      // PEM; empty: where the distributions keep theirs
  std::chrono::milliseconds patience{5000}; // for a connection, and then for each next piece
  std::chrono::seconds limit{300};          // for a whole reply
  resolver_files resolver;
};

/// One connection, closed when it dies.
class connection {
 public:
  /// Resolves, connects and, for https, shakes hands: the certificate must be signed by an authority of ca_file, be
  /// for this host, and be valid now.
  ///
  /// Errors  fetch_error.
  connection(const url& to, const connection_options& how);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  void write(std::string_view text);
  /// The next bytes, at least one; 0 when the other side has closed.
  std::size_t read(std::span<std::byte> into);

 private:
  void close();

  int descriptor_ = -1;
  std::unique_ptr<tls_session> tls_; // none in clear
};

} // namespace serve::fetch
