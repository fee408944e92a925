// serve/fetch/local_server.hpp -- servers on this machine that say what a test tells them to.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace support {

/// Takes one request a connection, gives what `answer` says to it and closes.
class local_server {
 public:
  explicit local_server(std::function<std::string(const std::string& request)> answer);
  ~local_server();
  local_server(const local_server&) = delete;
  local_server& operator=(const local_server&) = delete;

  std::uint16_t port() const { return port_; }
  std::string address() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// All requests so far.
  std::vector<std::string> requests() const;

 private:
  void run();

  std::function<std::string(const std::string&)> answer_;
  int descriptor_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex guard_;
  std::vector<std::string> requests_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

/// The same for datagrams.
class local_datagrams {
 public:
  using bytes = std::vector<std::uint8_t>;
  /// An empty answer is none.
  explicit local_datagrams(std::function<std::vector<bytes>(const bytes& question)> answer);
  ~local_datagrams();
  local_datagrams(const local_datagrams&) = delete;
  local_datagrams& operator=(const local_datagrams&) = delete;

  std::uint16_t port() const { return port_; }
  int questions() const { return questions_; }

 private:
  void run();

  std::function<std::vector<bytes>(const bytes&)> answer_;
  int descriptor_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> questions_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

/// "HTTP/1.1 200 OK", a length and the body.
std::string ok(const std::string& body);
/// A reply with that status line and a body.
std::string reply(const std::string& status, const std::string& body = {}, const std::string& fields = {});

} // namespace support
