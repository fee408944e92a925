#include <pounce/view/program.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <pounce/view/open.hpp>
#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

using pounce::view::find_name;

TEST_SUITE("view/program") {
  TEST_CASE("a name is found in a hash table at its position, another is not") {
    const std::vector<std::string> names{"age", "income", "job"};
    std::vector<std::uint32_t> table(8, 0);
    for (std::uint32_t i = 0; i < names.size(); ++i) {
      std::size_t cell = pounce::format::name_hash(names[i]) & 7;
      while (table[cell] != 0) cell = (cell + 1) & 7;
      table[cell] = i + 1;
    }
    const auto text_of = [&](std::size_t i) { return std::string_view(names[i]); };
    for (std::uint32_t i = 0; i < names.size(); ++i) CHECK(find_name(table, names[i], text_of) == i);
    CHECK_FALSE(find_name(table, "debt", text_of));
    CHECK_FALSE(find_name({}, "age", text_of));
  }

  TEST_CASE("a search in a full table ends") {
    const std::vector<std::uint32_t> full(8, 1);
    CHECK_FALSE(find_name(full, "age", [](std::size_t) { return std::string_view("income"); }));
  }

  TEST_CASE("texts that do not fit their table are empty") {
    support::model_bytes file("categories");
    file.put(file.element(pounce::format::section_kind::text_ends, 1), 0xFFFF'FFFFU);
    const auto opened = pounce::view::open(file.bytes(), pounce::view::node_check::every_node);
    REQUIRE(opened);
    CHECK_FALSE(opened->text_at(0).empty());
    CHECK(opened->text_at(1).empty());
    CHECK(opened->text_at(2).empty());
    CHECK(opened->text_at(0xFFFF'FFFFU).empty());
  }
}
