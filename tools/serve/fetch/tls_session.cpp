// serve/fetch/tls_session.cpp -- mbedtls set up so that nothing unverified passes.
#include <serve/fetch/tls_session.hpp>

#include <array>
#include <cerrno>

#include <sys/socket.h>
#include <unistd.h>

#include <mbedtls/error.h>
#include <mbedtls/net_sockets.h>

#include <serve/fetch/fetch_error.hpp>

namespace serve::fetch {

namespace {

/// Debian and Ubuntu, Amazon Linux, Alpine.
constexpr std::array<const char*, 3> usual_ca_files{"/etc/ssl/certs/ca-certificates.crt",
                                                    "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"};

int send_to_socket(void* descriptor, const unsigned char* bytes, std::size_t n) {
  const ssize_t sent = ::send(*static_cast<int*>(descriptor), bytes, n, MSG_NOSIGNAL);
  if (sent >= 0) return static_cast<int>(sent);
  if (errno == EINTR) return MBEDTLS_ERR_SSL_WANT_WRITE;
  return errno == EAGAIN ? MBEDTLS_ERR_SSL_TIMEOUT : MBEDTLS_ERR_NET_SEND_FAILED;
}

int receive_from_socket(void* descriptor, unsigned char* bytes, std::size_t n) {
  const ssize_t got = ::recv(*static_cast<int*>(descriptor), bytes, n, 0);
  if (got >= 0) return static_cast<int>(got);
  if (errno == EINTR) return MBEDTLS_ERR_SSL_WANT_READ;
  return errno == EAGAIN ? MBEDTLS_ERR_SSL_TIMEOUT : MBEDTLS_ERR_NET_RECV_FAILED;
}

std::string text_of(int error) {
  std::array<char, 160> text{};
  ::mbedtls_strerror(error, text.data(), text.size());
  return text.data();
}

[[noreturn]] void fail(int error) {
  if (error == MBEDTLS_ERR_SSL_TIMEOUT) {
    throw fetch_error("the server says nothing any more", fetch_error::hope::next_time);
  }
  throw fetch_error("TLS: " + text_of(error), fetch_error::hope::next_time);
}

/// The first reason for which a certificate is refused.
std::string refusal_text(std::uint32_t flags) {
  struct reason {
    std::uint32_t flag;
    const char* text;
  };
  static constexpr reason reasons[] = {
      {MBEDTLS_X509_BADCERT_EXPIRED, "it has expired"},
      {MBEDTLS_X509_BADCERT_FUTURE, "it is not valid yet"},
      {MBEDTLS_X509_BADCERT_CN_MISMATCH, "it is for another host"},
      {MBEDTLS_X509_BADCERT_NOT_TRUSTED, "no known authority has signed it"},
      {MBEDTLS_X509_BADCERT_REVOKED, "it has been revoked"},
      {MBEDTLS_X509_BADCERT_BAD_MD, "it is signed with a weak hash"},
      {MBEDTLS_X509_BADCERT_BAD_PK, "it is signed with a weak kind of key"},
      {MBEDTLS_X509_BADCERT_BAD_KEY, "its key is weak"},
  };
  for (const auto& r : reasons) {
    if ((flags & r.flag) != 0) return r.text;
  }
  return "it does not pass the checks";
}

} // namespace

tls_session::contexts::contexts() {
  ::mbedtls_entropy_init(&entropy);
  ::mbedtls_ctr_drbg_init(&random);
  ::mbedtls_x509_crt_init(&authorities);
  ::mbedtls_ssl_config_init(&settings);
  ::mbedtls_ssl_init(&session);
}

tls_session::contexts::~contexts() {
  ::mbedtls_ssl_free(&session);
  ::mbedtls_ssl_config_free(&settings);
  ::mbedtls_x509_crt_free(&authorities);
  ::mbedtls_ctr_drbg_free(&random);
  ::mbedtls_entropy_free(&entropy);
}

tls_session::tls_session(int descriptor, const std::string& host, const std::string& ca_file)
    : descriptor_(descriptor) {
  load_authorities(ca_file);
  int error = ::mbedtls_ctr_drbg_seed(&c_.random, ::mbedtls_entropy_func, &c_.entropy, nullptr, 0);
  if (error == 0) {
    error = ::mbedtls_ssl_config_defaults(&c_.settings, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
                                          MBEDTLS_SSL_PRESET_DEFAULT);
  }
  if (error != 0) fail(error);
  ::mbedtls_ssl_conf_authmode(&c_.settings, MBEDTLS_SSL_VERIFY_REQUIRED);
  ::mbedtls_ssl_conf_ca_chain(&c_.settings, &c_.authorities, nullptr);
  ::mbedtls_ssl_conf_rng(&c_.settings, ::mbedtls_ctr_drbg_random, &c_.random);
  ::mbedtls_ssl_conf_min_version(&c_.settings, MBEDTLS_SSL_MAJOR_VERSION_3,
                                 MBEDTLS_SSL_MINOR_VERSION_3); // TLS 1.2
  error = ::mbedtls_ssl_setup(&c_.session, &c_.settings);
  if (error == 0) error = ::mbedtls_ssl_set_hostname(&c_.session, host.c_str());
  if (error != 0) fail(error);
  ::mbedtls_ssl_set_bio(&c_.session, &descriptor_, send_to_socket, receive_from_socket, nullptr);
  shake_hands();
}

tls_session::~tls_session() { ::mbedtls_ssl_close_notify(&c_.session); }

void tls_session::load_authorities(const std::string& ca_file) {
  std::string chosen = ca_file;
  for (const char* const path : usual_ca_files) {
    if (chosen.empty() && ::access(path, R_OK) == 0) chosen = path;
  }
  if (chosen.empty()) {
    throw fetch_error("this machine has no file of certificate authorities: name one in POUNCE_CA_FILE");
  }
  // Positive: so many of the certificates could not be read, as in any large file; the others stand.
  const int outcome = ::mbedtls_x509_crt_parse_file(&c_.authorities, chosen.c_str());
  if (outcome < 0 || c_.authorities.raw.p == nullptr) {
    throw fetch_error("no certificate authorities in " + chosen +
                      (outcome < 0 ? ": " + text_of(outcome) : std::string()));
  }
}

void tls_session::shake_hands() {
  for (;;) {
    const int outcome = ::mbedtls_ssl_handshake(&c_.session);
    if (outcome == 0) return;
    if (outcome == MBEDTLS_ERR_SSL_WANT_READ || outcome == MBEDTLS_ERR_SSL_WANT_WRITE) continue;
    if (outcome == MBEDTLS_ERR_X509_CERT_VERIFY_FAILED) {
      throw fetch_error("the server's certificate is refused: " +
                        refusal_text(::mbedtls_ssl_get_verify_result(&c_.session)));
    }
    fail(outcome);
  }
}

void tls_session::write(std::string_view text) {
  while (!text.empty()) {
    const int n = ::mbedtls_ssl_write(
        &c_.session, static_cast<const unsigned char*>(static_cast<const void*>(text.data())), text.size());
    if (n == MBEDTLS_ERR_SSL_WANT_READ || n == MBEDTLS_ERR_SSL_WANT_WRITE) continue;
    if (n < 0) fail(n);
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::size_t tls_session::read(std::span<std::byte> into) {
  for (;;) {
    const int n = ::mbedtls_ssl_read(
        &c_.session, static_cast<unsigned char*>(static_cast<void*>(into.data())), into.size());
    if (n > 0) return static_cast<std::size_t>(n);
    if (n == MBEDTLS_ERR_SSL_WANT_READ || n == MBEDTLS_ERR_SSL_WANT_WRITE) continue;
    if (n == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY) return 0;
    if (n == 0) throw fetch_error("the connection was cut", fetch_error::hope::next_time);
    fail(n);
  }
}

} // namespace serve::fetch
