// serve/lost_model.hpp -- a model whose file can not be read any more, in the middle of a prediction.
#pragma once

#include <csignal>
#include <string_view>

#include <unistd.h>

namespace serve {

namespace detail {

extern "C" inline void model_is_lost(int) {
  constexpr std::string_view text =
      R"({"severity":"CRITICAL","level":"FATAL","message":"the model's file can not be read any more: it was cut )"
      R"(short under its mapping, or its storage failed"})"
      "\n";
  static_cast<void>(!::write(2, text.data(), text.size()));
  ::_exit(70);
}

} // namespace detail

/// A mapped file that was cut short, or a storage that fails when a page is read, raises SIGBUS where the model reads
/// it. From now on that ends the process with a word and code 70, and the platform starts a new one.
inline void end_with_a_word_if_the_model_is_lost() {
  struct sigaction lost {};
  lost.sa_handler = detail::model_is_lost;
  ::sigaction(SIGBUS, &lost, nullptr);
}

} // namespace serve
