// serve/embedded/main.cpp -- the stock function with its model in itself: one file, mapped as the program is.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include <pounce/serve.hpp>

#include <serve/embedded/model_place.hpp>
#include <serve/lost_model.hpp>

// The linker gives it a segment of its own, at the end of the file and above all others (CMakeLists.txt). No compiler
// sees what it holds, for it is not what will be there.
__asm__(".pushsection .pounce_model,\"a\",%progbits\n"
        ".balign 64\n"
        ".globl pounce_model_place\n"
        ".hidden pounce_model_place\n"
        ".type pounce_model_place,%object\n"
        "pounce_model_place:\n"
        ".ascii \"pounce: here follows a model\"\n"
        ".zero 28\n"
        ".quad 0\n"
        ".popsection\n");

extern "C" {
[[gnu::visibility("hidden")]] extern const std::byte pounce_model_place[];
}

int main() {
  serve::end_with_a_word_if_the_model_is_lost();
  if (const char* const named = std::getenv("POUNCE_MODEL")) return pounce::serve(named);
  serve::model_place place;
  std::memcpy(&place, pounce_model_place, sizeof place);
  return pounce::serve(pounce::embedded{{pounce_model_place + sizeof place, std::size_t{place.model_bytes}}});
}
