// A million predictions, of every kind of model there is a file of, without one call of operator new.
#include <support/counting_new.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include <pounce/pounce.hpp>
#include <pounce/serve/http_connection.hpp>
#include <pounce/serve/lambda_event.hpp>
#include <pounce/serve/model_service.hpp>
#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

TEST_SUITE("allocation") {
  TEST_CASE("opening and a million predictions allocate nothing") {
    for (const char* name :
         {"smallest", "tree", "vector_leaves", "ranks_and_missing", "categories", "network", "voting"}) {
      CAPTURE(name);
      const std::string path = support::valid_path(name);
      const auto warm = pounce::model::open(path.c_str());
      REQUIRE(warm);
      std::vector<double> answers(warm->columns(pounce::role::predict));
      std::vector<double> space(warm->features());
      const auto& p = warm->contents();
      const std::size_t stride = warm->features() + p.about.test_columns;
      const std::uint64_t before = support::calls_of_new();
      const auto model = pounce::model::open(path.c_str());
      bool all_answered = model.has_value();
      for (std::size_t i = 0; i < 1'000'000 / 7 && all_answered; ++i) {
        const auto row = p.tests.subspan(i % p.about.test_rows * stride, model->features());
        all_answered = static_cast<bool>(model->predict(row, answers));
      }
      pounce::row_builder row(*model, space);
      all_answered = all_answered && row.set(model->feature_name(0), 1.0).has_value();
      CHECK(support::calls_of_new() == before);
      CHECK(all_answered);
    }
  }

  TEST_CASE("a million requests, good and bad, over HTTP and as events, allocate nothing") {
    using namespace pounce::serving;
    const auto model = pounce::model::open(support::valid_path("categories").c_str());
    REQUIRE(model);
    constexpr std::size_t largest = 4096;
    std::vector<double> memory(workspace_bytes(*model, largest) / 8);
    model_service<> service(*model, largest, std::as_writable_bytes(std::span(memory)));
    const answerer answer(service);
    std::size_t written = 0;
    auto count = [&written](std::string_view line) {
      written += line.size();
      return true;
    };
    const line_sink lines(count);
    const std::string row =
        R"({"data":[{"Seniority":9,"H\u006fme":"owner","Time":60,"Age":30.5,"Income":null}]})";
    const std::string bodies[] = {row, R"({"data":[{"Castle":1}]})", R"({"data":[[1e400]]})", "{"};
    std::vector<std::string> streams;
    std::vector<std::string> events;
    for (const auto& body : bodies) {
      streams.push_back("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) +
                        "\r\n\r\n" + body);
      events.push_back(body);
    }
    events.emplace_back(
        R"({"Records":[{"messageId":"1","eventSource":"aws:sqs","body":"{\"data\":[{\"Age\":1}]}"}]})");
    events.emplace_back(
        R"({"requestContext":{"http":{"method":"POST"}},"isBase64Encoded":true,"body":"eyJkYXRhIjpbXX0="})");
    std::vector<char> in(http_connection_state<>::in_bytes(largest));
    std::vector<char> out(http_connection_state<>::out_bytes(largest));
    std::vector<char> event(largest);
    http_connection_state<> client(in, out);
    lambda_events<> lambda(answer, lines);

    const std::uint64_t before = support::calls_of_new();
    std::size_t replied = 0;
    for (std::size_t i = 0; i < 500'000; ++i) {
      const auto& stream = streams[i % streams.size()];
      std::copy(stream.begin(), stream.end(), client.room().begin());
      client.received(stream.size(), answer);
      replied += client.pending().starts_with("HTTP/1.1 ") ? 1 : 0;
      client.sent(client.pending().size(), answer);
    }
    for (std::size_t i = 0; i < 500'000; ++i) {
      const auto& text = events[i % events.size()];
      std::copy(text.begin(), text.end(), event.begin());
      text_writer<> to(out);
      replied += lambda(std::span(event).first(text.size()), 0, to) ? 1 : 0;
    }
    CHECK(support::calls_of_new() == before);
    CHECK(replied == 1'000'000);
    CHECK(written != 0);
  }
}
