// serve/fetch/resolver.cpp -- the system's files, and a name server of the tests' own.
#include <serve/fetch/resolver.hpp>

#include <cli/program.hpp>
#include <serve/fetch/fetch_error.hpp>
#include <serve/fetch/local_server.hpp>

#include <doctest/doctest.h>

using namespace serve::fetch;
using support::local_datagrams;

namespace {

using bytes = local_datagrams::bytes;

/// An answer of one address to a question for addresses of version 4, of none to others.
bytes answered(bytes question, std::uint8_t last) {
  question[2] = 0x81;
  question[3] = 0x80;
  if (question[question.size() - 3] != 1) return question;
  question[7] = 1;
  const bytes address_record{0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 0, 0, 0};
  question.insert(question.end(), address_record.begin(), address_record.end());
  question.back() = last;
  return question;
}
bytes with_code(bytes question, std::uint8_t code) {
  question[2] = 0x81;
  question[3] = static_cast<std::uint8_t>(0x80U + code);
  return question;
}

struct place {
  explicit place(const local_datagrams& server) {
    folder.write("hosts", "127.0.0.9 known # and a comment\n");
    folder.write("resolv.conf", "search example.com\nnameserver 127.0.0.1\n");
    files = {folder / "hosts", folder / "resolv.conf", server.port(), std::chrono::milliseconds(100)};
  }
  support::temporary_folder folder;
  resolver_files files;
};

std::string error_of(const std::string& host, const resolver_files& files, bool may_pass) {
  try {
    static_cast<void>(resolve_host(host, files));
  } catch (const fetch_error& why) {
    CHECK(why.may_pass == may_pass);
    return why.what();
  }
  return "none";
}

} // namespace

TEST_SUITE("serve/fetch/resolver") {
  TEST_CASE("a hosts file gives addresses by any of a line's names, version 4 first") {
    const std::string text =
        "# comment\n::1 localhost ip6\n127.0.0.1\tlocalhost LOCAL\r\n10.0.0.1 a.b#c\nnonsense a.b\n";
    const auto found = addresses_in(text, "localhost");
    REQUIRE(found.size() == 2);
    CHECK(!found[0].is_v6);
    CHECK(addresses_in(text, "local").size() == 1);
    CHECK(addresses_in(text, "a.b").size() == 1);
    CHECK(addresses_in(text, "a.b#c").empty());
    CHECK(addresses_in("", "a").empty());
  }

  TEST_CASE("resolv.conf names up to three servers, else there is one on this machine") {
    CHECK(servers_in("nameserver 1.1.1.1\nnameserver ::1\nnameserver x\noptions ndots:1\nnameserver 3.3.3.3\n"
                     "nameserver 4.4.4.4\n")
              .size() == 3);
    CHECK(servers_in("").size() == 1);
    CHECK(servers_in("")[0].bytes[0] == 127);
  }

  TEST_CASE("a host is asked for once, and what is known already not at all") {
    const local_datagrams server([](const bytes& q) { return std::vector<bytes>{answered(q, 5)}; });
    const place p(server);
    CHECK(resolve_host("10.1.2.3", p.files)[0].bytes[3] == 3);
    CHECK(resolve_host("known", p.files)[0].bytes[3] == 9);
    CHECK(resolve_host("localhost", p.files)[0].bytes[0] == 127);
    CHECK(server.questions() == 0);
    const auto found = resolve_host("bucket.s3.example.com", p.files);
    REQUIRE(found.size() == 1);
    CHECK(found[0].bytes[3] == 5);
    CHECK(server.questions() == 1);
  }

  TEST_CASE("an answer with another id is not taken, the right one after it is") {
    const local_datagrams server([](const bytes& q) {
      bytes forged = answered(q, 66);
      forged[0] = static_cast<std::uint8_t>(forged[0] + 1);
      return std::vector<bytes>{forged, answered(q, 5)};
    });
    const place p(server);
    CHECK(resolve_host("h.example", p.files)[0].bytes[3] == 5);
  }

  TEST_CASE("a lost question is asked again") {
    int times = 0;
    const local_datagrams server([&times](const bytes& q) {
      return ++times == 1 ? std::vector<bytes>{} : std::vector<bytes>{answered(q, 5)};
    });
    const place p(server);
    CHECK(resolve_host("h.example", p.files)[0].bytes[3] == 5);
    CHECK(server.questions() == 2);
  }

  TEST_CASE("what does not exist is final, silence may pass") {
    const local_datagrams none([](const bytes& q) { return std::vector<bytes>{with_code(q, 3)}; });
    CHECK(error_of("h.example", place(none).files, false) == "there is no host h.example");
    CHECK(none.questions() == 1);
    const local_datagrams empty([](const bytes& q) { return std::vector<bytes>{with_code(q, 0)}; });
    CHECK(error_of("h.example", place(empty).files, false) == "the host h.example has no address");
    CHECK(empty.questions() == 2); // of both versions
    const local_datagrams silent([](const bytes&) { return std::vector<bytes>{}; });
    CHECK(error_of("h.example", place(silent).files, true) ==
          "no name server knows or answers where h.example is");
    CHECK(silent.questions() == 2);
    const local_datagrams failing([](const bytes& q) { return std::vector<bytes>{with_code(q, 2)}; });
    CHECK(error_of("h.example", place(failing).files, true) ==
          "no name server knows or answers where h.example is");
  }
}
