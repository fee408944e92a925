// serve/fetch/fetch.cpp -- attempts, redirects, limits and checks against a local server.
#include <serve/fetch/fetch.hpp>

#include <map>

#include <pounce/model.hpp>

#include <cli/program.hpp>
#include <serve/fetch/fetch_error.hpp>
#include <serve/fetch/local_server.hpp>
#include <serve/fetch/sha256.hpp>

#include <doctest/doctest.h>

using namespace serve::fetch;
using support::local_server;
using support::ok;
using support::reply;

namespace {

const std::string tree = support::text_of_file(support::test_file("golden/valid/tree.pounce"));

std::string nothing(const char* name) { return std::string(name).substr(0, 0); }

std::string id_of_tree() {
  const auto model = pounce::model::open(support::test_file("golden/valid/tree.pounce").c_str());
  REQUIRE(model.has_value());
  return hexadecimal(model->id());
}

fetch_options quick(const std::string& address) {
  fetch_options how;
  how.model = address;
  how.pause = std::chrono::milliseconds(1);
  how.connection.patience = std::chrono::milliseconds(300);
  return how;
}

std::string error_of(const fetch_options& how) {
  try {
    static_cast<void>(fetch_model(how, nothing));
  } catch (const fetch_error& why) {
    return why.what();
  }
  return "none";
}

/// Answers one after the other, the last again and again.
std::function<std::string(const std::string&)> in_turn(std::vector<std::string> answers) {
  return [answers = std::move(answers), at = std::size_t{0}](const std::string&) mutable {
    const auto& answer = answers[at];
    if (at + 1 < answers.size()) ++at;
    return answer;
  };
}

} // namespace

