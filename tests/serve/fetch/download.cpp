// serve/fetch/download.cpp -- memory that nobody can change, files that appear whole.
#include <serve/fetch/download.hpp>

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

#include <cli/program.hpp>
#include <serve/fetch/fetch_error.hpp>

#include <doctest/doctest.h>

using serve::fetch::download;

namespace {

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

} // namespace

TEST_SUITE("serve/fetch/download") {
  const std::string hello = "hello";
  const std::string longer = "something longer";

  TEST_CASE("memory has a path and can not be changed any more") {
    auto into = download::into_memory();
    into.write(bytes_of(longer));
    into.rewind();
    into.write(bytes_of(hello));
    CHECK(support::text_of_file(into.path_so_far()) == hello);
    const std::string path = into.finish();
    CHECK(path.starts_with("/proc/self/fd/"));
    CHECK(support::text_of_file(path) == hello);
    const int again = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (again >= 0) { // the system may refuse to open it, or else to write to it
      CHECK(::write(again, "x", 1) == -1);
      CHECK(errno == EPERM);
      CHECK(::ftruncate(again, 0) == -1);
      ::close(again);
    }
  }

  TEST_CASE("a file has its name when it is finished, and leaves nothing when it is not") {
    const support::temporary_folder folder;
    {
      auto into = download::into_file(folder / "m");
      into.write(bytes_of(hello));
      CHECK(folder.names().size() == 1);
      CHECK(folder.names()[0] != "m");
    }
    CHECK(folder.names().empty());
    auto into = download::into_file(folder / "m");
    into.write(bytes_of(hello));
    CHECK(into.finish() == folder / "m");
    CHECK(folder.names() == std::vector<std::string>{"m"});
    CHECK(folder.read("m") == hello);
    CHECK_THROWS_AS(download::into_file(folder / "none/m"), serve::fetch::fetch_error);
  }
}
