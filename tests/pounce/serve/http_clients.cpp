#include <pounce/serve/http_clients.hpp>

#include <vector>

#include <fcntl.h>

#include <doctest/doctest.h>

using namespace pounce::serving;

namespace {

constexpr std::int64_t second = 1'000'000'000;

limits of_places(std::size_t n) {
  limits bounds;
  bounds.connections = n;
  bounds.body_bytes = 1000;
  bounds.reply_bytes = 1000;
  return bounds;
}

descriptor any_descriptor() { return descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC)); }

} // namespace

TEST_SUITE("http_clients") {
  TEST_CASE("places are given out once, and again when they are free") {
    const limits bounds = of_places(3);
    auto clients = http_clients<>::of(bounds);
    REQUIRE(clients);
    std::vector<http_place<>*> taken;
    for (std::size_t i = 0; i < 3; ++i) {
      auto* const p = clients->unused();
      REQUIRE(p != nullptr);
      clients->take(*p, any_descriptor(), 0, bounds);
      CHECK(clients->index_of(*p) == i);
      CHECK(p->client.room().size() == http_connection_state<>::in_bytes(1000));
      taken.push_back(p);
    }
    CHECK(clients->count() == 3);
    CHECK(clients->all().size() == 3);
    CHECK(clients->unused() == nullptr);
    clients->close(*taken[1]);
    CHECK_FALSE(taken[1]->socket);
    CHECK(clients->count() == 2);
    CHECK(clients->unused() == taken[1]);
  }

  TEST_CASE("the buffers of two clients do not overlap") {
    const limits bounds = of_places(2);
    auto clients = http_clients<>::of(bounds);
    REQUIRE(clients);
    for (int i = 0; i < 2; ++i) clients->take(*clients->unused(), any_descriptor(), 0, bounds);
    const auto first = clients->all()[0].client.room();
    const auto second_room = clients->all()[1].client.room();
    CHECK(first.data() + first.size() <= second_room.data());
  }

  TEST_CASE("the longest idle is the least needed, then the slowest, and nobody who is at work") {
    const limits bounds = of_places(4);
    auto clients = http_clients<>::of(bounds);
    REQUIRE(clients);
    for (int i = 0; i < 4; ++i) clients->take(*clients->unused(), any_descriptor(), 0, bounds);
    const auto all = clients->all();
    all[0].patience.begin(client_phase::body, 5 * second, bounds);
    all[1].patience.begin(client_phase::idle, 4 * second, bounds);
    all[2].patience.begin(client_phase::idle, 3 * second, bounds);
    all[3].patience.begin(client_phase::head, second, bounds);
    CHECK(clients->least_needed(5 * second, bounds) == &all[2]);
    clients->close(all[2]);
    CHECK(clients->least_needed(5 * second, bounds) == &all[1]);
    clients->close(all[1]);
    CHECK(clients->least_needed(5 * second, bounds) == &all[3]);
    clients->close(all[3]);
    CHECK(clients->least_needed(5 * second, bounds) == nullptr);
    CHECK(clients->least_needed(6 * second, bounds) == &all[0]);
  }

  TEST_CASE("without address space there are fewer places, without any there is none") {
    limits bounds = of_places(1U << 20);
#if defined(                                                                                                 \
    __x86_64__) // qemu notes each page of what a process reserves, and has not memory enough for these
    bounds.body_bytes = std::size_t{1} << 36; // a million of these are more than a process can have
    auto fewer = http_clients<>::of(bounds);
    REQUIRE(fewer);
    CHECK(fewer->unused() != nullptr);
#endif
    bounds.body_bytes = std::size_t{1} << 60;
    CHECK_FALSE(http_clients<>::of(bounds));
  }
}
