#include <pounce/view/sections.hpp>

#include <array>
#include <span>

#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

using pounce::errc;
using pounce::format::header;
using pounce::format::section;
using pounce::format::section_kind;
using support::model_bytes;

namespace {

/// The failure that reading the sections gives.
pounce::failure refusal_of(const model_bytes& file) {
  const auto read = pounce::view::read_sections(file.bytes());
  REQUIRE_FALSE(read);
  return read.error();
}

void check_refused(const model_bytes& file, errc code, std::size_t where) {
  const auto why = refusal_of(file);
  CHECK(pounce::message(why.code) == pounce::message(code));
  CHECK(why.where == where);
}

} // namespace

TEST_SUITE("view/sections") {
  TEST_CASE("a valid file has a program, answers and features") {
    const model_bytes file("smallest");
    const auto read = pounce::view::read_sections(file.bytes());
    REQUIRE(read);
    CHECK(read->of<section_kind::about>().size() == 64);
    CHECK(read->of<section_kind::steps>().size() >= 64);
    CHECK_FALSE(read->of<section_kind::features>().empty());
    CHECK(read->of<section_kind::nodes>().empty());
  }

  TEST_CASE("each field of the header is refused for its own reason") {
    const auto changed = [](std::size_t offset, auto value) {
      return model_bytes("smallest").put(offset, value).seal();
    };
    check_refused(changed(0, std::uint8_t{0x88}), errc::not_a_model, 0);
    check_refused(changed(offsetof(header, major), std::uint16_t{2}), errc::newer_version,
                  offsetof(header, major));
    check_refused(changed(offsetof(header, requirements), 1U), errc::unknown_requirement,
                  offsetof(header, requirements));
    check_refused(changed(offsetof(header, file_bytes), std::uint64_t{2089}), errc::wrong_size,
                  offsetof(header, file_bytes));
    check_refused(changed(offsetof(header, section_count), 65U), errc::bad_header,
                  offsetof(header, section_count));
    check_refused(changed(offsetof(header, header_bytes), 64U), errc::bad_header,
                  offsetof(header, header_bytes));
    check_refused(changed(offsetof(header, reserved), std::uint64_t{1}), errc::bad_header,
                  offsetof(header, reserved));
    check_refused(model_bytes("smallest").put(offsetof(header, header_crc32c), 0U), errc::bad_checksum,
                  offsetof(header, header_crc32c));
  }

  TEST_CASE("a hint that the reader does not know and a newer minor version are ignored") {
    const auto hinted = model_bytes("smallest")
                            .put(offsetof(header, hints), 0x10U)
                            .put(offsetof(header, minor), std::uint16_t{7})
                            .seal();
    CHECK(pounce::view::read_sections(hinted.bytes()));
  }

  TEST_CASE("a section out of place, of another element or empty is refused at its entry") {
    const model_bytes valid("smallest");
    const std::size_t entry = valid.entry(section_kind::steps);
    const auto s = valid.at<section>(entry);
    const auto changed = [&](std::size_t offset, auto value) {
      return model_bytes("smallest").put(entry + offset, value).seal();
    };
    check_refused(changed(offsetof(section, offset), s.offset + 64), errc::bad_section, entry);
    check_refused(changed(offsetof(section, offset), std::uint64_t{0} - 64), errc::bad_section, entry);
    check_refused(changed(offsetof(section, length_bytes), std::uint64_t{0}), errc::bad_section, entry);
    check_refused(changed(offsetof(section, length_bytes), ~std::uint64_t{0} - 63), errc::bad_section, entry);
    check_refused(changed(offsetof(section, element_bytes), 32U), errc::bad_section, entry);
    check_refused(changed(offsetof(section, element_bytes), 0U), errc::bad_section, entry);
    check_refused(changed(offsetof(section, reserved), 1U), errc::bad_section, entry);
  }

  TEST_CASE("a section of an unknown kind is skipped if it is ancillary and refused if not") {
    const model_bytes valid("smallest");
    const std::size_t entry = valid.entry(section_kind::provenance);
    const auto unknown = pounce::format::four_letters("ZZZZ");
    CHECK(pounce::view::read_sections(
        model_bytes("smallest").put(entry, unknown | pounce::format::ancillary).seal().bytes()));
    check_refused(model_bytes("smallest").put(entry, unknown).seal(), errc::unknown_section, entry);
  }

  TEST_CASE("a kind that comes twice or out of order is refused") {
    const model_bytes valid("smallest");
    const std::size_t entry = valid.entry(section_kind::outputs);
    const auto again = static_cast<std::uint32_t>(section_kind::about);
    check_refused(model_bytes("smallest").put(entry, again).seal(), errc::unknown_section, entry);
  }

  TEST_CASE("bytes between sections are zero: opening does not look, checking does") {
    model_bytes padded("tree");
    const auto h = padded.at<header>(0);
    std::uint64_t end = h.header_bytes;
    int gaps = 0;
    for (std::uint32_t i = 0; i < h.section_count; ++i) {
      const std::size_t entry = sizeof(header) + i * sizeof(section);
      const auto s = padded.at<section>(entry);
      if (end < s.offset) {
        CAPTURE(i);
        ++gaps;
        padded.bytes()[s.offset - 1] = std::byte{1};
        CHECK(pounce::view::read_sections(padded.bytes()));
        const auto checked = pounce::view::check_contents(padded.bytes(), h);
        REQUIRE_FALSE(checked);
        CHECK(checked.error().code == errc::bad_section);
        CHECK(checked.error().where == entry);
        padded.bytes()[s.offset - 1] = std::byte{0};
      }
      end = s.offset + s.length_bytes;
    }
    CHECK(gaps > 3);
  }

  TEST_CASE("no bytes follow the last section") {
    model_bytes longer("smallest");
    longer.bytes().resize(longer.bytes().size() + 64);
    longer.put(offsetof(header, file_bytes), std::uint64_t{longer.bytes().size()}).seal();
    check_refused(longer, errc::wrong_size, offsetof(header, file_bytes));
  }

  TEST_CASE("every truncation is refused") {
    const model_bytes valid("tree");
    const pounce::byte_span all(valid.bytes());
    for (std::size_t n = 0; n < all.size(); ++n) {
      CAPTURE(n);
      const auto read = pounce::view::read_sections(all.first(n));
      REQUIRE_FALSE(read);
      CHECK((read.error().code == errc::too_short || read.error().code == errc::wrong_size));
    }
  }

  TEST_CASE("every changed bit of header and table is noticed") {
    model_bytes file("smallest");
    const auto header_bytes = file.at<header>(0).header_bytes;
    for (std::size_t i = 0; i < header_bytes; ++i) {
      for (int bit = 0; bit < 8; ++bit) {
        CAPTURE(i);
        const auto whole = file.bytes()[i];
        file.bytes()[i] = whole ^ static_cast<std::byte>(1 << bit);
        CHECK_FALSE(pounce::view::read_sections(file.bytes()));
        file.bytes()[i] = whole;
      }
    }
  }

  TEST_CASE("a changed bit of a section is noticed by its checksum") {
    model_bytes file("tree");
    const auto h = file.at<header>(0);
    CHECK(pounce::view::check_contents(file.bytes(), h));
    const std::size_t entry = file.entry(section_kind::nodes);
    file.bytes()[file.element(section_kind::nodes) + 5] ^= std::byte{4};
    const auto checked = pounce::view::check_contents(file.bytes(), h);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().code == errc::bad_checksum);
    CHECK(checked.error().where == entry);
  }
}
