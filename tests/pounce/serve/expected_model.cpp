#include <pounce/serve/expected_model.hpp>

#include <string>

#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

using namespace pounce::serving;

namespace {

std::string text_of(const pounce::content_id& id) {
  char space[64];
  pounce::serving::text_writer to(space);
  write_id(id, to);
  return std::string(to.text());
}

/// What is said against a model; empty if nothing is.
std::string complaint(const pounce::model& m, const char* wanted) {
  char space[512];
  text_writer why(space);
  const bool right = is_expected(m, "m.pounce", wanted, why);
  CHECK(right == why.text().empty());
  return std::string(why.text());
}

} // namespace

TEST_SUITE("expected_model") {
  TEST_CASE("an id is 32 hexadecimal digits in either case and nothing else") {
    const auto id = content_id_of("00ff0123456789abcdefABCDEF7f80e1");
    REQUIRE(id);
    CHECK(text_of(*id) == "00ff0123456789abcdefabcdef7f80e1");
    const std::string digits(32, '7');
    CHECK(content_id_of(digits));
    for (const char c : {'g', 'G', '/', ':', '@', '`', ' ', '\0', '\xff'}) {
      for (const std::size_t at : {0U, 15U, 31U}) {
        std::string text = digits;
        text[at] = c;
        CHECK_FALSE(content_id_of(text));
      }
    }
    for (const std::size_t size : {0U, 31U, 33U, 64U}) CHECK_FALSE(content_id_of(std::string(size, '7')));
  }

  TEST_CASE("no id, or an empty one, is content with any model; another id is not, and says both") {
    const auto m = pounce::model::open(support::valid_path("tree").c_str());
    REQUIRE(m);
    const std::string id = text_of(m->id());
    CHECK(complaint(*m, nullptr) == "");
    CHECK(complaint(*m, "") == "");
    CHECK(complaint(*m, id.c_str()) == "");
    std::string other = id;
    other.back() = other.back() == '0' ? '1' : '0';
    CHECK(complaint(*m, other.c_str()) ==
          "m.pounce: its content id is " + id + ", not " + other + " (POUNCE_MODEL_ID)");
    CHECK(complaint(*m, id.substr(1).c_str()) ==
          "POUNCE_MODEL_ID is no content id: 32 digits, as `pounce check` prints them");
  }
}
