// serve/fetch/dns_message.cpp -- questions and answers, the hostile ones too.
#include <serve/fetch/dns_message.hpp>

#include <random>

#include <serve/fetch/fetch_error.hpp>

#include <doctest/doctest.h>

using namespace serve::fetch;
using bytes = std::vector<std::uint8_t>;
using outcome = dns_answer::outcome;

namespace {

const std::string host = "bucket.s3.example.com";

/// An answer to the question for `host`: the question, with flags and a number of answers, and what follows.
bytes answer_with(std::uint8_t flags_high, std::uint8_t flags_low, std::uint8_t answers, const bytes& rest,
                  record kind = record::a) {
  bytes all = dns_question(0x1234, host, kind);
  all[2] = flags_high;
  all[3] = flags_low;
  all[7] = answers;
  all.insert(all.end(), rest.begin(), rest.end());
  return all;
}

bytes joined(std::initializer_list<bytes> parts) {
  bytes all;
  for (const auto& p : parts) all.insert(all.end(), p.begin(), p.end());
  return all;
}

const bytes to_question{0xC0, 12}; // the name at byte 12
bytes address_record(const bytes& name, std::uint8_t last) {
  return joined({name, {0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 0, 0, last}});
}
/// An alias to "alias".
bytes alias_record(const bytes& name) {
  return joined({name, {0, 5, 0, 1, 0, 0, 0, 60, 0, 7, 5, 'a', 'l', 'i', 'a', 's', 0}});
}
const bytes alias_name{5, 'A', 'l', 'i', 'a', 's', 0};

dns_answer read(const bytes& datagram, record kind = record::a) {
  return read_dns_answer(datagram, 0x1234, host, kind);
}

} // namespace

TEST_SUITE("serve/fetch/dns_message") {
  TEST_CASE("a question is what RFC 1035 says") {
    const bytes expected{0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 'a', 2, 'b', 'c', 0, 0, 28, 0, 1};
    CHECK(dns_question(0x1234, "a.bc", record::aaaa) == expected);
    CHECK(dns_question(0x1234, "a.bc.", record::aaaa) == expected);
    for (const std::string& name :
         {std::string(), std::string("a..b"), std::string(64, 'a'), std::string(".a")}) {
      CHECK_THROWS_AS(dns_question(1, name, record::a), fetch_error);
    }
  }

  TEST_CASE("addresses come from the host's own records or through its aliases") {
    const auto direct = read(
        answer_with(0x81, 0x80, 2, joined({address_record(to_question, 7), address_record(to_question, 8)})));
    CHECK(direct.what == outcome::found);
    REQUIRE(direct.addresses.size() == 2);
    CHECK(direct.addresses[1].bytes[3] == 8);
    // The alias's address before the alias, in other letters, and a stranger's address.
    const auto aliased = read(answer_with(
        0x81, 0x80, 3,
        joined({address_record(alias_name, 9), address_record({1, 'x', 0}, 66), alias_record(to_question)})));
    REQUIRE(aliased.addresses.size() == 1);
    CHECK(aliased.addresses[0].bytes[3] == 9);
  }

  TEST_CASE("version 6 has sixteen bytes") {
    bytes rest = joined({to_question, {0, 28, 0, 1, 0, 0, 0, 60, 0, 16}});
    for (std::uint8_t i = 0; i < 16; ++i) rest.push_back(i);
    const auto answer = read(answer_with(0x81, 0x80, 1, rest, record::aaaa), record::aaaa);
    REQUIRE(answer.addresses.size() == 1);
    CHECK(answer.addresses[0].is_v6);
    CHECK(answer.addresses[0].bytes[15] == 15);
  }

  TEST_CASE("no such host, no address, a failure and a cut answer are told apart") {
    CHECK(read(answer_with(0x81, 0x83, 0, {})).what == outcome::no_such_host);
    CHECK(read(answer_with(0x81, 0x80, 0, {})).what == outcome::no_address);
    CHECK(read(answer_with(0x81, 0x82, 0, {})).what == outcome::failed);
    CHECK(read(answer_with(0x83, 0x80, 0, {})).what == outcome::failed);
    CHECK(read(answer_with(0x83, 0x80, 9, address_record(to_question, 7))).what == outcome::found);
  }

  TEST_CASE("another's answer is not ours") {
    const auto good = answer_with(0x81, 0x80, 1, address_record(to_question, 7));
    CHECK(read_dns_answer(good, 0x1235, host, record::a).what == outcome::not_ours);
    CHECK(read_dns_answer(good, 0x1234, "other.s3.example.com", record::a).what == outcome::not_ours);
    CHECK(read_dns_answer(good, 0x1234, host, record::aaaa).what == outcome::not_ours);
    CHECK(read(answer_with(0x01, 0x80, 1, address_record(to_question, 7))).what == outcome::not_ours);
    CHECK(read_dns_answer(good, 0x1234, "BUCKET.s3.example.com.", record::a).what == outcome::found);
  }

  TEST_CASE("names that point at themselves or in a ring end") {
    const auto size = static_cast<std::uint8_t>(dns_question(1, host, record::a).size());
    CHECK(read(answer_with(0x81, 0x80, 1, address_record({0xC0, size}, 7))).what == outcome::no_address);
    CHECK(read(answer_with(0x81, 0x80, 1, address_record({0xFF, 0xFF}, 7))).what == outcome::no_address);
    // An alias of itself.
    CHECK(
        read(answer_with(0x81, 0x80, 1, joined({to_question, {0, 5, 0, 1, 0, 0, 0, 60, 0, 2}, to_question})))
            .what == outcome::no_address);
  }

  TEST_CASE("damaged datagrams are safe, whatever is damaged") {
    const auto good =
        answer_with(0x81, 0x80, 2, joined({alias_record(to_question), address_record(alias_name, 9)}));
    for (std::size_t n = 0; n <= good.size(); ++n) {
      static_cast<void>(read(bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(n))));
    }
    std::mt19937 random(1);
    for (int i = 0; i < 20000; ++i) {
      auto damaged = good;
      for (int k = 0; k < 3; ++k) damaged[random() % damaged.size()] = static_cast<std::uint8_t>(random());
      for (const auto& a : read(damaged).addresses) CHECK(!a.is_v6);
    }
  }
}
