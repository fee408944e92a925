// serve/handler/main.cpp -- the stock function: the model beside the program, served on whichever cloud this is.
#include <bit>
#include <cstdlib>
#include <string_view>

#include <sys/auxv.h>

#include <pounce/serve.hpp>

#include <serve/lost_model.hpp>

namespace {

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
  serve::end_with_a_word_if_the_model_is_lost();
  if (const char* const named = std::getenv("POUNCE_MODEL")) return pounce::serve(named);
  // The name that the program was started by, as the kernel saw it: Lambda's is $LAMBDA_TASK_ROOT/bootstrap.
  const auto* const program = std::bit_cast<const char*>(::getauxval(AT_EXECFN));
  return pounce::serve(model_beside(program == nullptr ? "" : program).path());
}
