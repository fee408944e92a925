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
  TEST_CASE("a benchmark shows a function's life, its faults and memory, and that nothing is allocated") {
    const temporary_folder folder;
    const auto made = folder.pounce({"bench", tree});
    CHECK(made.code == 0);
    CHECK(made.err == "");
    for (const char* part : {"\nexec to main ", "\nopen ", "\nfirst prediction ", "\nexec to answer ",
                             "\nexec to end ", "\nwarm prediction ", " page fault", " of processor time",
                             " MB of memory\n", "\nallocations ", "0 to open, 0 in ", "\nto be deployed "}) {
      CAPTURE(part);
      CHECK(holds(made.out, part));
    }
  }

  TEST_CASE("a life in figures adds up: what is inside of it takes no longer than all of it") {
    const temporary_folder folder;
    const auto made = folder.pounce({"bench", tree, "--json"});
    REQUIRE(made.code == 0);
    CHECK(holds(made.out, "\"open_allocations\": 0, \"predict_allocations\": 0}"));
    const auto number = [&](const std::string& key) {
      const auto at = made.out.find("\"" + key + "\": ");
      REQUIRE(at != std::string::npos);
      return std::stod(made.out.substr(at + key.size() + 4));
    };
    CHECK(number("start_us") > 0);
    CHECK(number("open_us") > 0);
    CHECK(number("answer_us") > number("start_us"));
    CHECK(number("answer_us") > number("open_us"));
    CHECK(number("process_us") > number("answer_us"));
    CHECK(number("process_p99_us") >= number("process_us"));
    CHECK(number("processor_us") > 0);
    CHECK(number("start_page_faults") > 0);
    CHECK(number("peak_bytes") >= 65536);
    CHECK(number("handler_bytes") > 65536);
    CHECK(number("processes") >= 5);
  }

  TEST_CASE("without the program to measure in, a benchmark says what is missing") {
    const temporary_folder folder;
    std::filesystem::create_directories(folder / "usr/bin");
    std::filesystem::copy_file(POUNCE_PROGRAM, folder / "usr/bin/pounce");
    const auto made = support::run_in(folder.path(), {"usr/bin/pounce", "bench", tree});
    CHECK(made.code == 3);
    CHECK(made.out == "");
    CHECK(holds(made.err,
                "cold_start: no such file: pounce was built without the program in which cold starts"));
  }
}
