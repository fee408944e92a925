#include <pounce/serve/azure_service.hpp>

#include <string>
#include <vector>

#include <support/event_answers.hpp>

#include <doctest/doctest.h>

using namespace pounce::serving;

namespace {

struct host {
  std::string post(std::string body, std::string_view path = "/predict") {
    std::vector<char> exact(body.begin(), body.end());
    request asked;
    asked.body = exact;
    asked.path = path;
    asked.headers = "X-Azure-Functions-InvocationId: inv-1\r\n";
    reply to(space);
    azure_service<>(answer, sink)(asked, to);
    status = to.status;
    return std::string(to.body.text());
  }

  support::event_function function;
  support::line_collector lines;
  answerer answer{function};
  line_sink sink{lines};
  std::vector<char> space = std::vector<char>(4096);
  int status = 0;
};

std::string wrapped(const std::string& data) {
  return R"({"Data":{)" + data + R"(},"Metadata":{"sys":{"MethodName":"f"}}})";
}

} // namespace

TEST_SUITE("azure_service") {
  TEST_CASE("the host's ping costs no call of the function") {
    host h;
    request asked;
    asked.method = "GET";
    reply to(h.space);
    azure_service<>(h.answer, h.sink)(asked, to);
    CHECK(to.status == 200);
    CHECK(h.function.calls == 0);
  }

  TEST_CASE("a request that is passed through is answered as it is") {
    host h;
    CHECK(h.post(R"({"data":[1]})", "/api/predict") == R"("POST|/api/predict||{\"data\":[1]}")");
    CHECK(h.status == 200);
  }

  TEST_CASE("an HTTP trigger is unwrapped, its reply is the output res") {
    host h;
    CHECK(
        h.post(wrapped(
            R"("req":{"Url":"http://x/api/f","Method":"POST","Query":"{}","Headers":{"Content-Type":["text/csv"]},"Params":{},"Body":"1,\"2\"\n"})")) ==
        R"({"Outputs":{"res":{"statusCode":200,"body":"\"POST|/|text/csv|1,\\\"2\\\"\\n\"","headers":{"content-type":"application/json"}}},"Logs":[],"ReturnValue":{"statusCode":200,"body":"\"POST|/|text/csv|1,\\\"2\\\"\\n\"","headers":{"content-type":"application/json"}}})");
    CHECK(
        h
            .post(wrapped(
                R"("req":{"Method":"POST","Headers":{"content-type":["application/octet-stream"]},"Body":"aGk="})"))
            .find("|hi") != std::string::npos);
    CHECK(
        h.post(wrapped(R"("req":{"Method":"POST","Headers":{},"Body":{"a":1}})")).find(R"(|{\\\"a\\\":1})") !=
        std::string::npos);
    CHECK(h.post(wrapped(R"("req":{"Method":"GET","Headers":{}})")).find("GET|/||") != std::string::npos);
    CHECK(
        h.post(wrapped(R"("req":{"Method":"POST","Headers":{},"Body":"bad"})")).find(R"("statusCode":422)") !=
        std::string::npos);
    CHECK(h.status == 200);
  }

  TEST_CASE("a reply that does not fit twice, as output and as return value, is refused in both") {
    host h;
    const auto fits =
        h.post(wrapped(R"("req":{"Method":"POST","Headers":{},"Body":")" + std::string(1500, 'x') + "\"}"));
    CHECK(fits.find(R"("statusCode":200)") != fits.rfind(R"("statusCode":200)"));
    const auto wide =
        h.post(wrapped(R"("req":{"Method":"POST","Headers":{},"Body":")" + std::string(2500, 'x') + "\"}"));
    CHECK(h.status == 200);
    CHECK(wide.find(R"("statusCode":413)") != wide.rfind(R"("statusCode":413)"));
    CHECK(wide.find("reply_too_large") != std::string::npos);
    CHECK(wide.find("xxx") == std::string::npos);
  }

  TEST_CASE(
      "the answer to a message is the return value, but no string that the host could take for base64") {
    host h;
    std::string_view type = "application/json";
    std::string_view says = R"(["bad"])";
    auto function = [&](const request&, reply& to) {
      to.content_type = type;
      to.body.put(says);
    };
    h.answer = answerer(function);
    const auto returned = [&](std::string_view content_type, std::string_view body) {
      type = content_type;
      says = body;
      const auto reply = h.post(wrapped(R"("item":"x")"));
      constexpr std::string_view before = R"({"Outputs":{},"Logs":[],"ReturnValue":)";
      CHECK(reply.starts_with(before));
      CHECK(reply.ends_with('}'));
      return reply.substr(before.size(), reply.size() - before.size() - 1);
    };
    CHECK(returned("application/json", R"(["bad"])") == R"(["bad"])");
    CHECK(returned("application/json", R"({"a":[1,2]})") == R"({"a":[1,2]})");
    CHECK(returned("application/json", "7") == "7");
    CHECK(returned("application/json", R"("abcd")") == "null");
    CHECK(returned("text/plain", "abcd") == "null");
    CHECK(returned("application/octet-stream", "abcd") == "null");
    CHECK(h.lines.lines.ends_with("{\"id\":\"inv-1\",\"status\":200,\"answer\":\"YWJjZA==\"}\n"));
    const std::string whole(4096 - 38 - 5 - 45, '7'); // the longest whose line fits
    for (std::size_t size = whole.size() - 20; size < whole.size() + 20; ++size) {
      const std::string number(size, '7');
      says = number;
      type = "application/json";
      const auto reply = h.post(wrapped(R"("item":"x")"));
      CHECK((h.status == 500 || reply.ends_with(number + "}")));
    }
  }

  TEST_CASE("a message is decoded as often as the host encoded it") {
    host h;
    for (const char* value : {R"("{\"a\":1}")", R"("\"{\\\"a\\\":1}\"")", R"({"a":1})"}) {
      h.lines.lines.clear();
      CHECK(h.post(wrapped(R"("item":)" + std::string(value))) ==
            R"({"Outputs":{},"Logs":[],"ReturnValue":null})");
      CHECK(h.lines.lines == "{\"id\":\"inv-1\",\"status\":200,\"answer\":\"POST|/||{\\\"a\\\":1}\"}\n");
    }
  }

  TEST_CASE("a message that fails must fail the invocation, or it would be lost") {
    host h;
    h.post(wrapped(R"("item":"bad")"));
    CHECK(h.status == 500);
    h.lines.works = false;
    h.post(wrapped(R"("item":"x")"));
    CHECK(h.status == 500);
  }

  TEST_CASE("wrappings without sense are 400") {
    host h;
    for (const char* body : {R"({"Data":1})", R"({"Data":{}})", R"({"Metadata":{}})", R"({"Data":{"a":1)",
                             R"({"Data":{"a":1}} x)"}) {
      CAPTURE(body);
      h.post(body);
      CHECK(h.status == 400);
    }
  }
}
