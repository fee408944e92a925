// package/handler_program.cpp -- what would not start is refused by name.
#include <package/handler_program.hpp>

#include <cstdint>

#include <convert/refusal.hpp>
#include <support/elf_file.hpp>

#include <doctest/doctest.h>

using package::machine;
using support::elf_file;

namespace {

std::string refusal_of(std::span<const std::byte> bytes, machine wanted = machine::x86_64) {
  try {
    package::check_handler(bytes, wanted);
  } catch (const convert::refusal& why) {
    return why.what();
  }
  return "none";
}
std::string refusal_of(elf_file file, machine wanted = machine::x86_64) {
  return refusal_of(file.bytes(), wanted);
}
std::string refusal_of(const std::string& text) {
  return refusal_of(std::as_bytes(std::span(text.data(), text.size())));
}

/// The property note of a program whose linker was told which levels of x86-64 it needs.
std::string property_note(std::uint32_t levels) {
  const std::uint32_t words[] = {4, 16, NT_GNU_PROPERTY_TYPE_0, 0x00554E47, 0xC0008002, 4, levels, 0};
  std::string text(sizeof words, '\0');
  std::memcpy(text.data(), words, sizeof words);
  return text;
}

} // namespace

TEST_SUITE("package/handler_program") {
  TEST_CASE("a static program is taken, for the machine that it is for") {
    elf_file file;
    CHECK(refusal_of(file) == "none");
    file.header.e_type = ET_DYN; // static-pie
    CHECK(refusal_of(file) == "none");
    CHECK(refusal_of(file, machine::arm64) == "a program for x86_64, not for arm64: say --arch x86_64");
    file.header.e_machine = EM_AARCH64;
    CHECK(refusal_of(file) == "a program for arm64, not for x86_64: say --arch arm64");
    CHECK(refusal_of(file, machine::arm64) == "none");
    file.header.e_machine = EM_RISCV;
    CHECK(refusal_of(file) == "a program for RISC-V, not for x86_64");
  }

  TEST_CASE("what is no program for Linux is refused") {
    CHECK(refusal_of(std::string("#!/bin/sh\necho\n")) ==
          "a script, not a program: the clouds' bare machines have no interpreter for it");
    CHECK(refusal_of(std::string("MZ\x90")) == "not a program for Linux (an ELF file)");
    CHECK(refusal_of(std::string(100, 'x')) == "not a program for Linux (an ELF file)");
    elf_file file;
    file.header.e_ident[EI_CLASS] = ELFCLASS32;
    CHECK(refusal_of(file) == "a 32-bit program");
    file.header.e_ident[EI_CLASS] = ELFCLASS64;
    file.header.e_ident[EI_DATA] = ELFDATA2MSB;
    CHECK(refusal_of(file) == "a big-endian program");
    file.header.e_ident[EI_DATA] = ELFDATA2LSB;
    file.header.e_type = ET_REL;
    CHECK(refusal_of(file) == "an object file, not a program");
    file.header.e_type = ET_CORE;
    CHECK(refusal_of(file) == "not an executable program");
  }

  TEST_CASE("a program that needs a dynamic linker or libraries is refused with their names") {
    elf_file file;
    file.add(PT_INTERP, std::string("/lib64/ld-linux-x86-64.so.2") + '\0');
    CHECK(refusal_of(file) == "dynamically linked: needs /lib64/ld-linux-x86-64.so.2; link it with -static");
    file.add_needed("libc.so.6");
    CHECK(refusal_of(file) ==
          "dynamically linked: needs /lib64/ld-linux-x86-64.so.2, libc.so.6; link it with -static");
    elf_file library;
    library.header.e_type = ET_DYN;
    library.add_needed("libm.so.6");
    CHECK(refusal_of(library) == "a shared library that needs libm.so.6, not a program");
  }

  TEST_CASE("a program without code to start is refused") {
    elf_file file;
    file.segments[0].p_flags = PF_R;
    CHECK(refusal_of(file) == "nothing in it can be started: the entry is in no executable segment");
    file.segments[0].p_flags = PF_R | PF_X;
    file.header.e_entry = 0x1000;
    CHECK(refusal_of(file) == "nothing in it can be started: the entry is in no executable segment");
    file.header.e_phentsize = 32;
    CHECK(refusal_of(file) == "a program without segments");
  }

  TEST_CASE("instructions above x86-64-v2 are refused where the program says so") {
    for (const std::uint32_t levels : {1U, 3U}) {
      elf_file file;
      file.add(PT_GNU_PROPERTY, property_note(levels));
      CHECK(refusal_of(file) == "none");
    }
    elf_file file;
    file.add(PT_GNU_PROPERTY, property_note(7));
    CHECK(refusal_of(file) ==
          "needs the instructions of x86-64-v3, which not every machine of the cloud has: "
          "compile it for x86-64-v2");
  }

  TEST_CASE("a damaged program is refused at whatever byte it ends or lies") {
    elf_file whole;
    whole.add(PT_INTERP, std::string("/lib/ld.so") + '\0');
    whole.add_needed("libc.so.6");
    whole.add(PT_GNU_PROPERTY, property_note(1));
    const auto bytes = whole.bytes();
    for (std::size_t n = 0; n < bytes.size(); ++n) CHECK(refusal_of(std::span(bytes).first(n)) != "none");
    elf_file far;
    far.header.e_phoff = ~std::uint64_t{0} - 8;
    CHECK(refusal_of(far) == "byte 18446744073709551607: the program ends too early");
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      auto damaged = bytes;
      damaged[i] = std::byte{0xFF};
      static_cast<void>(refusal_of(damaged)); // the sanitizers watch
    }
  }
}
