#include <pounce/io/mapped_file.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include <sys/resource.h>
#include <sys/wait.h>
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

/// What opening `path` fails with in a process of its own that has been `hampered`; 255 if it opens.
template <class Hamper>
int code_in_child(const char* path, const Hamper& hamper) {
  const pid_t child = ::fork();
  if (child == 0) {
    hamper();
    const auto mapped = mapped_file::open(path);
    ::_exit(mapped ? 255 : static_cast<int>(mapped.error().code));
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WEXITSTATUS(status);
}

} // namespace

TEST_SUITE("io/mapped_file") {
  TEST_CASE("a mapped file has the file's bytes, at a whole page") {
    for (const std::size_t size : {1U, 63U, 4096U, 4097U, 70000U}) {
      CAPTURE(size);
      const temporary_file file(size);
      const auto mapped = mapped_file::open(file.path());
      REQUIRE(mapped);
      const pounce::byte_span bytes = mapped->bytes();
      CHECK(bytes.size() == size);
      CHECK(reinterpret_cast<std::uintptr_t>(bytes.data()) % 4096 == 0);
      CHECK(std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte{'x'}; }));
    }
  }

  TEST_CASE("zeros follow a guarded file") {
    for (const std::size_t size : {1U, 63U, 4096U, 4097U, 70000U}) {
      CAPTURE(size);
      const temporary_file file(size);
      auto mapped = mapped_file::open(file.path());
      REQUIRE(mapped);
      REQUIRE(mapped->guard());
      CHECK(mapped->bytes().size() == size);
      const std::byte* const first = mapped->bytes().data();
      CHECK(first[0] == std::byte{'x'});
      CHECK(first[size - 1] == std::byte{'x'});
      for (std::size_t i = size; i < 2 * size + mapped_file::slack; i += 61)
        REQUIRE(first[i] == std::byte{0});
      const mapped_file moved = *std::move(mapped);
      CHECK(moved.bytes()[size - 1] == std::byte{'x'});
    }
  }

  TEST_CASE("a guard that can not be had leaves the file as it was") {
    const temporary_file file(70000);
    const int code = code_in_child(file.path(), [&file] {
      auto mapped = mapped_file::open(file.path());
      if (!mapped) ::_exit(252);
      const rlimit none{4096, 4096};
      ::setrlimit(RLIMIT_AS, &none);
      const auto guarded = mapped->guard();
      const bool whole = mapped->bytes().size() == 70000 && mapped->bytes()[69999] == std::byte{'x'};
      if (guarded) ::_exit(253); // an emulator maps what it likes
      ::_exit(whole ? static_cast<int>(guarded.error().code) : 251);
    });
    if (code != 253) CHECK(code == static_cast<int>(errc::not_mapped));
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

  TEST_CASE("a file that the user may not read is not permitted") {
    const temporary_file file(10); // mode 0600
    const auto become_nobody = [] {
      if (::setuid(65534) != 0) ::_exit(254);
    };
    if (::getuid() == 0)
      CHECK(code_in_child(file.path(), become_nobody) == static_cast<int>(errc::not_permitted));
  }

  TEST_CASE("a process without address space left can not map the file") {
    const temporary_file file(70000);
    const auto take_address_space = [] {
      const rlimit none{4096, 4096};
      ::setrlimit(RLIMIT_AS, &none);
      // An emulator maps what it likes: there the limit can not be tried.
      if (::mmap(nullptr, 1U << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
        ::_exit(253);
    };
    const int code = code_in_child(file.path(), take_address_space);
    if (code != 253) CHECK(code == static_cast<int>(errc::not_mapped));
  }
}
