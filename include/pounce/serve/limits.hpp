// pounce/serve/limits.hpp -- how much a server takes, keeps and waits for.
#pragma once

#include <cstddef>
#include <cstdint>

namespace pounce::serving {

/// AWS Lambda takes and gives 6 MiB; elsewhere as much is a default.
struct limits {
  std::size_t body_bytes = std::size_t{6} << 20;
  std::size_t reply_bytes = std::size_t{6} << 20;
  std::size_t connections = 128;      ///< at once; further clients wait until one is done, idle or slow
  std::int64_t progress_seconds = 30; ///< a request or reply that stands still for as long is given up
  std::int64_t crowded_seconds = 1;   ///< the same while another client waits for a place
  std::int64_t least_bytes_per_second = 500; ///< of a body or a reply, in the long run
  std::int64_t idle_seconds =
      650; ///< Google's load balancers keep a connection for 600 and must be the first to close
  std::int64_t stop_seconds = 8; ///< Google Cloud kills 10 seconds after it asked to stop
};

} // namespace pounce::serving
