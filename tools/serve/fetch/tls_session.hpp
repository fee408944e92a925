// serve/fetch/tls_session.hpp -- TLS 1.2 over a socket, by mbedtls.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509_crt.h>

namespace serve::fetch {

/// Looks at a socket with time limits that someone else closes.
class tls_session {
 public:
  /// Errors  fetch_error: no authorities, a certificate that is refused (with the reason), no common ground.
  tls_session(int descriptor, const std::string& host, const std::string& ca_file);
  ~tls_session();
  tls_session(const tls_session&) = delete;
  tls_session& operator=(const tls_session&) = delete;

  void write(std::string_view text);
  /// 0 when the other side has said that it ends. A connection that just ends is an error: someone may have cut it.
  std::size_t read(std::span<std::byte> into);

 private:
  void load_authorities(const std::string& ca_file);
  void shake_hands();

  /// What mbedtls wants freed, also when a constructor fails.
  struct contexts {
    contexts();
    ~contexts();
    contexts(const contexts&) = delete;
    contexts& operator=(const contexts&) = delete;

    mbedtls_entropy_context entropy{};
    mbedtls_ctr_drbg_context random{};
    mbedtls_x509_crt authorities{};
    mbedtls_ssl_config settings{};
    mbedtls_ssl_context session{};
  };

  int descriptor_;
  contexts c_;
};

} // namespace serve::fetch
