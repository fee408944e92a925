#include <pounce/io/mapped_file.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include <unistd.h>

#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

using pounce::errc;
using pounce::io::mapped_file;

namespace {

/// A file that is gone at the end of the test.
class temporary_file {
 public:
  explicit temporary_file(std::size_t bytes) {
    const int fd = ::mkstemp(path_);
    const std::string content(bytes, 'x');
    REQUIRE(::write(fd, content.data(), content.size()) == static_cast<ssize_t>(bytes));
    ::close(fd);
  }
  ~temporary_file() { ::unlink(path_); }
  const char* path() const { return path_; }

 private:
  char path_[32] = "/tmp/pounce-test-XXXXXX";
};

} // namespace

TEST_SUITE("io/mapped_file") {
TEST_CASE("a mapped file has the file's bytes, begins at 64 KiB, and zeros follow it") {
  for (const std::size_t size : {1U, 63U, 4096U, 4097U, 70000U}) {
    CAPTURE(size);
    const temporary_file file(size);
    const auto mapped = mapped_file::open(file.path());
    REQUIRE(mapped);
    CHECK(mapped->bytes().size() == size);
    CHECK(reinterpret_cast<std::uintptr_t>(mapped->bytes().data()) % mapped_file::alignment == 0);
    const std::byte* const first = mapped->bytes().data();
    CHECK(first[0] == std::byte{'x'});
    CHECK(first[size - 1] == std::byte{'x'});
    for (std::size_t i = size; i < 2 * size + mapped_file::slack; i += 61) REQUIRE(first[i] == std::byte{0});
  }
}

TEST_CASE("a mapping moves and is given back once") {
  const temporary_file file(10);
  auto mapped = mapped_file::open(file.path());
  REQUIRE(mapped);
  mapped_file moved = *std::move(mapped);
  mapped_file again = std::move(moved);
  CHECK(again.bytes().size() == 10);
}

TEST_CASE("a file that can not be had is told apart from one that can not be used") {
  CHECK(mapped_file::open("/nowhere/model.pounce").error().code == errc::not_found);
  CHECK(mapped_file::open("/").error().code == errc::not_readable);
  CHECK(mapped_file::open("/dev/null").error().code == errc::not_readable);
  const temporary_file empty(0);
  CHECK(mapped_file::open(empty.path()).error().code == errc::too_short);
}
}
