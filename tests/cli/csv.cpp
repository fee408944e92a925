// cli/csv.cpp -- tests of cli/csv.hpp.
#include <cli/csv.hpp>

#include <cli/message.hpp>
#include <cli/program.hpp>

#include <doctest/doctest.h>

namespace {

using table = std::vector<std::vector<std::string>>;

table records_of(const std::string& text) {
  const support::temporary_folder folder;
  folder.write("t.csv", text);
  cli::csv_reader csv(folder / "t.csv");
  table records;
  while (const auto* cells = csv.next()) records.emplace_back(cells->begin(), cells->end());
  return records;
}

std::string refusal_of(const std::string& text) {
  try {
    records_of(text);
  } catch (const cli::stopped& why) {
    return why.what();
  }
  return "none";
}

} // namespace

TEST_SUITE("cli/csv") {
  TEST_CASE("cells end at commas and records at line ends of both kinds") {
    CHECK(records_of("a,b\n1,2\r\n,\r\n3,4") == table{{"a", "b"}, {"1", "2"}, {"", ""}, {"3", "4"}});
    CHECK(records_of("").empty());
    CHECK(records_of("\xEF\xBB\xBF"
                     "a,b\n") == table{{"a", "b"}});
  }

  TEST_CASE("quoted cells hold commas, line ends and doubled quotes") {
    CHECK(records_of("\"a,b\",\"c\nd\"\r\n\"say \"\"hi\"\"\",\"\"\r\n") ==
          table{{"a,b", "c\nd"}, {"say \"hi\"", ""}});
    CHECK(records_of("a\"b,c") == table{{"a\"b", "c"}}); // a quote within a cell is a quote
  }

  TEST_CASE("blank lines are skipped where records have several cells") {
    CHECK(records_of("a,b\n\n1,2\n\r\n\n") == table{{"a", "b"}, {"1", "2"}});
    CHECK(records_of("a\n\n1\n") == table{{"a"}, {""}, {"1"}});
  }

  TEST_CASE("a quote that is not closed is refused with its line") {
    CHECK(refusal_of("a,b\n1,\"2\n3,4\n") == "line 2: a quote is not closed");
    CHECK(refusal_of("a,b\n\n\"1\"x,2\n") == "line 3: text after a closing quote");
  }

  TEST_CASE("records longer than a piece of the file come whole") {
    const std::string large(700'000, 'x');
    std::string text;
    table expected;
    for (int i = 0; i < 3; ++i) {
      text += "\"" + large + "\"\"\"," + std::to_string(i) + "\n";
      expected.push_back({large + "\"", std::to_string(i)});
    }
    CHECK(records_of(text) == expected);
  }

  TEST_CASE("a cell is quoted where it must be") {
    CHECK(cli::csv_cell("plain text") == "plain text");
    CHECK(cli::csv_cell("") == "\"\"");
    CHECK(cli::csv_cell("a,b") == "\"a,b\"");
    CHECK(cli::csv_cell("say \"hi\"\n") == "\"say \"\"hi\"\"\n\"");
  }
}
