// serve/handler/main.cpp -- the stock function: the model beside the program, served on whichever cloud this is.
#include <bit>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include <sys/auxv.h>
#include <unistd.h>

#include <pounce/serve.hpp>

namespace {

/// A model that is cut short or overwritten while it is mapped raises SIGBUS where it is read. The platform starts
/// a new process.
extern "C" void model_is_gone(int) {
  constexpr std::string_view text =
      R"({"severity":"CRITICAL","level":"FATAL","message":"the model's file was changed under its mapping"})"
      "\n";
  static_cast<void>(!::write(2, text.data(), text.size()));
  ::_exit(70);
}

/// "model.pounce" in the folder that `path` ends in, or in the working directory.
class model_beside {
 public:
  explicit model_beside(std::string_view program) noexcept {
    const auto slash = program.rfind('/');
    pounce::serving::text_writer path(space_);
    if (slash != std::string_view::npos) path.put(program.substr(0, slash + 1));
    path.put("model.pounce").put('\0');
    if (path.full()) space_[0] = '\0'; // no file has that name
  }
  const char* path() const noexcept { return space_; }

 private:
  char space_[4096];
};

} // namespace

int main() {
  struct sigaction gone {};
  gone.sa_handler = model_is_gone;
  ::sigaction(SIGBUS, &gone, nullptr);
  if (const char* const named = std::getenv("POUNCE_MODEL")) return pounce::serve(named);
  // The name that the program was started by, as the kernel saw it: Lambda's is $LAMBDA_TASK_ROOT/bootstrap.
  const auto* const program = std::bit_cast<const char*>(::getauxval(AT_EXECFN));
  return pounce::serve(model_beside(program == nullptr ? "" : program).path());
}
