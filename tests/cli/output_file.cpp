// cli/output_file.cpp -- tests of cli/output_file.hpp.
#include <cli/output_file.hpp>

#include <sys/stat.h>

#include <cli/message.hpp>
#include <cli/program.hpp>

#include <doctest/doctest.h>

namespace {

using names = std::vector<std::string>;

/// The message with which `work` stops.
template <class Work>
std::string message_of(const Work& work) {
  try {
    work();
  } catch (const cli::stopped& why) {
    CHECK(why.code == cli::system_failed);
    return why.place + ": " + why.what();
  }
  return "none";
}

} // namespace

TEST_SUITE("cli/output_file") {
  TEST_CASE("a file has its name only after it was committed") {
    const support::temporary_folder folder;
    {
      cli::output_file file(folder / "a");
      file.write("hello");
      CHECK(folder.names().size() == 1);
      CHECK(folder.names()[0] != "a");
      file.commit();
    }
    CHECK(folder.names() == names{"a"});
    CHECK(folder.read("a") == "hello");
  }

  TEST_CASE("a file that was not committed leaves the old one as it was and nothing beside it") {
    const support::temporary_folder folder;
    folder.write("a", "old");
    cli::output_file(folder / "a").write("new");
    CHECK(folder.names() == names{"a"});
    CHECK(folder.read("a") == "old");
  }

  TEST_CASE("a new file has the usual permissions and an old one keeps its own") {
    const support::temporary_folder folder;
    folder.write("old", "");
    std::filesystem::permissions(folder / "old", std::filesystem::perms(0640));
    const mode_t mask = ::umask(022);
    for (const char* name : {"old", "new"}) cli::output_file(folder / name).commit();
    ::umask(mask);
    CHECK(std::filesystem::status(folder / "old").permissions() == std::filesystem::perms(0640));
    CHECK(std::filesystem::status(folder / "new").permissions() == std::filesystem::perms(0644));
  }

  TEST_CASE("a link stays a link") {
    const support::temporary_folder folder;
    folder.write("real", "old");
    std::filesystem::create_symlink("real", folder / "link");
    cli::output_file file(folder / "link");
    file.write("new");
    file.commit();
    CHECK(std::filesystem::is_symlink(folder / "link"));
    CHECK(folder.read("real") == "new");
  }

  TEST_CASE("a folder that is not there, one that is a file and a name that is a folder are failures") {
    const support::temporary_folder folder;
    folder.write("file", "");
    const auto open = [&](const std::string& name) {
      return message_of([&] { cli::output_file(folder / name); });
    };
    const std::string here = folder.path().string();
    CHECK(open("none/a") == here + "/none/a: No such file or directory");
    CHECK(open("file/a") == here + "/file/a: Not a directory");
    CHECK(message_of([&] { cli::output_file(folder.path()); }) == here + ": Is a directory");
  }

  TEST_CASE("a full device is a failure in its own words") {
    CHECK(message_of([] { cli::output_file("/dev/full").write("text"); }) ==
          "/dev/full: No space left on device");
  }
}
