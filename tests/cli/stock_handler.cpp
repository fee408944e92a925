// cli/stock_handler.cpp -- the handlers are found beside the program, in a build as in an installation.
#include <cli/program.hpp>

#include <support/elf_file.hpp>

#include <doctest/doctest.h>

using support::temporary_folder;

namespace {

const std::string tree = support::test_file("golden/valid/tree.pounce");

} // namespace

TEST_SUITE("cli/stock_handler") {
  TEST_CASE("an installed program takes the handler of the machine from its own installation") {
    const temporary_folder folder;
    std::filesystem::create_directories(folder / "usr/bin");
    std::filesystem::create_directories(folder / "usr/libexec/pounce/arm64");
    std::filesystem::copy_file(POUNCE_PROGRAM, folder / "usr/bin/pounce");
    support::elf_file arm;
    arm.header.e_machine = EM_AARCH64;
    folder.write("usr/libexec/pounce/arm64/handler", arm.text());
    arm.data += "fetching";
    folder.write("usr/libexec/pounce/arm64/fetch", arm.text());
    const auto package = [&](const std::string& model, const std::string& machine, const std::string& out) {
      return support::run_in(folder.path(), {"usr/bin/pounce", "package", model, "--for", "aws-lambda",
                                             "--arch", machine, "-o", out});
    };
    CHECK(package(tree, "arm64", "a").code == 0);
    CHECK(folder.read("a/bootstrap") == folder.read("usr/libexec/pounce/arm64/handler"));
    CHECK(package("gs://bucket/m.pounce", "arm64", "b").code == 0);
    CHECK(folder.read("b/bootstrap") == folder.read("usr/libexec/pounce/arm64/fetch"));

    // A build of another machine beside this one's, as CMake's presets lay them out.
    std::filesystem::create_directories(folder / "arm64/libexec/pounce/arm64");
    std::filesystem::rename(folder / "usr/libexec/pounce/arm64/fetch",
                            folder / "arm64/libexec/pounce/arm64/fetch");
    CHECK(package("gs://bucket/m.pounce", "arm64", "d").code == 0);
    CHECK(folder.read("d/bootstrap") == folder.read("b/bootstrap"));

    const auto missing = package(tree, "x86_64", "c");
    CHECK(missing.code == 3);
    CHECK(missing.err ==
          "pounce: " + (folder / "usr/libexec/pounce/x86_64/handler").string() +
              ": no such file: pounce was built without the handler for x86_64; name your own with "
              "--handler\n");
    std::filesystem::remove(folder / "arm64/libexec/pounce/arm64/fetch");
    const auto fetching = package("gs://bucket/m.pounce", "arm64", "e");
    CHECK(fetching.code == 3);
    CHECK(fetching.err ==
          "pounce: " + (folder / "usr/libexec/pounce/arm64/fetch").string() +
              ": no such file: pounce was built without the handler for arm64 that fetches its "
              "model (the model's own file can be packaged); build it with "
              "tools/dev/arm64_handlers.sh, or name your own with --handler\n");
  }

  TEST_CASE("a program that was built takes the handler that was built with it") {
    const temporary_folder folder;
    const auto made = folder.pounce({"package", tree, "--for", "aws-lambda", "-o", "f"});
    // Handlers under a sanitizer are no static programs, and refused as such.
    if (made.code == 1 && made.err.find("dynamically linked") != std::string::npos) return;
    CHECK(made.code == 0);
    CHECK(made.err.starts_with("f: bootstrap ("));
  }
}
