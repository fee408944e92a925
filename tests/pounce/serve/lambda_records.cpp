#include <pounce/serve/lambda_records.hpp>

#include <string>
#include <vector>

#include <support/event_answers.hpp>

#include <doctest/doctest.h>

using namespace pounce::serving;

namespace {

struct batch {
  std::string reply(const std::string& records, std::size_t room = 4096) {
    std::vector<char> exact(records.begin(), records.end());
    std::vector<char> space(room);
    text_writer<> to(space);
    outcome = lambda_records<>(answer, sink).answer(exact, {exact.data(), exact.size()}, 0, to);
    return std::string(to.text());
  }

  support::event_function function;
  support::line_collector lines;
  answerer answer{function};
  line_sink sink{lines};
  event_outcome outcome;
};

std::string queued(const std::string& id, const std::string& body,
                   const std::string& arn = "arn:aws:sqs:eu:1:q") {
  return R"({"messageId":")" + id + R"(","body":")" + body +
         R"(","eventSource":"aws:sqs","eventSourceARN":")" + arn + R"("})";
}
std::string streamed(const std::string& number, const std::string& data) {
  return R"({"eventSource":"aws:kinesis","kinesis":{"sequenceNumber":")" + number + R"(","data":")" + data +
         R"("}})";
}

} // namespace

TEST_SUITE("lambda_records") {
  TEST_CASE("messages of a queue are answered one by one, and only those that failed come again") {
    batch b;
    CHECK(b.reply("[" + queued("1", "a") + "," + queued("2", "bad") + "," + queued("3", R"(c\n)") + "," +
                  queued("4", "bad") + "]") ==
          R"({"batchItemFailures":[{"itemIdentifier":"2"},{"itemIdentifier":"4"}]})");
    CHECK(b.outcome);
    CHECK(b.lines.lines == "{\"id\":\"1\",\"status\":200,\"answer\":\"POST|/||a\"}\n"
                           "{\"id\":\"2\",\"status\":422,\"answer\":{\"error\":\"bad\"}}\n"
                           "{\"id\":\"3\",\"status\":200,\"answer\":\"POST|/||c\\n\"}\n"
                           "{\"id\":\"4\",\"status\":422,\"answer\":{\"error\":\"bad\"}}\n");
    CHECK(b.reply("[]") == R"({"batchItemFailures":[]})");
  }

  TEST_CASE("after a failure nothing else of an ordered queue is done") {
    batch b;
    const std::string fifo = "arn:aws:sqs:eu:1:q.fifo";
    CHECK(b.reply("[" + queued("1", "a", fifo) + "," + queued("2", "bad", fifo) + "," +
                  queued("3", "c", fifo) + "]") ==
          R"({"batchItemFailures":[{"itemIdentifier":"2"},{"itemIdentifier":"3"}]})");
    CHECK(b.function.calls == 2);
  }

  TEST_CASE("a stream goes back to the first record that failed") {
    batch b;
    CHECK(b.reply("[" + streamed("10", "YQ==") + "," + streamed("11", "YmFk") + "," + streamed("12", "YQ==") +
                  "]") == R"({"batchItemFailures":[{"itemIdentifier":"11"}]})");
    CHECK(b.function.calls == 2);
    CHECK(b.lines.lines.starts_with("{\"id\":\"10\",\"status\":200,\"answer\":\"POST|/||a\"}\n"));
    CHECK(b.reply("[" + streamed("13", "no base64") + "]") ==
          R"({"batchItemFailures":[{"itemIdentifier":"13"}]})");
  }

  TEST_CASE("an answer that can not be written or does not fit fails its record, so that nothing is lost") {
    batch b;
    b.lines.works = false;
    CHECK(b.reply("[" + queued("1", "a") + "]") == R"({"batchItemFailures":[{"itemIdentifier":"1"}]})");
    b.lines.works = true;
    CHECK(b.reply("[" + queued("1", "huge") + "]") == R"({"batchItemFailures":[{"itemIdentifier":"1"}]})");
    CHECK(b.lines.lines.empty());
    std::string many = "[" + queued("0", "bad");
    for (int i = 1; i < 200; ++i) many += "," + queued(std::to_string(i), "bad");
    b.reply(many + "]", 1000);
    CHECK(b.outcome.error_type == "Function.ReplyTooLarge");
  }

  TEST_CASE("a notification is answered by a line") {
    batch b;
    CHECK(b.reply(R"([{"EventSource":"aws:sns","Sns":{"MessageId":"m","Message":"{\"a\":1}"}}])") == "null");
    CHECK(b.lines.lines == "{\"id\":\"m\",\"status\":200,\"answer\":\"POST|/||{\\\"a\\\":1}\"}\n");
    CHECK(b.reply(R"([{"EventSource":"aws:sns","Sns":{"MessageId":"m","Message":"bad"}}])").find("422") !=
          std::string::npos);
    CHECK(b.outcome.error_type == "Function.BadEvent");
  }

  TEST_CASE("records that hold no rows are refused by name") {
    batch b;
    CHECK(b.reply(R"([{"eventSource":"aws:s3","s3":{}}])").find("SQS, Kinesis and SNS") != std::string::npos);
    CHECK(b.outcome.error_type == "Function.UnknownEvent");
    for (const char* records :
         {"[1]", "[{}]", R"([{"eventSource":"aws:sqs"}])", R"([{"eventSource":"aws:kinesis","kinesis":{}}])",
          R"([{"EventSource":"aws:sns"}])"}) {
      b.reply(records);
      CHECK_FALSE(b.outcome);
    }
  }
}
