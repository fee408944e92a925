#include <pounce/serve/model_service.hpp>

#include <string>

#include <support/served_model.hpp>

#include <doctest/doctest.h>

using pounce::serving::request;
using support::served_model;
using support::told;

namespace {

bool has(const told& t, int status, std::string_view part) {
  return t.status == status && t.text.find(part) != std::string::npos;
}
constexpr const char* iris = "[5.1,3.5,1.4,0.2]";

std::string data(const std::string& rows) { return R"({"data":)" + rows + "}"; }

} // namespace

TEST_SUITE("model_service") {
  TEST_CASE("rows, or one row, are answered by an array of predictions") {
    served_model m("tree");
    CHECK(m.ask(data("[[5.1,3.5,1.4,0.2],[6,3,5,2]]")) == told{200, "[0,2]"});
    CHECK(m.ask(data(iris)) == told{200, "[0]"});
    CHECK(m.ask(data("[]")) == told{200, "[]"});
    CHECK(m.ask(data(R"({"x0":5.1,"x1":3.5,"x2":1.4,"x3":0.2})")) == told{200, "[0]"});
    CHECK(m.ask(data(R"([{"x3":0.2,"x2":1.4,"x1":3.5,"x0":5.1},[6,3,5,2]])")) == told{200, "[0,2]"});
    CHECK(m.ask(R"( { "data" : [ [ 5.1 , 3.5 , 1.4 , 0.2 ] ] } )") == told{200, "[0]"});
  }

  TEST_CASE("instances are answered by predictions") {
    served_model m("tree");
    CHECK(m.ask(R"({"instances":[[5.1,3.5,1.4,0.2]]})") == told{200, R"({"predictions":[0]})"});
    CHECK(m.ask(R"({"instances":[]})") == told{200, R"({"predictions":[]})"});
    CHECK(m.ask(R"({"instances":[[5.1,3.5,1.4,0.2],[6,3,5,2]],"outputs":["predict","proba"]})") ==
          told{200, R"({"predictions":[{"predict":0,"proba":[1,0,0]},{"predict":2,"proba":[0,0,1]}]})"});
  }

  TEST_CASE("outputs are answered by name, in the order of the request") {
    served_model m("tree");
    CHECK(m.ask(R"({"outputs":["proba","predict","label"],"data":[[5.1,3.5,1.4,0.2],[6,3,5,2]]})") ==
          told{200, R"({"proba":[[1,0,0],[0,0,1]],"predict":[0,2],"label":["0","2"]})"});
    CHECK(m.ask(R"({"outputs":"proba","data":[[5.1,3.5,1.4,0.2]]})") == told{200, R"({"proba":[[1,0,0]]})"});
    CHECK(m.ask(R"({"outputs":[],"data":[[5.1,3.5,1.4,0.2]]})") == told{200, "[0]"});
    CHECK(has(m.ask(R"({"data":[],"outputs":["raw"]})"), 422, "the model does not answer that `raw`"));
    CHECK(has(m.ask(R"({"data":[],"outputs":["predict","predict"]})"), 422, "duplicate_name"));
    CHECK(has(m.ask(R"({"data":[],"outputs":[1]})"), 422, "not_a_name"));
    CHECK(has(m.ask(R"({"data":[],"outputs":{}})"), 422, "not_a_name"));
    CHECK(m.ask(R"({"data":[],"outputs":["pr\u006fba"]})") == told{200, R"({"proba":[]})"});
  }

  TEST_CASE("every model's own rows get its own answers") {
    for (const char* name :
         {"smallest", "tree", "vector_leaves", "ranks_and_missing", "network", "voting", "pca"}) {
      CAPTURE(name);
      served_model m(name);
      const auto first = pounce::serving::first_answer(m.model());
      std::vector<double> answers(m.model().columns(first.what));
      std::vector<std::byte> scratch(m.model().scratch_bytes(1));
      const auto row = m.model().contents().tests.first(m.model().features());
      REQUIRE(m.model().answer(first.what, row, answers, scratch));
      char space[65536];
      pounce::serving::text_writer<> expected(space);
      expected.put('[');
      if (first.outputs[0].label_count != 0) {
        const auto index = static_cast<std::size_t>(answers[0]);
        const auto& p = m.model().contents();
        const bool text =
            p.labels[first.outputs[0].first_label + index].kind == pounce::format::label_kind::text;
        expected.put(text ? "\"" : "").put(m.model().label(index)).put(text ? "\"" : "");
      } else {
        if (answers.size() > 1) expected.put('[');
        for (std::size_t i = 0; i < answers.size(); ++i) expected.put(i == 0 ? "" : ",").put(answers[i]);
        if (answers.size() > 1) expected.put(']');
      }
      expected.put(']');
      CHECK(m.ask(data(m.row())) == told{200, std::string(expected.text())});
    }
  }

  TEST_CASE("many rows are each answered as alone") {
    served_model m("tree");
    std::string rows = "[";
    std::string answers = "[";
    for (int i = 0; i < 200; ++i) {
      rows += (i == 0 ? "" : ",") + std::string(i % 3 == 0 ? iris : "[6,3,5,2]");
      answers += (i == 0 ? "" : ",") + std::string(i % 3 == 0 ? "0" : "2");
    }
    CHECK(m.ask(data(rows + "]")) == told{200, answers + "]"});
  }

  TEST_CASE("categories are texts; null is missing; what the trainer refuses is 422 with row and feature") {
    served_model m("categories");
    const auto with = [](const char* home) {
      return data(std::string(R"([{"Seniority":9,"Home":)") + home + R"(,"Time":60,"Age":30,"Income":129}])");
    };
    CHECK(m.ask(with(R"("owner")")).status == 200);
    CHECK(m.ask(with(R"("\u006fwner")")) == m.ask(with(R"("owner")")));
    CHECK(m.ask(with("null")).status == 200);
    CHECK(has(
        m.ask(data(R"([{"Age":"old"}])")), 422,
        R"("code":"not_a_category","message":"byte 16: the feature takes numbers, not texts","row":0,"feature":"Age")"));
    served_model tree("tree");
    CHECK(has(
        tree.ask(data("[[1,2,3,4],[1,null,3,4]]")), 422,
        R"("code":"missing_refused","message":"a value is missing where the trainer takes none","row":1,"feature":"x1")"));
    CHECK(has(tree.ask(data("[[1,2,3,1e39]]")), 422, R"("code":"out_of_range")"));
    CHECK(has(tree.ask(data(R"([{"x0":1}])")), 422, R"("row":0,"feature":"x1")"));
    served_model gaps("ranks_and_missing");
    std::string nulls = "[";
    for (std::size_t i = 0; i < gaps.model().features(); ++i) nulls += i == 0 ? "null" : ",null";
    CHECK(gaps.ask(data(nulls + "]")).status == 200);
  }

  TEST_CASE("numbers at the ends of double are taken or refused, never changed in silence") {
    served_model m("tree");
    CHECK(has(m.ask(data("[[1,2,3,1e400]]")), 422, R"("code":"number_too_large","message":"byte 16:)"));
    CHECK(has(m.ask(data("[[1,2,3,-1e400]]")), 422, "number_too_large"));
    CHECK(m.ask(data("[[5.1,3.5,1.4,1e-400]]")) == told{200, "[0]"});
    CHECK(m.ask(data("[[5.1,3.5,1.4,-0]]")) == told{200, "[0]"});
    for (const char* word : {"NaN", "Infinity", "-Infinity", "nan", "01", "1.", "+1", "0x1"}) {
      CAPTURE(word);
      CHECK(has(m.ask(data("[[1,2,3," + std::string(word) + "]]")), 400, "bad_json"));
    }
    CHECK(has(m.ask(data(R"([[1,2,3,"NaN"]])")), 422, "not_a_category"));
  }

  TEST_CASE("rows of the wrong shape are refused with their place") {
    served_model m("tree");
    CHECK(has(m.ask(data("[[1,2,3,4],[1,2,3]]")), 422,
              R"(byte 19: a row has the wrong number of features: 3 where 4 are wanted","row":1)"));
    CHECK(has(m.ask(data("[[1,2,3,4,5,6]]")), 422, "6 where 4 are wanted"));
    CHECK(has(m.ask(data("[1,2,3]")), 422, "wrong_width"));
    CHECK(has(m.ask(data("[[]]")), 422, "0 where 4 are wanted"));
    CHECK(has(
        m.ask(data("[[1,2,[3],4]]")), 422,
        R"("code":"not_a_value","message":"byte 14: an array or object stands where a value is expected","row":0,"feature":"x2")"));
    CHECK(has(m.ask(data("[[1,2,true,4]]")), 422, "not_a_number"));
    CHECK(has(m.ask(data("[[1,2,3,4],5]")), 422, "not_a_row"));
    CHECK(has(m.ask(data("5")), 422, "not_rows"));
    CHECK(has(m.ask(data("null")), 422, "not_rows"));
    CHECK(has(m.ask(data(R"([{"x9":1}])")), 422, R"(byte 10: the model has no such feature `x9`","row":0)"));
    CHECK(has(m.ask(data(R"([{"x0":1,"x0":2}])")), 422, "duplicate_name"));
    CHECK(has(m.ask(data(R"([{"x0":1,"\u00780":2}])")), 422, "duplicate_name"));
  }

  TEST_CASE("a request has its own members, each once") {
    served_model m("tree");
    CHECK(has(m.ask("{}"), 422, "neither `data` nor `instances`"));
    CHECK(has(m.ask("[]"), 422, "no_rows"));
    CHECK(has(m.ask(R"({"rows":[]})"), 422, "`rows`"));
    CHECK(has(m.ask(R"({"data":[],"instances":[]})"), 422, "duplicate_name"));
    CHECK(has(m.ask(R"({"data":[],"data":[]})"), 422, "duplicate_name"));
    CHECK(has(m.ask(R"({"outputs":[],"outputs":[],"data":[]})"), 422, "unknown_member"));
  }

  TEST_CASE("what is not one JSON document is 400 with the byte") {
    served_model m("tree");
    using namespace std::string_literals;
    for (const auto& body :
         {""s, "   "s, "{\"data\":[]} x"s, "{\"data\":[]}{}"s, "\xef\xbb\xbf{\"data\":[]}"s,
          "{\"data\":[]}\0"s, "{\"da\x01ta\":[]}"s, "{\"d\xff\":[]}"s, "{\"\\ud800\":[]}"s,
          "{\"data\":[[1,2,3,4]"s, "{\"data\":[[1,2,3,4]}"s}) {
      CAPTURE(body);
      CHECK(has(m.ask(body), 400, R"("code":"bad_json","message":"byte )"));
    }
    CHECK(has(m.ask(std::string(1'000'000, '[')), 422, "no_rows"));
    CHECK(has(m.ask("{\"data\":" + std::string(1'000'000, '[')), 422, "not_a_value"));
    std::string objects = "{\"data\":[[";
    for (int i = 0; i < 100; ++i) objects += "[";
    CHECK(has(m.ask(objects), 422, "not_a_value"));
    CHECK(has(m.ask("{\"data\":[[1,2,3,4," + std::string(100, '[')), 400, "too_deep"));
  }

  TEST_CASE("other methods, media and encodings are told so") {
    served_model m("tree");
    request asked;
    for (const char* method : {"PUT", "DELETE", "PATCH", "OPTIONS", "post"}) {
      asked.method = method;
      CHECK(has(m.ask(asked, data(iris)), 405, "method"));
    }
    CHECK(has(m.ask(data(iris), "image/png"), 415, "media_type"));
    asked = {};
    asked.content_encoding = "gzip";
    CHECK(has(m.ask(asked, data(iris)), 415, "media_type"));
    asked = {};
    asked.method = "GET";
    const auto described = m.ask(asked, "");
    CHECK(has(described, 200, R"("features":4,"answers":["predict","proba"]})"));
  }

  TEST_CASE("too many values and too long answers are refused whole") {
    served_model m("tree", 200);
    std::string rows = "[";
    for (int i = 0; i < 200; ++i) rows += (i == 0 ? "" : ",") + std::string(iris);
    CHECK(has(m.ask(data(rows + "]")), 413, "reply_too_large"));
    CHECK(m.ask(data(iris)) == told{200, "[0]"});
    served_model wide("network");
    std::string objects = "[{}";
    for (int i = 0; i < 100'000; ++i) objects += ",{}";
    CHECK(has(wide.ask(data(objects + "]")), 413, "too_many_values"));
  }

  TEST_CASE("a request that its deadline does not allow is refused early") {
    served_model m("tree");
    std::string rows = "[";
    for (int i = 0; i < 1000; ++i) rows += (i == 0 ? "" : ",") + std::string(iris);
    request asked;
    asked.deadline_ns = 1; // long ago
    CHECK(has(m.ask(asked, data(rows + "]")), 413, "too_slow"));
    asked.deadline_ns = pounce::serving::monotonic_ns() + 60'000'000'000;
    CHECK(m.ask(asked, data(rows + "]")).status == 200);
  }

  TEST_CASE("a refused request leaves nothing behind for the next") {
    served_model m("tree");
    for (int i = 0; i < 100; ++i) {
      CHECK(m.ask(data(R"([{"x0":1,"x1":2,"x2":3,"x9":4}])")).status == 422);
      CHECK(m.ask(data(R"([{"x0":5.1,"x1":3.5,"x2":1.4,"x3":0.2}])")) == told{200, "[0]"});
    }
  }
}
