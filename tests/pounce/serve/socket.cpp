#include <pounce/serve/socket.hpp>

#include <array>
#include <string>

#include <doctest/doctest.h>

using namespace pounce::serving;

TEST_SUITE("socket") {
  TEST_CASE("only numbers that are ports are ports") {
    CHECK(port_number("8080") == 8080);
    CHECK(port_number("65535") == 65535);
    for (const char* text : {"", "0", "65536", "abc", "80 ", "-1", "99999999999999999999", "8080x"})
      CHECK_FALSE(port_number(text));
  }

  TEST_CASE("an address is four numbers or localhost, and a port") {
    CHECK(address_of("127.0.0.1:9001"));
    CHECK(address_of("169.254.100.1:9001"));
    CHECK(address_of("localhost:80"));
    for (const char* text : {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "example.com:80", "1.2.3:4",
                             "[::1]:80", ":80", "1.2.3.4.5.6.7.8.9:1"}) {
      CAPTURE(text);
      CHECK_FALSE(address_of(text));
    }
  }

  TEST_CASE("bytes go over a connection, the end is 0, a client that is gone is an error") {
    const auto listener = listen_at(interface::loopback, 0);
    REQUIRE(listener);
    const auto address = address_of("127.0.0.1:" + std::to_string(port_of(listener)));
    REQUIRE(address);
    auto client = connect_to(*address);
    REQUIRE(client);
    descriptor served(::accept(listener.number(), nullptr, nullptr));
    REQUIRE(served);
    CHECK(send(client, "hello") == 5);
    std::array<char, 16> room{};
    CHECK(receive(served, room) == 5);
    client.close();
    CHECK(receive(served, room) == 0);
    bool failed = false; // at the second at the latest: the first is answered by a reset
    for (int i = 0; i < 100 && !failed; ++i) failed = !send(served, "x");
    CHECK(failed);
  }

  TEST_CASE("a port that is taken and a port where no one listens are failures") {
    const auto listener = listen_at(interface::any, 0);
    REQUIRE(listener);
    CHECK_FALSE(listen_at(interface::any, port_of(listener)));
    std::uint16_t port = 0;
    {
      const auto closed = listen_at(interface::loopback, 0);
      port = port_of(closed);
    }
    CHECK_FALSE(connect_to(*address_of("127.0.0.1:" + std::to_string(port))));
  }
}
