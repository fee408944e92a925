// cli/inspect.cpp -- pounce inspect and pounce bench: what they say about a model.
#include <cli/program.hpp>

#include <doctest/doctest.h>

using support::temporary_folder;

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const std::string tree = support::test_file("golden/valid/tree.pounce");
const std::string categories = support::test_file("golden/valid/categories.pounce");

} // namespace

TEST_SUITE("cli/inspect") {
  TEST_CASE("a model's inputs, answers, steps, sections and origin are shown") {
    const temporary_folder folder;
    const auto made = folder.pounce({"inspect", tree});
    CHECK(made.code == 0);
    CHECK(made.err == "");
    CHECK(made.out.starts_with(tree + ": " + std::to_string(std::filesystem::file_size(tree)) +
                               " bytes, format 1."));
    for (const char* part : {"\ncontent id ", "\nclass ", "\ninputs ", "\nanswers ", "predict", "\nsteps ",
                             "forest", "\nsections ", "ABOU", "\nmemory ", "\ntest rows "}) {
      CAPTURE(part);
      CHECK(holds(made.out, part));
    }
    CHECK(holds(folder.pounce({"inspect", categories}).out, " category, "));
  }

  TEST_CASE("the same for programs is JSON") {
    const auto made = temporary_folder().pounce({"inspect", "-", "--json"}, support::text_of_file(tree));
    CHECK(made.code == 0);
    CHECK(made.out.starts_with("{\"file\": \"standard input\", \"bytes\": "));
    CHECK(made.out.ends_with("}\n"));
    CHECK(holds(made.out, "\"role\": \"predict\""));
  }

  TEST_CASE("an answer that can not be printed is the system's failure") {
    const auto made = temporary_folder().pounce({"inspect", tree}, {}, "/dev/full");
    CHECK(made.code == 3);
    CHECK(made.err == "pounce: standard output: No space left on device\n");
  }
}

TEST_SUITE("cli/bench") {
  TEST_CASE("a benchmark shows times, faults and that nothing is allocated") {
    const temporary_folder folder;
    const auto made = folder.pounce({"bench", tree});
    CHECK(made.code == 0);
    CHECK(made.err == "");
    for (const char* part : {"\nopen ", "\nfirst prediction ", "\nwarm prediction ", " page fault",
                             "\nallocations ", "0 to open, 0 in "}) {
      CAPTURE(part);
      CHECK(holds(made.out, part));
    }
    const auto json = folder.pounce({"bench", tree, "--json"});
    CHECK(json.code == 0);
    CHECK(holds(json.out, "\"open_allocations\": 0, \"predict_allocations\": 0}"));
  }
}
