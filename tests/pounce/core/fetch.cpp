#include <pounce/core/fetch.hpp>

#include <sys/mman.h>

#include <doctest/doctest.h>

namespace {

int twice(int x) { return 2 * x; }

} // namespace

TEST_SUITE("core/fetch") {
  TEST_CASE("what nobody may read is fetched without harm, as is more than there is") {
    constexpr std::size_t page = 4096;
    void* const closed = ::mmap(nullptr, page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(closed != MAP_FAILED);
    pounce::fetch(closed, 16 * page);
    pounce::fetch(nullptr, 64);
    pounce::fetch_code(&twice, 1 << 20);
    CHECK(::munmap(closed, page) == 0);
    CHECK(twice(21) == 42);
  }
}
