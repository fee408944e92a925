// pounce/serve/http_server.hpp -- many clients, one thread: an event loop over connections made beforehand.
#pragma once

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <pounce/core/arch.hpp>
#include <pounce/serve/http_clients.hpp>
#include <pounce/serve/http_connection.hpp>
#include <pounce/serve/http_patience.hpp>
#include <pounce/serve/json_answers.hpp>
#include <pounce/serve/limits.hpp>
#include <pounce/serve/socket.hpp>

namespace pounce::serving {

/// Serves HTTP/1.1 on a socket that listens. Memory is reserved when it is made: a place a client.
template <class Arch = default_arch>
class http_server {
 public:
  /// Takes a socket that listens. With too little address space there are fewer places for clients, at least one.
  ///
  /// Errors  not_mapped.
  static result<http_server> on(descriptor listener, const limits& bounds = {}) noexcept {
    auto clients = http_clients<Arch>::of(bounds);
    if (!clients) return clients.error();
    return http_server(std::move(listener), bounds, std::move(*clients));
  }

  std::uint16_t port() const noexcept { return port_of<Arch>(listener_); }

  /// Serves until `stop` can be read, then finishes what has begun, for a while. A second stop ends at once. Returns
  /// 0, or 1 if the system fails.
  int run(const basic_answerer<Arch>& answer, int stop) noexcept {
    answer_ = &answer;
    stop_ = stop;
    events_ = descriptor(::epoll_create1(EPOLL_CLOEXEC));
    if (!events_ || !watch(EPOLL_CTL_ADD, listener_.number(), EPOLLIN, of_listener)) return 1;
    if (stop >= 0 && !watch(EPOLL_CTL_ADD, stop, EPOLLIN, of_stop)) return 1;
    std::array<epoll_event, 64> ready{};
    while (!(stopping_ && clients_.count() == 0)) {
      const int patience_ms = !listening_ ? tenth_ns / 1'000'000 : clients_.count() == 0 ? -1 : 1000;
      const int n = ::epoll_wait(events_.number(), ready.data(), static_cast<int>(ready.size()), patience_ms);
      if (n < 0 && errno != EINTR) return 1;
      forgive(std::exchange(now_ns_, monotonic_ns<Arch>()));
      for (int i = 0; i < n; ++i) {
        const auto& e = ready[static_cast<std::size_t>(i)];
        if (e.data.u64 == of_listener) {
          accept_one();
        } else if (e.data.u64 == of_stop) {
          if (!begin_to_stop()) return 0;
        } else {
          serve(clients_.all()[e.data.u64]);
        }
      }
      if (!listening_ && now_ns_ - called_ns_ >= tenth_ns) call_again();
      if (now_ns_ - checked_ns_ >= second_ns) check_times();
      if (stopping_ && now_ns_ > stop_by_ns_) return 0;
    }
    return 0;
  }

 private:
  static constexpr std::uint64_t of_listener = ~std::uint64_t{0};
  static constexpr std::uint64_t of_stop = of_listener - 1;
  static constexpr unsigned most_turns = 32; // of a client that sends many requests ahead
  static constexpr std::int64_t second_ns = 1'000'000'000;
  static constexpr int tenth_ns = 100'000'000;

  using place = http_place<Arch>;

  http_server(descriptor listener, const limits& bounds, http_clients<Arch> clients) noexcept
      : listener_(std::move(listener)), clients_(std::move(clients)), bounds_(bounds) {}

  bool watch(int what, int fd, std::uint32_t events, std::uint64_t tag) const noexcept {
    epoll_event e{};
    e.events = events;
    e.data.u64 = tag;
    return ::epoll_ctl(events_.number(), what, fd, &e) == 0;
  }

  /// Closes a client's connection for another's sake; tells it so if it was sending.
  void put_out(place& p) noexcept {
    if (p.client.pending().empty() && !p.client.idle() && !p.lingers()) {
      p.client.time_out();
      static_cast<void>(send<Arch>(p.socket, p.client.pending()));
    }
    close(p);
  }

  /// A place that no client has, or that of the least needed one.
  place* free_place() noexcept {
    if (place* const unused = clients_.unused(); unused != nullptr) return unused;
    place* const one = clients_.least_needed(now_ns_, bounds_);
    if (one != nullptr) put_out(*one);
    return one;
  }

  void listen(bool now) noexcept {
    if (stopping_ || listening_ == now) return;
    if (watch(EPOLL_CTL_MOD, listener_.number(), now ? std::uint32_t{EPOLLIN} : 0, of_listener))
      listening_ = now;
  }

