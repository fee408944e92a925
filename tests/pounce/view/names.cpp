#include <pounce/view/names.hpp>

#include <cstddef>

#include <pounce/view/open.hpp>
#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

using pounce::errc;
using pounce::format::section_kind;
using support::model_bytes;

namespace {

pounce::failure output_refusal(std::size_t field, std::uint32_t value) {
  model_bytes file("tree");
  file.put(file.element(section_kind::outputs, 0) + field, value);
  const auto opened = pounce::view::open(file.bytes(), pounce::view::node_check::every_node);
  REQUIRE_FALSE(opened);
  return opened.error();
}

/// Whether check_names passes a file with one number changed.
pounce::result<void> names_of(section_kind kind, std::size_t field, std::uint32_t value) {
  model_bytes file("categories");
  file.put(file.element(kind, 0) + field, value);
  const auto opened = pounce::view::open(file.bytes(), pounce::view::node_check::every_node);
  REQUIRE(opened); // opening leaves the names alone
  return pounce::view::check_names(*opened);
}

} // namespace

TEST_SUITE("view/names") {
  TEST_CASE("an output reads columns that exist, and its labels and name do too") {
    using pounce::format::output;
    for (const std::size_t field :
         {offsetof(output, name), offsetof(output, address), offsetof(output, width),
          offsetof(output, first_label), offsetof(output, label_count)}) {
      CAPTURE(field);
      CHECK(output_refusal(field, 0xFFFF'FFFFU).code == errc::bad_output);
    }
    CHECK(output_refusal(offsetof(output, what), 4).code == errc::bad_output); // before the others
  }

  TEST_CASE("names, labels and hash tables are held to their tables") {
    CHECK(pounce::view::check_names(
        *pounce::view::open(model_bytes("categories").bytes(), pounce::view::node_check::every_node)));
    CHECK(names_of(section_kind::text_ends, 0, 0xFFFF'FFFFU).error().code == errc::bad_text);
    CHECK(names_of(section_kind::labels, offsetof(pounce::format::label, text), 0xFFFFU).error().code ==
          errc::bad_text);
    CHECK(names_of(section_kind::labels, offsetof(pounce::format::label, kind), 4).error().code ==
          errc::bad_text);
    CHECK(names_of(section_kind::features, offsetof(pounce::format::feature, name), 0xFFFFU).error().code ==
          errc::bad_text);
    CHECK(names_of(section_kind::features, offsetof(pounce::format::feature, label_count), 0xFFFFU)
              .error()
              .code == errc::bad_text);
    CHECK(names_of(section_kind::features, offsetof(pounce::format::feature, index_count), 3).error().code ==
          errc::bad_text);
    CHECK(names_of(section_kind::name_index, 0, 0xFFFFU).error().code == errc::bad_text);
    CHECK(names_of(section_kind::provenance, 0, 0xFFFFU).error().code == errc::bad_text);
  }
}
