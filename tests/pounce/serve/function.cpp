#include <pounce/serve/function.hpp>

#include <string>

#include <support/loopback.hpp>
#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

using namespace pounce::serving;

namespace {

/// What Lambda is told by `serve`, which must fail.
template <class Serve>
std::string init_error(const Serve& serve) {
  std::string told;
  support::text_server api([&](const std::string& request) -> std::string {
    told = request;
    return "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
  });
  const auto address = api.address();
  ::setenv("AWS_LAMBDA_RUNTIME_API", address.c_str(), 1);
  CHECK(serve() == 1);
  ::unsetenv("AWS_LAMBDA_RUNTIME_API");
  return told;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_SUITE("function") {
  TEST_CASE("a model that is missing, damaged or wrong is an error at start, never served") {
    const auto told = init_error([] {
      return serve_model(pounce::model::open("/nowhere/model.pounce"), "/nowhere/model.pounce", {});
    });
    CHECK(told.starts_with("POST /2018-06-01/runtime/init/error "));
    CHECK(has(told, R"x("errorMessage":"/nowhere/model.pounce: no such file (errno 2)")x"));
    support::model_bytes cut("tree");
    cut.bytes().resize(cut.bytes().size() - 64);
    CHECK(has(
        init_error([&] { return serve_model(pounce::model::open(pounce::byte_span(cut.bytes())), "m", {}); }),
        R"("m: byte 16: the size differs)"));
  }

  TEST_CASE("a model that does not give its own answers is not served") {
    support::model_bytes file("tree");
    for (std::size_t i = 0; i < 3; ++i) {
      const std::size_t node = file.element(pounce::format::section_kind::nodes, i);
      file.put(node, file.at<std::uint32_t>(node) ^ 0x8000'0000U);
    }
    const auto serve = [&] {
      return serve_model(pounce::model::open(pounce::byte_span(file.bytes())), "m", {});
    };
    CHECK(has(init_error(serve), "does not reproduce the answers that were stored with it, test row "));
    auto own = [](const pounce::model&, const request&, reply&) {};
    CHECK(has(init_error([&] {
                return serve_function<pounce::default_arch>(
                    pounce::model::open(pounce::byte_span(file.bytes())), "m", own, {});
              }),
              "does not reproduce"));
  }

  TEST_CASE("another model than the one that the environment names is not served") {
    const auto path = support::valid_path("tree");
    auto own = [](const pounce::model&, const request&, reply&) {};
    ::setenv("POUNCE_MODEL_ID", "0123456789abcdef0123456789abcdef", 1);
    const auto stock = init_error([&] { return serve_model(pounce::model::open(path.c_str()), "m", {}); });
    CHECK(has(stock, R"("errorMessage":"m: its content id is )"));
    CHECK(has(stock, ", not 0123456789abcdef0123456789abcdef (POUNCE_MODEL_ID)\""));
    CHECK(has(init_error([&] {
                return serve_function<pounce::default_arch>(pounce::model::open(path.c_str()), "m", own, {});
              }),
              "its content id is "));
    ::setenv("POUNCE_MODEL_ID", "abc", 1);
    CHECK(has(init_error([&] { return serve_model(pounce::model::open(path.c_str()), "m", {}); }),
              "POUNCE_MODEL_ID is no content id"));
    ::unsetenv("POUNCE_MODEL_ID");
  }

  TEST_CASE("a port or address that is none is an error at start") {
    const auto path = support::valid_path("tree");
    for (const char* port : {"abc", "0", "70000", ""}) {
      ::setenv("PORT", port, 1);
      CHECK(serve_model(pounce::model::open(path.c_str()), path, {}) == 1);
    }
    const auto taken = listen_at(interface::any, 0);
    ::setenv("PORT", std::to_string(port_of(taken)).c_str(), 1);
    CHECK(serve_model(pounce::model::open(path.c_str()), path, {}) == 1);
    ::unsetenv("PORT");
    ::setenv("AWS_LAMBDA_RUNTIME_API", "nonsense", 1);
    CHECK(serve_model(pounce::model::open(path.c_str()), path, {}) == 1);
    ::unsetenv("AWS_LAMBDA_RUNTIME_API");
  }

  TEST_CASE("what a user's function throws is a reply") {
    const auto m = pounce::model::open(support::valid_path("tree").c_str());
    REQUIRE(m);
    auto throwing = [](const pounce::model&, const request&, reply& to) {
      to.body.put("half");
      throw 7;
    };
    const guarded service(throwing, *m);
    char space[256];
    reply to(space);
    service(request{}, to);
    CHECK(to.status == 500);
    CHECK(to.body.text() == R"({"error":{"code":"exception","message":"the function threw an exception"}})");
  }
}