  void accept_one() noexcept {
    place* const p = free_place();
    if (p == nullptr) return listen(false); // clients wait in the system's queue until a place is free
    descriptor accepted(::accept4(listener_.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!accepted) {
      if (errno != EMFILE && errno != ENFILE && errno != ENOBUFS && errno != ENOMEM) return;
      place* const one = clients_.least_needed(now_ns_, bounds_); // whose descriptor the new client gets
      return one != nullptr ? put_out(*one) : listen(false);
    }
    if (!watch(EPOLL_CTL_ADD, accepted.number(), EPOLLIN, clients_.index_of(*p))) return;
    clients_.take(*p, std::move(accepted), now_ns_, bounds_);
    p->watched = EPOLLIN;
  }

  void close(place& p) noexcept {
    if (!p.socket) return;
    clients_.close(p);
    listen(true);
  }

  void serve(place& p) noexcept {
    if (!p.socket) return; // closed by an event before
    if (p.lingers()) return linger(p);
    const auto replies = p.client.replies();
    std::size_t moved = 0;
    const auto room = p.client.room();
    if (!room.empty()) {
      const auto n = receive<Arch>(p.socket, room);
      if (n && *n != 0) {
        moved = *n;
        p.client.received(*n, *answer_);
      } else if (n || errno != EAGAIN) {
        return close(p);
      }
    }
    moved += flush(p);
    if (!p.socket || p.lingers()) return;
    const client_phase phase = phase_of(p.client);
    if (phase != p.patience.phase() || replies != p.client.replies()) {
      p.patience.begin(phase, now_ns_, bounds_);
    } else {
      p.patience.earn(moved, now_ns_, bounds_);
    }
  }

  static client_phase phase_of(const http_connection_state<Arch>& client) noexcept {
    if (client.idle()) return client.replies() == 0 ? client_phase::arrived : client_phase::idle;
    if (!client.pending().empty()) return client_phase::answer;
    return client.in_body() ? client_phase::body : client_phase::head;
  }

  /// Sends what is to be sent, as far as the client takes it: so many bytes.
  std::size_t flush(place& p) noexcept {
    std::size_t gone = 0;
    for (unsigned turns = 0; !p.client.pending().empty(); ++turns) {
      if (turns == most_turns) return wait(p, EPOLLOUT, gone); // the others have theirs first
      const auto n = send<Arch>(p.socket, p.client.pending());
      if (!n && errno == EAGAIN) return wait(p, EPOLLOUT, gone);
      if (!n) {
        close(p);
        return gone;
      }
      gone += *n;
      p.client.sent(*n, *answer_);
    }
    if (p.client.closing()) {
      if (!p.client.unread()) {
        close(p);
        return gone;
      }
      // A close would reset the connection while bytes are unread, and the client would lose the reply.
      ::shutdown(p.socket.number(), SHUT_WR);
      p.patience.begin(client_phase::lingers, now_ns_, bounds_);
    } else if (p.client.idle()) {
      clients_.give_back(p);
      if (stopping_) close(p);
    }
    return wait(p, EPOLLIN, gone);
  }

  void linger(place& p) noexcept {
    char thrown_away[4096];
    const auto n = receive<Arch>(p.socket, thrown_away);
    if ((n && *n == 0) || (!n && errno != EAGAIN)) close(p);
  }

  std::size_t wait(place& p, std::uint32_t events, std::size_t gone) noexcept {
    if (!p.socket || p.watched == events) return gone;
    p.watched = events;
    if (!watch(EPOLL_CTL_MOD, p.socket.number(), events, clients_.index_of(p))) close(p);
    return gone;
  }

  /// While the process was frozen, or long at one request, the clients could not go on: that time is not theirs.
  void forgive(std::int64_t before_ns) noexcept {
    const std::int64_t took_ns = now_ns_ - before_ns; // it waits for them a second at a time
    if (took_ns < second_ns + second_ns / 10) return;
    for (place& p : clients_.all()) p.patience.forgive(took_ns);
  }

  /// Those who wait may come if a client has become slow, or a descriptor free, meanwhile.
  void call_again() noexcept {
    called_ns_ = now_ns_;
    listen(true);
  }

  void check_times() noexcept {
    checked_ns_ = now_ns_;
    for (place& p : clients_.all()) {
      if (!p.socket || !p.patience.is_over(now_ns_)) continue;
      if (p.lingers() || p.client.idle() || !p.client.pending().empty()) {
        close(p);
      } else {
        p.client.time_out();
        flush(p);
      }
    }
  }

  /// False if it is the second time.
  bool begin_to_stop() noexcept {
    char thrown_away[128];
    while (::read(stop_, thrown_away, sizeof thrown_away) < 0 && errno == EINTR) {
    }
    if (stopping_) return false;
    stopping_ = true;
    stop_by_ns_ = now_ns_ + bounds_.stop_seconds * second_ns;
    listener_.close();
    for (place& p : clients_.all()) {
      if (!p.socket) continue;
      p.client.finish();
      if (p.client.idle()) close(p);
    }
    return true;
  }

  descriptor listener_;
  descriptor events_;
  http_clients<Arch> clients_;
  limits bounds_;
  const basic_answerer<Arch>* answer_ = nullptr;
  int stop_ = -1;
  std::int64_t now_ns_ = 0;
  std::int64_t checked_ns_ = 0;
  std::int64_t called_ns_ = 0;
  std::int64_t stop_by_ns_ = 0;
  bool listening_ = true;
  bool stopping_ = false;
};

} // namespace pounce::serving
