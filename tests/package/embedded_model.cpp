// package/embedded_model.cpp -- a model goes to the end of a program, where the program has left a place for it.
#include <package/embedded_model.hpp>

#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <convert/refusal.hpp>
#include <serve/embedded/model_place.hpp>
#include <support/elf_file.hpp>

#include <doctest/doctest.h>

using support::elf_file;

namespace {

using segments = std::vector<Elf64_Phdr>;

constexpr std::size_t table_at = sizeof(Elf64_Ehdr);

segments segments_of(const std::string& program) {
  segments two(2);
  std::memcpy(two.data(), program.data() + table_at, 2 * sizeof(Elf64_Phdr));
  return two;
}

/// A program that ends in a place for a model: segment 0 is its code, segment 1 the place.
std::string program(const std::function<void(segments&)>& change = [](segments&) {}) {
  elf_file file;
  std::string place(serve::place_mark);
  place.resize(sizeof(serve::model_place));
  file.add(PT_LOAD, place);
  std::string text = file.text();
  auto two = segments_of(text);
  two[0].p_filesz = two[0].p_memsz = two[1].p_offset; // elf_file lets it cover everything
  change(two);
  std::memcpy(text.data() + table_at, two.data(), 2 * sizeof(Elf64_Phdr));
  return text;
}

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

std::string packed(const std::string& file, std::string_view model = "the model") {
  const auto out = package::with_model(bytes_of(file), bytes_of(model));
  return {reinterpret_cast<const char*>(out.data()), out.size()}; // NOLINT: bytes as text
}

std::string refusal_of(const std::string& file) {
  try {
    packed(file);
  } catch (const convert::refusal& why) {
    return why.what();
  }
  return "none";
}
std::string refusal_after(const std::function<void(segments&)>& change) {
  return refusal_of(program(change));
}

const std::string no_place =
    "it has no place for a model (the stock handler has); `pounce embed` puts one into a program of "
    "your own when it is compiled";

} // namespace

TEST_SUITE("package/embedded_model") {
  TEST_CASE("the model follows its place, and the segment has its length") {
    const std::string file = program();
    const std::string out = packed(file + "a table of sections");
    CHECK(out.size() == file.size() + 9);
    CHECK(out.ends_with("the model"));
    const auto place = segments_of(out)[1];
    CHECK(place.p_filesz == 64 + 9);
    CHECK(place.p_memsz == 64 + 9);
    std::uint64_t stated = 0;
    std::memcpy(&stated, out.data() + place.p_offset + 56, sizeof stated);
    CHECK(stated == 9);
    Elf64_Ehdr header;
    std::memcpy(&header, out.data(), sizeof header);
    CHECK(header.e_shoff == 0);
    CHECK(header.e_shnum == 0);
  }

  TEST_CASE("a program without a place at its end is refused") {
    CHECK(refusal_after([](auto&) {}) == "none");
    CHECK(refusal_after([](auto& s) { s[1].p_type = PT_NOTE; }) == no_place);
    CHECK(refusal_after([](auto& s) { s[1].p_filesz = 63; }) == no_place);
    CHECK(refusal_after([](auto& s) { s[1].p_offset -= 8; }) == no_place);
    CHECK(refusal_after([](auto& s) { s[0].p_filesz += 1; }) == no_place); // loaded from behind it
    CHECK(refusal_after([](auto& s) { s[0].p_vaddr = s[1].p_vaddr + 4096; }) ==
          no_place); // loaded to behind it
    CHECK(refusal_after([](auto& s) { s[1].p_offset = 1U << 20; }) ==
          "byte 1048576: the program ends too early");
    CHECK(refusal_after([](auto& s) {
            s[0].p_offset = 8;
            s[0].p_filesz = ~std::uint64_t{0};
          }) == no_place);
  }

  TEST_CASE("a program whose table of segments stands behind the place is refused") {
    std::string file = program();
    Elf64_Ehdr header;
    std::memcpy(&header, file.data(), sizeof header);
    const std::string table = file.substr(header.e_phoff, 2 * sizeof(Elf64_Phdr));
    header.e_phoff = file.size();
    std::memcpy(file.data(), &header, sizeof header);
    CHECK(refusal_of(file + table) == no_place);
  }

  TEST_CASE("a place that is taken is no place") {
    std::string file = program();
    file.back() = 1;
    CHECK(refusal_of(file) == no_place);
  }
}
