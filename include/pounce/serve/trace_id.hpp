// pounce/serve/trace_id.hpp -- an environment variable whose value changes in place, as setenv can not.
#pragma once

#include <array>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace pounce::serving {

/// _X_AMZN_TRACE_ID, which a custom runtime must set for each invocation. It is put into the environment once;
/// a setenv would allocate each time.
///
/// Threads   as getenv: not while another thread reads the environment.
/// Lifetime  must outlive every reader of the environment.
class trace_id {
 public:
  trace_id() noexcept {
    std::memcpy(space_.data(), name.data(), name.size());
    in_place_ = ::putenv(space_.data()) == 0;
  }
  trace_id(const trace_id&) = delete;
  trace_id& operator=(const trace_id&) = delete;
  ~trace_id() {
    if (in_place_) ::unsetenv("_X_AMZN_TRACE_ID");
  }

  /// A value that is too long is cut.
  void become(std::string_view value) noexcept {
    value = value.substr(0, space_.size() - name.size() - 1);
    if (!value.empty()) std::memcpy(space_.data() + name.size(), value.data(), value.size());
    space_[name.size() + value.size()] = '\0';
  }

 private:
  static constexpr std::string_view name = "_X_AMZN_TRACE_ID=";

  std::array<char, 1024> space_{};
  bool in_place_ = false;
};

} // namespace pounce::serving
