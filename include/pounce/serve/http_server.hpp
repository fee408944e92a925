// pounce/serve/http_server.hpp -- many clients, one thread: an event loop over connections made beforehand.
#pragma once

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <pounce/core/arch.hpp>
#include <pounce/core/bytes.hpp>
#include <pounce/serve/http_connection.hpp>
#include <pounce/serve/json_answers.hpp>
#include <pounce/serve/limits.hpp>
#include <pounce/serve/reservation.hpp>
#include <pounce/serve/socket.hpp>

namespace pounce::serving {

/// Serves HTTP/1.1 on a socket that listens. Memory is reserved when it is made: a slot a connection.
template <class Arch = default_arch>
class http_server {
 public:
  /// Takes a socket that listens. With too little address space there are fewer connections, at least one.
  ///
  /// Errors  not_mapped.
  static result<http_server> on(descriptor listener, const limits& bounds = {}) noexcept {
    for (std::size_t n = std::max<std::size_t>(bounds.connections, 1); n != 0; n /= 2) {
      auto memory = reservation::of<Arch>(layout(bounds, n).bytes());
      if (memory) return http_server(std::move(listener), bounds, n, std::move(*memory));
    }
    return errc::not_mapped;
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
    while (!(stopping_ && active_ == 0)) {
      const int n = ::epoll_wait(events_.number(), ready.data(), static_cast<int>(ready.size()),
                                 active_ == 0 && listening_ ? -1 : 1000);
      if (n < 0 && errno != EINTR) return 1;
      now_ns_ = monotonic_ns<Arch>();
      for (int i = 0; i < n; ++i) {
        const auto& e = ready[static_cast<std::size_t>(i)];
        if (e.data.u64 == of_listener) {
          accept_one();
        } else if (e.data.u64 == of_stop) {
          if (!begin_to_stop()) return 0;
        } else {
          serve(slots()[e.data.u64]);
        }
      }
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

  struct slot {
    descriptor socket;
    http_connection_state<Arch> client;
    std::int64_t since_ns = 0; // of the last progress
    std::uint32_t watched = 0;
    bool lingers = false; // all is said; the client's last words are thrown away
  };

  /// Where things lie in the reserved memory.
  struct layout {
    layout(const limits& bounds, std::size_t n) noexcept
        : count(n),
          in(align_up(http_connection_state<Arch>::in_bytes(bounds.body_bytes), reservation::page_bytes)),
          out(align_up(http_connection_state<Arch>::out_bytes(bounds.reply_bytes), reservation::page_bytes)),
          slots(align_up(n * sizeof(slot), reservation::page_bytes)) {}
    std::size_t bytes() const noexcept { return slots + count * (in + out); }
    std::size_t count;
    std::size_t in;
    std::size_t out;
    std::size_t slots;
  };

  http_server(descriptor listener, const limits& bounds, std::size_t count, reservation memory) noexcept
      : listener_(std::move(listener)), memory_(std::move(memory)), bounds_(bounds), where_(bounds, count) {}

 public:
  http_server(http_server&&) noexcept = default;
  http_server(const http_server&) = delete;
  http_server& operator=(const http_server&) = delete;
  http_server& operator=(http_server&&) = delete;
  ~http_server() {
    for (std::size_t i = 0; memory_.mapped() && i < used_; ++i) std::destroy_at(&slots()[i]);
  }

 private:
  slot* slots() const noexcept { return static_cast<slot*>(static_cast<void*>(memory_.bytes().data())); }
  std::span<std::byte> buffers(std::size_t i) const noexcept {
    return memory_.bytes().subspan(where_.slots + i * (where_.in + where_.out), where_.in + where_.out);
  }

  bool watch(int what, int fd, std::uint32_t events, std::uint64_t tag) const noexcept {
    epoll_event e{};
    e.events = events;
    e.data.u64 = tag;
    return ::epoll_ctl(events_.number(), what, fd, &e) == 0;
  }

  /// The client that has asked nothing for the longest, if one is between requests.
  slot* longest_idle() const noexcept {
    slot* oldest = nullptr;
    for (std::size_t i = 0; i < used_; ++i) {
      slot& s = slots()[i];
      const bool idle = s.socket && s.client.idle() && !s.lingers;
      if (idle && (oldest == nullptr || s.since_ns < oldest->since_ns)) oldest = &s;
    }
    return oldest;
  }

  /// A slot that no client has: one given back, a new one, or that of the longest idle client.
  slot* free_slot() noexcept {
    for (std::size_t i = 0; active_ < used_ && i < used_; ++i) {
      if (!slots()[i].socket) return &slots()[i];
    }
    if (used_ < where_.count) return std::construct_at(&slots()[used_++]);
    slot* const oldest = longest_idle();
    if (oldest != nullptr) close(*oldest);
    return oldest;
  }

  void listen(bool now) noexcept {
    if (stopping_ || listening_ == now) return;
    if (watch(EPOLL_CTL_MOD, listener_.number(), now ? std::uint32_t{EPOLLIN} : 0, of_listener))
      listening_ = now;
  }

  void accept_one() noexcept {
    slot* const s = free_slot();
    if (s == nullptr) return listen(false); // clients wait in the system's queue until a slot is free
    descriptor accepted(::accept4(listener_.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!accepted) {
      if (errno != EMFILE && errno != ENFILE && errno != ENOBUFS && errno != ENOMEM) return;
      slot* const oldest = longest_idle(); // whose descriptor the new client gets
      return oldest != nullptr ? close(*oldest) : listen(false);
    }
    const auto i = static_cast<std::size_t>(s - slots());
    if (!watch(EPOLL_CTL_ADD, accepted.number(), EPOLLIN, i)) return;
    const auto text = as_text(buffers(i));
    s->client = http_connection_state<Arch>(
        text.first(http_connection_state<Arch>::in_bytes(bounds_.body_bytes)),
        text.subspan(where_.in, http_connection_state<Arch>::out_bytes(bounds_.reply_bytes)));
    s->socket = std::move(accepted);
    s->since_ns = now_ns_;
    s->watched = EPOLLIN;
    s->lingers = false;
    ++active_;
  }

  void close(slot& s) noexcept {
    if (!s.socket) return;
    s.socket.close();
    --active_;
    give_back(s);
    listen(true);
  }

  /// Memory that a large request touched goes back to the system.
  void give_back(slot& s) noexcept {
    constexpr std::size_t kept = std::size_t{1} << 18;
    if (s.client.touched() <= kept) return;
    const auto all = buffers(static_cast<std::size_t>(&s - slots()));
    ::madvise(all.data(), all.size(), MADV_DONTNEED);
    s.client.forget_touched();
  }

  void serve(slot& s) noexcept {
    if (!s.socket) return; // closed by an event before
    if (s.lingers) return linger(s);
    if (!s.client.in_head()) s.since_ns = now_ns_; // a head has its time in all, however slowly it trickles
    const auto room = s.client.room();
    if (!room.empty()) {
      const auto n = receive<Arch>(s.socket, room);
      if (n && *n != 0) {
        s.client.received(*n, *answer_);
      } else if (n || errno != EAGAIN) {
        return close(s);
      }
    }
    flush(s);
  }

  void flush(slot& s) noexcept {
    for (unsigned turns = 0; !s.client.pending().empty(); ++turns) {
      if (turns == most_turns) return want(s, EPOLLOUT); // the others have theirs first
      const auto n = send<Arch>(s.socket, s.client.pending());
      if (!n && errno == EAGAIN) return want(s, EPOLLOUT);
      if (!n) return close(s);
      s.client.sent(*n, *answer_);
    }
    if (s.client.closing()) {
      if (!s.client.unread()) return close(s);
      // A close would reset the connection while bytes are unread, and the client would lose the reply.
      ::shutdown(s.socket.number(), SHUT_WR);
      s.lingers = true;
    } else if (s.client.idle()) {
      give_back(s);
      if (stopping_) return close(s);
    }
    want(s, EPOLLIN);
  }

  void linger(slot& s) noexcept {
    char thrown_away[4096];
    const auto n = receive<Arch>(s.socket, thrown_away);
    if ((n && *n == 0) || (!n && errno != EAGAIN)) close(s);
  }

  void want(slot& s, std::uint32_t events) noexcept {
    if (s.watched == events) return;
    s.watched = events;
    if (!watch(EPOLL_CTL_MOD, s.socket.number(), events, static_cast<std::uint64_t>(&s - slots()))) close(s);
  }

  void check_times() noexcept {
    checked_ns_ = now_ns_;
    listen(true); // descriptors may be free again
    for (std::size_t i = 0; i < used_; ++i) {
      slot& s = slots()[i];
      if (!s.socket) continue;
      const bool idle = s.client.idle();
      const auto seconds = s.lingers ? 2 : idle ? bounds_.idle_seconds : bounds_.progress_seconds;
      if (now_ns_ - s.since_ns < seconds * second_ns) continue;
      const bool sending = !s.client.pending().empty();
      if (s.lingers || idle || sending) {
        close(s);
      } else {
        s.client.time_out();
        flush(s);
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
    for (std::size_t i = 0; i < used_; ++i) {
      slot& s = slots()[i];
      if (!s.socket) continue;
      s.client.finish();
      if (s.client.idle()) close(s);
    }
    return true;
  }

  descriptor listener_;
  descriptor events_;
  reservation memory_;
  limits bounds_;
  layout where_;
  const basic_answerer<Arch>* answer_ = nullptr;
  int stop_ = -1;
  std::size_t used_ = 0;   // slots that were made
  std::size_t active_ = 0; // slots that have a client
  std::int64_t now_ns_ = 0;
  std::int64_t checked_ns_ = 0;
  std::int64_t stop_by_ns_ = 0;
  bool listening_ = true;
  bool stopping_ = false;
};

} // namespace pounce::serving
