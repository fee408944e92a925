// pounce/serve/http_clients.hpp -- places for clients, made beforehand, and whose place another may have.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

#include <sys/mman.h>

#include <pounce/core/arch.hpp>
#include <pounce/core/bytes.hpp>
#include <pounce/core/result.hpp>
#include <pounce/serve/http_connection.hpp>
#include <pounce/serve/http_patience.hpp>
#include <pounce/serve/limits.hpp>
#include <pounce/serve/reservation.hpp>
#include <pounce/serve/socket.hpp>

namespace pounce::serving {

/// One client's place. Its buffers are its own for as long as the places are.
template <class Arch = default_arch>
struct http_place {
  descriptor socket;
  http_connection_state<Arch> client;
  http_patience patience;
  std::uint32_t watched = 0; // the events that the server waits for

  bool lingers() const noexcept { return patience.phase() == client_phase::lingers; }
};

/// Places side by side in memory that is reserved once; move-only.
template <class Arch = default_arch>
class http_clients {
 public:
  using place = http_place<Arch>;

  /// With too little address space there are fewer places, at least one.
  ///
  /// Errors  not_mapped.
  static result<http_clients> of(const limits& bounds) noexcept {
    if (std::max(bounds.body_bytes, bounds.reply_bytes) > largest_bytes) return errc::not_mapped;
    for (std::size_t n = std::clamp<std::size_t>(bounds.connections, 1, most_places); n != 0; n /= 2) {
      auto memory = reservation::of<Arch>(layout(bounds, n).bytes());
      if (memory) return http_clients(bounds, n, std::move(*memory));
    }
    return errc::not_mapped;
  }

  http_clients(http_clients&&) noexcept = default;
  http_clients(const http_clients&) = delete;
  http_clients& operator=(const http_clients&) = delete;
  http_clients& operator=(http_clients&&) = delete;
  ~http_clients() {
    for (std::size_t i = 0; memory_.mapped() && i < used_; ++i) std::destroy_at(&places()[i]);
  }

  /// How many clients there are.
  std::size_t count() const noexcept { return count_; }
  /// All places that ever had a client.
  std::span<place> all() const noexcept { return {places(), used_}; }
  std::size_t index_of(const place& p) const noexcept { return static_cast<std::size_t>(&p - places()); }

  /// A place that no client has; null if all are taken.
  place* unused() noexcept {
    for (std::size_t i = 0; count_ < used_ && i < used_; ++i) {
      if (!places()[i].socket) return &places()[i];
    }
    return used_ < where_.count ? std::construct_at(&places()[used_++]) : nullptr;
  }

  /// Whose place another may have: the client that has asked nothing for the longest, if one is between requests, else
  /// the slowest, if one is slow; null if all are at work.
  place* least_needed(std::int64_t now_ns, const limits& bounds) const noexcept {
    place* chosen = nullptr;
    for (place& p : all()) {
      if (!p.socket || !p.patience.may_be_put_out(now_ns, bounds)) continue;
      if (chosen == nullptr || is_less_needed(p.patience, chosen->patience)) chosen = &p;
    }
    return chosen;
  }

  /// A client takes a place that has none.
  void take(place& p, descriptor socket, std::int64_t now_ns, const limits& bounds) noexcept {
    const auto text = as_text(buffers(p));
    p.client = http_connection_state<Arch>(
        text.first(http_connection_state<Arch>::in_bytes(bounds.body_bytes)),
        text.subspan(where_.in, http_connection_state<Arch>::out_bytes(bounds.reply_bytes)));
    p.socket = std::move(socket);
    p.patience.begin(client_phase::arrived, now_ns, bounds);
    ++count_;
  }
  void close(place& p) noexcept {
    p.socket.close();
    --count_;
    give_back(p);
  }

  /// Memory that a large request touched goes back to the system.
  void give_back(place& p) noexcept {
    constexpr std::size_t kept = std::size_t{1} << 18;
    if (p.client.touched() <= kept) return;
    const auto memory = buffers(p);
    ::madvise(memory.data(), memory.size(), MADV_DONTNEED);
    p.client.forget_touched();
  }

 private:
  // No machine has as much, and their product is still a number.
  static constexpr std::size_t largest_bytes = std::size_t{1} << 44;
  static constexpr std::size_t most_places = std::size_t{1} << 16;

  /// Where things lie in the reserved memory.
  struct layout {
    layout(const limits& bounds, std::size_t n) noexcept
        : count(n),
          in(align_up(http_connection_state<Arch>::in_bytes(bounds.body_bytes), reservation::page_bytes)),
          out(align_up(http_connection_state<Arch>::out_bytes(bounds.reply_bytes), reservation::page_bytes)),
          places(align_up(n * sizeof(place), reservation::page_bytes)) {}
    std::size_t bytes() const noexcept { return places + count * (in + out); }
    std::size_t count;
    std::size_t in;
    std::size_t out;
    std::size_t places;
  };

  http_clients(const limits& bounds, std::size_t count, reservation memory) noexcept
      : memory_(std::move(memory)), where_(bounds, count) {}

  static bool is_less_needed(const http_patience& a, const http_patience& b) noexcept {
    const bool a_idle = a.phase() == client_phase::idle;
    const bool b_idle = b.phase() == client_phase::idle;
    return a_idle == b_idle ? a.due_ns() < b.due_ns() : a_idle;
  }

  place* places() const noexcept { return static_cast<place*>(static_cast<void*>(memory_.bytes().data())); }
  std::span<std::byte> buffers(const place& p) const noexcept {
    return memory_.bytes().subspan(where_.places + index_of(p) * (where_.in + where_.out),
                                   where_.in + where_.out);
  }

  reservation memory_;
  layout where_;
  std::size_t used_ = 0;  // places that were made
  std::size_t count_ = 0; // of them that have a client
};

} // namespace pounce::serving
