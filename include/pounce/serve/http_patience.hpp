// pounce/serve/http_patience.hpp -- how long a client is waited for: by what it does, and how fast.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <pounce/core/arch.hpp>
#include <pounce/serve/limits.hpp>

namespace pounce::serving {

enum class client_phase : std::uint8_t {
  arrived, ///< has said nothing yet
  idle,    ///< between requests
  head,    ///< sends the head of a request
  body,    ///< sends the body
  answer,  ///< receives a reply
  lingers, ///< all is said; its last words are thrown away
};

/// A client's time. It begins with what the client does, and bytes of a body or a reply give some of it back: standing
/// still ends it, and so does dripping more slowly than `least_bytes_per_second`. A head has its time in all.
class http_patience {
 public:
  void begin(client_phase phase, std::int64_t now_ns, const limits& bounds) noexcept {
    phase_ = phase;
    given_ns_ = seconds(phase, bounds) * second_ns;
    due_ns_ = now_ns + given_ns_;
  }

  /// The client has moved `bytes` on.
  void earn(std::size_t bytes, std::int64_t now_ns, const limits& bounds) noexcept {
    if (phase_ != client_phase::body && phase_ != client_phase::answer) return;
    constexpr std::size_t enough = std::size_t{1} << 30;
    const auto per_byte = second_ns / std::max<std::int64_t>(bounds.least_bytes_per_second, 1);
    const auto earned = static_cast<std::int64_t>(std::min(bytes, enough)) * per_byte;
    due_ns_ = std::min(now_ns + given_ns_, due_ns_ + earned);
  }

  /// Time in which the server itself stood still is not the client's.
  void forgive(std::int64_t lost_ns) noexcept { due_ns_ += lost_ns; }

  client_phase phase() const noexcept { return phase_; }
  bool is_over(std::int64_t now_ns) const noexcept { return now_ns >= due_ns_; }
  std::int64_t due_ns() const noexcept { return due_ns_; }
  /// Whether another that waits for a place may have this client's: at once if it is between requests, soon if it
  /// only just came and is silent, else when it has used up more time than anyone at work does.
  bool may_be_put_out(std::int64_t now_ns, const limits& bounds) const noexcept {
    if (phase_ == client_phase::idle) return true;
    const std::int64_t patience_ns = bounds.crowded_seconds * second_ns;
    const std::int64_t used_ns = now_ns - (due_ns_ - given_ns_);
    return used_ns >= (phase_ == client_phase::arrived ? patience_ns / 10 : patience_ns);
  }

 private:
  static constexpr std::int64_t second_ns = 1'000'000'000;

  static std::int64_t seconds(client_phase phase, const limits& bounds) noexcept {
    if (phase == client_phase::idle || phase == client_phase::arrived) return bounds.idle_seconds;
    return phase == client_phase::lingers ? 2 : bounds.progress_seconds;
  }

  std::int64_t due_ns_ = 0;
  std::int64_t given_ns_ = 0; // in full
  client_phase phase_ = client_phase::arrived;
};

} // namespace pounce::serving
