// cli/embed.cpp -- pounce embed: a header that several translation units include, with both compilers.
#include <cli/program.hpp>

#include <doctest/doctest.h>

using support::temporary_folder;
using names = std::vector<std::string>;

namespace {

const std::string tree = support::test_file("golden/valid/tree.pounce");

constexpr const char* first_unit = R"(#include <cstdio>
#include "made/model_data.hpp"
const void* other_bytes();
int main() {
  const auto embedded = model_data::model();
  if (static_cast<const void*>(embedded.bytes.data()) != other_bytes()) return 2;
  const auto model = pounce::model::open(embedded);
  if (!model || model->id() != model_data::id || !model->self_test()) return 1;
  std::printf("%zu bytes\n", embedded.bytes.size());
}
)";
constexpr const char* second_unit = R"(#include <model_data.hpp>
const void* other_bytes() { return model_data::model().bytes.data(); }
)";

bool is_installed(const std::string& compiler) {
  return support::run_in("/", {"sh", "-c", "command -v " + compiler}).code == 0;
}

} // namespace

TEST_SUITE("cli/embed") {
  TEST_CASE("a header places the model in the program once, with both compilers") {
    const temporary_folder folder;
    std::filesystem::create_directory(folder / "made");
    const auto made = folder.pounce({"embed", tree, "-o", "made/model_data.hpp"});
    const auto bytes = std::to_string(std::filesystem::file_size(tree)) + " bytes";
    CHECK(made.code == 0);
    CHECK(made.err ==
          "made/model_data.hpp: namespace model_data, " + bytes + " in made/model_data.hpp.pounce\n");
    folder.write("first.cpp", first_unit);
    folder.write("second.cpp", second_unit);
    for (const std::string compiler : {"g++", "clang++-14"}) {
      if (!is_installed(compiler)) continue;
      for (const std::string flags :
           {"-fPIE -pie", "-O1 -fno-pie -no-pie -ffunction-sections -Wl,--gc-sections"}) {
        CAPTURE(compiler);
        CAPTURE(flags);
        const auto compiled = support::run_in(
            folder.path(), {"sh", "-c",
                            compiler + " -std=c++20 -Wall -Wextra -Wpedantic -Werror " + flags +
                                " -Imade -I" POUNCE_INCLUDE " first.cpp second.cpp -o program"});
        CHECK(compiled.err == "");
        REQUIRE(compiled.code == 0);
        const auto ran = support::run_in(folder.path(), {"./program"});
        CHECK(ran.code == 0);
        CHECK(ran.out == bytes + "\n");
      }
    }
  }

  TEST_CASE("the namespace is the header's name, or what --symbol says") {
    const temporary_folder folder;
    CHECK(folder.pounce({"embed", tree, "-o", "2nd-model.v1.hpp"})
              .err.starts_with("2nd-model.v1.hpp: namespace model_2nd_model, "));
    CHECK(folder.pounce({"embed", tree, "-o", "a.hpp", "--symbol", "credit"})
              .err.starts_with("a.hpp: namespace credit, "));
    const auto wrong = folder.pounce({"embed", tree, "-o", "a.hpp", "--symbol", "a b"});
    CHECK(wrong.code == 2);
    CHECK(wrong.err == "pounce: `a b` is no name for a namespace\n");
  }

  TEST_CASE("only a sound model is placed, and nothing is left of another") {
    const temporary_folder folder;
    std::string bytes = support::text_of_file(tree);
    bytes[bytes.size() - 1] = static_cast<char>(bytes.back() ^ 1);
    folder.write("m.pounce", bytes);
    const auto made = folder.pounce({"embed", "m.pounce", "-o", "m.hpp"});
    CHECK(made.code == 1);
    CHECK(made.err.find("the checksum does not match: damaged bytes\n") != std::string::npos);
    CHECK(folder.names() == names{"m.pounce"});
  }
}
