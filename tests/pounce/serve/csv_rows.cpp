#include <pounce/serve/csv_rows.hpp>

#include <string>

#include <support/served_model.hpp>

#include <doctest/doctest.h>

using support::served_model;
using support::told;

namespace {
bool has(const told& t, int status, std::string_view part) {
  return t.status == status && t.text.find(part) != std::string::npos;
}
} // namespace

TEST_SUITE("csv_rows") {
  TEST_CASE("rows of numbers need no header") {
    served_model m("tree");
    CHECK(m.ask("5.1,3.5,1.4,0.2\n6,3,5,2\n", "text/csv") == told{200, "[0,2]"});
    CHECK(m.ask("5.1,3.5,1.4,0.2\r\n6,3,5,2", "text/csv") == told{200, "[0,2]"});
    CHECK(m.ask("5.1,3.5,1.4,0.2\n\n\"6\", 3 ,5,2\n", "text/csv;header=absent") == told{200, "[0,2]"});
    CHECK(m.ask("", "text/csv") == told{200, "[]"});
  }

  TEST_CASE("a header names the columns in any order, others are ignored") {
    served_model m("tree");
    CHECK(m.ask("x3,note,x2,x1,x0\n0.2,hello,1.4,3.5,5.1\n", "text/csv") == told{200, "[0]"});
    CHECK(m.ask("a,b,c,d\n5.1,3.5,1.4,0.2\n", "text/csv;header=present") == told{200, "[0]"});
  }

  TEST_CASE("a header that is unclear, short or doubled is refused") {
    served_model m("tree");
    CHECK(has(m.ask("a,b,c,d\n5.1,3.5,1.4,0.2\n", "text/csv"), 422, "unclear_header"));
    CHECK(has(m.ask("x0,x1,x2\n1,2,3\n", "text/csv"), 422,
              R"("code":"missing_name","message":"the header lacks a column of the model","feature":"x3")"));
    CHECK(has(m.ask("x0,x1,x2,x3,x1\n1,2,3,4,5\n", "text/csv"), 422, "duplicate_name"));
  }

  TEST_CASE("wrong widths, words and quotes are refused where they stand") {
    served_model m("tree");
    CHECK(has(m.ask("1,2,3,4\n1,2,3\n", "text/csv"), 422,
              R"(byte 8: a row has the wrong number of features: 3 where 4 are wanted","row":1)"));
    CHECK(has(m.ask("1,2,3,4,5\n", "text/csv"), 422, "5 where 4 are wanted"));
    CHECK(has(m.ask("1,2,3,\n", "text/csv"), 422, "missing_refused"));
    CHECK(has(m.ask("1,2,3,", "text/csv"), 422, "missing_refused"));
    CHECK(has(m.ask("1,2,3,4\n1,2,x,4\n", "text/csv"), 422, R"("code":"not_a_category")"));
    CHECK(has(m.ask("1,2,3,\"4\n", "text/csv"), 400, "a quote is not closed"));
    CHECK(has(m.ask("1,2,3,\"4\"x\n", "text/csv"), 400, "text after a closing quote"));
    CHECK(has(m.ask("1,2,3\"\",4\n", "text/csv"), 400, "bad_csv"));
    CHECK(has(m.ask("1,2,\xff,4\n", "text/csv"), 400, "byte 4: not UTF-8"));
  }

  TEST_CASE("categories are texts, doubled quotes one") {
    served_model m("categories");
    std::string header;
    std::string row;
    for (std::size_t f = 0; f < m.model().features(); ++f) {
      const auto& p = m.model().contents();
      const auto& feature = p.features[f];
      header += (f == 0 ? "" : ",") + std::string(m.model().feature_name(f));
      const bool category = feature.label_count != 0;
      row += (f == 0 ? "" : ",") +
             (category ? "\"" + std::string(p.text_at(p.labels[feature.first_label].text)) + "\""
                       : std::string("1"));
    }
    const auto answered = m.ask(header + "\n" + row + "\n", "text/csv");
    CHECK(answered.status == 200);
    CHECK((answered.text == R"(["bad"])" || answered.text == R"(["good"])"));
    std::string quoted = "a,\"b\"\"c\"\n";
    pounce::serving::csv_cells<> cells(quoted);
    CHECK(cells.next() == nullptr);
    CHECK(cells.next() == nullptr);
    CHECK(cells.cell() == "b\"c");
    CHECK(cells.last_of_line());
    CHECK(cells.at_end());
  }
}
