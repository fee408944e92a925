// tests/convert/syntax/protobuf/message.cpp -- fields of well formed messages, and what is said of the others.
#include <convert/syntax/protobuf/message.hpp>

#include <cstddef>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <convert/refusal.hpp>
#include <support/onnx_encoder.hpp>

using namespace std::string_literals;
using support::onnx::as_bytes;
using encoder = support::onnx::message;
using convert::protobuf::message;

namespace {

/// Reads all fields of the message, and those of nested ones below field 1.
std::string refused(const std::string& bytes) {
  try {
    message m(as_bytes(bytes));
    while (m.next()) m.skip();
    return "";
  } catch (const convert::refusal& why) {
    return why.what();
  }
}

template <class Use>
std::string refused(const std::string& bytes, Use use) {
  try {
    message m(as_bytes(bytes));
    m.next();
    use(m);
    return "";
  } catch (const convert::refusal& why) {
    return why.what();
  }
}

} // namespace

TEST_SUITE("convert/syntax/protobuf/message") {

  TEST_CASE("fields come in the order of the bytes") {
    const std::string bytes = encoder().integer(1, -5).bytes(2, "abc").real(3, 1.5F).text();
    message m(as_bytes(bytes));
    REQUIRE(m.next());
    CHECK(m.field() == 1);
    CHECK(m.integer() == -5);
    REQUIRE(m.next());
    CHECK(m.text() == "abc");
    CHECK(m.position() == 11);
    REQUIRE(m.next());
    CHECK(m.float32() == 1.5F);
    CHECK_FALSE(m.next());
  }

  TEST_CASE("a field that nobody takes is skipped") {
    const std::string bytes = encoder().bytes(2, "abc").integer(9, 300).text();
    message m(as_bytes(bytes));
    REQUIRE(m.next());
    REQUIRE(m.next());
    CHECK(m.integer() == 300);
  }

  TEST_CASE("repeated numbers are read packed and one by one") {
    const std::string bytes = encoder()
                                  .integers(1, {1, -1, 300})
                                  .integer(1, 7)
                                  .run<float>(2, {0.5F, 2})
                                  .real(2, 4)
                                  .run<double>(3, {8})
                                  .text();
    message m(as_bytes(bytes));
    std::vector<std::int64_t> integers;
    std::vector<float> floats;
    std::vector<double> doubles;
    while (m.next()) {
      if (m.field() == 1) m.append_to(integers);
      if (m.field() == 2) m.append_to(floats);
      if (m.field() == 3) m.append_to(doubles);
    }
    CHECK(integers == std::vector<std::int64_t>{1, -1, 300, 7});
    CHECK(floats == std::vector<float>{0.5F, 2, 4});
    CHECK(doubles == std::vector<double>{8});
  }

  TEST_CASE("offsets within nested messages count from the start of the file") {
    const std::string bytes =
        encoder().bytes(1, "xy").nested(2, encoder().integer(3, 1).bytes(4, "z")).text();
    message m(as_bytes(bytes));
    m.next();
    m.next();
    message inner = m.nested();
    inner.next();
    CHECK(inner.position() == 6);
    inner.next();
    CHECK(inner.position() == 8);
  }

  TEST_CASE("what is cut short is refused") {
    CHECK(refused("\x0a\x05"s + "abc") == "byte 0: a field of 5 bytes is cut short");
    CHECK(refused("\x08\xff"s) == "byte 0: an integer is cut short or longer than 10 bytes");
    CHECK(refused("\x08"s + std::string(11, '\xff')) ==
          "byte 0: an integer is cut short or longer than 10 bytes");
    CHECK(refused("\x0d\x01\x02"s) == "byte 0: a field of 4 bytes is cut short");
    CHECK(refused("\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s) ==
          "byte 0: a field of 18446744073709551615 bytes is cut short");
  }

  TEST_CASE("what Protocol Buffers do not have is refused") {
    CHECK(refused("\x08\x01\x0b"s) == "byte 2: groups are not supported");
    CHECK(refused("\x0f"s) == "byte 0: wire type 7 does not exist");
    CHECK(refused("\x02\x00"s) == "byte 0: a field has number 0");
  }

  TEST_CASE("a field of another kind is refused") {
    CHECK(refused(encoder().bytes(5, "a").text(), [](message& m) { m.integer(); }) ==
          "byte 0: field 5 has wire type 2 instead of 0");
    CHECK(refused(encoder().integer(5, 1).text(), [](message& m) { m.text(); }) ==
          "byte 0: field 5 has wire type 0 instead of 2");
    CHECK(refused(encoder().bytes(1, "abc").text(), [](message& m) {
            std::vector<float> floats;
            m.append_to(floats);
          }) == "byte 0: a run of floats is cut short");
  }

  TEST_CASE("messages are nested 64 deep, no more") {
    std::string bytes;
    for (int i = 0; i < 65; ++i) bytes = encoder().bytes(1, bytes).text();
    message m(as_bytes(bytes));
    std::vector<message> nested{m};
    for (int i = 0; i < 64; ++i) {
      REQUIRE(nested.back().next());
      nested.push_back(nested.back().nested());
    }
    REQUIRE(nested.back().next());
    CHECK_THROWS_AS(nested.back().nested(), convert::refusal);
  }
}
