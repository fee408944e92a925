#include <pounce/serve/base64.hpp>

#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace {

std::optional<std::string> decoded(std::string text) {
  const auto size = pounce::serving::base64_decode(std::span<char>(text));
  if (!size) return std::nullopt;
  return text.substr(0, *size);
}

std::string encoded(std::string text) {
  const std::size_t bytes = text.size();
  text.resize(pounce::serving::base64_size(bytes));
  pounce::serving::base64_encode(std::span<char>(text), bytes);
  return text;
}

} // namespace

TEST_SUITE("base64") {
  TEST_CASE("the vectors of RFC 4648, section 10, both ways") {
    const std::pair<const char*, const char*> vectors[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
    };
    for (const auto& [plain, text] : vectors) {
      CHECK(encoded(plain) == text);
      CHECK(decoded(text) == std::string(plain));
    }
  }

  TEST_CASE("all bytes come back, at every length") {
    std::string all;
    for (int i = 0; i < 256; ++i) {
      CHECK(decoded(encoded(all)) == all);
      all.push_back(static_cast<char>(i));
    }
    CHECK(encoded("\xff\xff\xfe") == "///+");
  }

  TEST_CASE("half a group, foreign characters, padding inside and bits left over are refused") {
    for (const char* text :
         {"Zg", "Zg=", "Z===", "====", "Zg==Zg==", "Zm9v\n", "Zm 9", "Zh==", "Zm9=", "Zm-_", "=Zg="}) {
      CAPTURE(text);
      CHECK_FALSE(decoded(text));
    }
  }
}