TEST_SUITE("serve/fetch/fetch") {
  TEST_CASE("a model comes whole and can be opened at its path") {
    const local_server server([](const std::string&) { return ok(tree); });
    const auto path = fetch_model(quick(server.address() + "/m.pounce?sig=secret"), nothing);
    CHECK(support::text_of_file(path) == tree);
    CHECK(pounce::model::open(path.c_str()).has_value());
    REQUIRE(server.requests().size() == 1);
    CHECK(server.requests()[0].starts_with("GET /m.pounce?sig=secret HTTP/1.1\r\nHost: 127.0.0.1:"));
  }

  TEST_CASE("what may pass is tried again, a model that came in part too") {
    const std::string part = ok(tree).substr(0, 1000);
    const local_server server(in_turn({reply("503 Slow Down"), part, "nonsense\r\n\r\n", ok(tree)}));
    auto how = quick(server.address() + "/m?sig=secret");
    std::vector<std::string> notes;
    how.note = [&](const std::string& text) { notes.push_back(text); };
    CHECK(support::text_of_file(fetch_model(how, nothing)) == tree);
    CHECK(server.requests().size() == 4);
    REQUIRE(notes.size() == 3);
    CHECK(notes[0] == server.address() + "/m: 503 Slow Down; trying again");
    CHECK(notes[1] == server.address() + "/m: the reply ended too early; trying again");
  }

  TEST_CASE("attempts end, and the message says what the last one said") {
    const local_server server([](const std::string&) {
      return reply("500 Internal Server Error", "<Error><Code>InternalError</Code></Error>");
    });
    CHECK(error_of(quick(server.address() + "/m?sig=secret")) ==
          server.address() + "/m: 500 Internal Server Error (InternalError)");
    CHECK(server.requests().size() == 4);
  }

  TEST_CASE("no attempt begins when the time for them is over") {
    const local_server server([](const std::string&) { return reply("503 Slow Down"); });
    auto how = quick(server.address() + "/m");
    how.again_within = std::chrono::milliseconds(0);
    CHECK(error_of(how) == server.address() + "/m: 503 Slow Down");
    CHECK(server.requests().size() == 1);
  }

  TEST_CASE("what will not pass is not tried again") {
    const local_server missing([](const std::string&) {
      return reply("404 Not Found", "<?xml?><Error><Code>NoSuchKey</Code><Message>no</Message></Error>");
    });
    CHECK(error_of(quick(missing.address() + "/m")) == missing.address() + "/m: 404 Not Found (NoSuchKey)");
    CHECK(missing.requests().size() == 1);
    const local_server elsewhere([](const std::string&) {
      return reply("301 Moved Permanently", "", "x-amz-bucket-region: eu-west-1\r\nLocation: http://x/\r\n");
    });
    CHECK(error_of(quick(elsewhere.address() + "/m")) ==
          elsewhere.address() + "/m: 301 Moved Permanently; the bucket is in eu-west-1");
    CHECK(elsewhere.requests().size() == 1);
  }

  TEST_CASE("nobody there, nobody answering: said so") {
    std::string gone;
    {
      const local_server server([](const std::string&) { return ok(""); });
      gone = server.address();
    }
    auto how = quick(gone + "/m");
    how.attempts = 2;
    CHECK(error_of(how) == gone + "/m: cannot connect: Connection refused");
    const local_server silent([](const std::string&) {
      std::this_thread::sleep_for(std::chrono::milliseconds(500));
      return std::string();
    });
    how.model = silent.address() + "/m";
    CHECK(error_of(how) == silent.address() + "/m: cannot read the reply: no answer in time");
  }

  TEST_CASE("redirects are followed five times and never in a ring") {
    const local_server target([](const std::string&) { return ok(tree); });
    const local_server once([&](const std::string& request) {
      return request.starts_with("GET /a ")
                 ? reply("302 Found", "", "Location: /b\r\n")
                 : reply("307 Temporary Redirect", "", "location: " + target.address() + "/c?d\r\n");
    });
    CHECK(support::text_of_file(fetch_model(quick(once.address() + "/a"), nothing)) == tree);
    CHECK(target.requests()[0].starts_with("GET /c?d "));
    const local_server ring([](const std::string&) { return reply("302 Found", "", "Location: /a\r\n"); });
    CHECK(error_of(quick(ring.address() + "/a")) == ring.address() + "/a: more than 5 redirects");
    CHECK(ring.requests().size() == 6);
    const local_server nowhere([](const std::string&) { return reply("302 Found"); });
    CHECK(error_of(quick(nowhere.address() + "/a")) == nowhere.address() + "/a: 302 without a place to go");
  }

  TEST_CASE("credentials do not follow to another host") {
    const local_server thief([](const std::string&) { return ok(tree); });
    const local_server storage(
        [&](const std::string&) { return reply("302 Found", "", "Location: " + thief.address() + "/\r\n"); });
    std::map<std::string, std::string> values{{"AWS_REGION", "us-east-1"},
                                              {"AWS_ACCESS_KEY_ID", "a"},
                                              {"AWS_SECRET_ACCESS_KEY", "b"},
                                              {"AWS_SESSION_TOKEN", "token"},
                                              {"AWS_ENDPOINT_URL", storage.address()}};
    static_cast<void>(fetch_model(quick("s3://m/k"), [&](const char* name) { return values[name]; }));
    CHECK(storage.requests()[0].find("x-amz-security-token: token") != std::string::npos);
    CHECK(thief.requests()[0].find("token") == std::string::npos);
    CHECK(thief.requests()[0].find("Authorization") == std::string::npos);
  }

  TEST_CASE("more than the limit is refused, by its length or as it comes") {
    const local_server told([](const std::string&) { return ok(tree); });
    auto how = quick(told.address() + "/m");
    how.limit_bytes = tree.size() - 1;
    CHECK(error_of(how).ends_with("bytes or more, POUNCE_MODEL_LIMIT is " + std::to_string(tree.size() - 1)));
    how.limit_bytes = tree.size();
    CHECK(error_of(how) == "none");
    const local_server endless(
        [](const std::string&) { return "HTTP/1.1 200 OK\r\n\r\n" + std::string(100000, 'x'); });
    how.model = endless.address() + "/m";
    how.limit_bytes = 5000;
    CHECK(error_of(how).find("bytes or more, POUNCE_MODEL_LIMIT is 5000") != std::string::npos);
    CHECK(endless.requests().size() == 1);
  }

  TEST_CASE("only a model is taken, and only the one that is expected") {
    const local_server page([](const std::string&) { return ok("<html>" + std::string(500, ' ')); });
    CHECK(error_of(quick(page.address() + "/m")) == page.address() + "/m: not a pounce model");
    const local_server server([](const std::string&) { return ok(tree); });
    auto how = quick(server.address() + "/m");
    how.expected_id = id_of_tree();
    CHECK(error_of(how) == "none");
    how.expected_id = std::string(32, '0');
    CHECK(error_of(how) == server.address() + "/m: its content id is " + id_of_tree() + ", not " +
                               how.expected_id + " (POUNCE_MODEL_ID)");
    std::string damaged = tree;
    damaged.back() = static_cast<char>(damaged.back() ^ 1);
    const local_server other([&](const std::string&) { return ok(damaged); });
    CHECK(error_of(quick(other.address() + "/m")) ==
          other.address() + "/m: damaged: the content id is not that of the contents");
    how = quick(other.address() + "/m");
    how.expected_id = id_of_tree();
    CHECK(error_of(how) == other.address() + "/m: damaged: the content id is not that of the contents");
  }

  TEST_CASE("a model in the cache is not asked for again, unless it is damaged or another") {
    const support::temporary_folder folder;
    const local_server server([](const std::string&) { return ok(tree); });
    auto how = quick(server.address() + "/m");
    how.cache = folder.path();
    const auto path = fetch_model(how, nothing);
    CHECK(path.starts_with(folder.path().string()));
    CHECK(fetch_model(how, nothing) == path);
    CHECK(server.requests().size() == 1);
    CHECK(folder.names().size() == 1);
    folder.write(folder.names()[0], tree.substr(0, 1000)); // as if the system had stopped in the middle
    CHECK(support::text_of_file(fetch_model(how, nothing)) == tree);
    CHECK(server.requests().size() == 2);
    std::string damaged = tree;
    damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
    folder.write(folder.names()[0], damaged);
    CHECK(support::text_of_file(fetch_model(how, nothing)) == tree);
    CHECK(server.requests().size() == 3);
    how.model += "?other";
    CHECK(fetch_model(how, nothing) != path);
    CHECK(folder.names().size() == 2);
  }

  TEST_CASE("what the environment says is read, and nonsense in it refused") {
    const auto options = [](const std::string& name, const std::string& value) {
      return options_from([&](const char* asked) { return name == asked ? value : std::string(); });
    };
    CHECK(options("POUNCE_MODEL", "s3://a/b").model == "s3://a/b");
    CHECK(options("POUNCE_MODEL_LIMIT", "1000").limit_bytes == 1000);
    CHECK(options("POUNCE_CA_FILE", "/ca").connection.ca_file == "/ca");
    CHECK_THROWS_WITH_AS(options("POUNCE_MODEL_LIMIT", "1G"), "POUNCE_MODEL_LIMIT is no number of bytes",
                         fetch_error);
    CHECK_THROWS_AS(options("POUNCE_MODEL_LIMIT", "0"), fetch_error);
    CHECK_THROWS_AS(options("POUNCE_MODEL_ID", "12"), fetch_error);
    CHECK(options("POUNCE_MODEL_ID", std::string(32, 'A')).expected_id == std::string(32, 'a'));
  }
}
