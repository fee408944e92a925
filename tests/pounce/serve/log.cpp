#include <pounce/serve/log.hpp>

#include <string>

#include <fcntl.h>

#include <doctest/doctest.h>

TEST_SUITE("log") {
  TEST_CASE("all of a long text goes out, and a closed end is told, not a signal's death") {
    int ends[2];
    REQUIRE(::pipe2(ends, O_NONBLOCK) == 0);
    CHECK(pounce::serving::write_all(ends[1], "hello"));
    char back[16];
    CHECK(::read(ends[0], back, sizeof back) == 5);
    CHECK_FALSE(pounce::serving::write_all(ends[1], std::string(1 << 20, 'x'))); // full, and no one reads
    ::close(ends[0]);
    ::close(ends[1]);
    CHECK_FALSE(pounce::serving::write_all(-1, "x"));
  }

  TEST_CASE("a line of log is JSON whatever is said, and never endless") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const int kept = ::dup(2);
    REQUIRE(::dup2(ends[1], 2) == 2);
    pounce::serving::log_error("a\n\"b\"" + std::string(5000, '\x01'));
    REQUIRE(::dup2(kept, 2) == 2);
    ::close(kept);
    std::string line(16384, '\0');
    line.resize(static_cast<std::size_t>(::read(ends[0], line.data(), line.size())));
    ::close(ends[0]);
    ::close(ends[1]);
    CHECK(line.starts_with(R"({"severity":"ERROR","level":"ERROR","message":"a\n\"b\"\u0001)"));
    CHECK(line.ends_with("\"}\n"));
    CHECK(line.size() < 8192);
    CHECK(line.find('\n') == line.size() - 1);
  }
}
