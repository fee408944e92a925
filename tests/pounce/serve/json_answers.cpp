#include <pounce/serve/json_answers.hpp>

#include <string>

#include <support/served_model.hpp>

#include <doctest/doctest.h>

using support::model_bytes;
using support::served_model;
using support::told;

TEST_SUITE("json_answers") {
  TEST_CASE("labels keep the trainer's type: whole numbers, truths, numbers and texts") {
    using pounce::format::label_kind;
    using pounce::format::section_kind;
    const std::pair<label_kind, std::string> kinds[] = {{label_kind::integer, "0"},
                                                        {label_kind::boolean, "false"},
                                                        {label_kind::real, "0"},
                                                        {label_kind::text, "\"0\""}};
    for (const auto& [kind, text] : kinds) {
      model_bytes file("tree");
      for (std::size_t i = 0; i < 3; ++i) {
        const std::size_t label = file.element(section_kind::labels, i);
        file.put(label + 4, kind);
      }
      const auto m = pounce::model::open(pounce::byte_span(file.bytes()));
      REQUIRE(m);
      std::vector<double> memory(pounce::serving::workspace_bytes(*m, 4096) / 8);
      pounce::serving::model_service<> service(*m, 4096, std::as_writable_bytes(std::span(memory)));
      std::string body = R"({"data":[[5.1,3.5,1.4,0.2]]})";
      pounce::serving::request asked;
      asked.body = body;
      char space[256];
      pounce::serving::reply to(space);
      service(asked, to);
      CHECK(to.body.text() == "[" + text + "]");
    }
  }

  TEST_CASE("several targets and columns are arrays within the row") {
    served_model m("vector_leaves");
    const auto t = m.ask(R"({"data":[)" + m.row() + R"(],"outputs":["proba"]})");
    CHECK(t.status == 200);
    CHECK(t.text.starts_with(R"({"proba":[[)"));
    CHECK(m.ask(R"({"instances":)" + m.row() + R"(,"outputs":"proba"})")
              .text.starts_with(R"({"predictions":[{"proba":[)"));
  }

  TEST_CASE("time goes forward") {
    const auto before = pounce::serving::monotonic_ns();
    CHECK(before <= pounce::serving::monotonic_ns());
  }
}
