// package/handler_program.cpp -- the header, the segments and the dynamic section of a program.
#include <package/handler_program.hpp>

#include <elf.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <convert/refusal.hpp>
#include <package/elf_segments.hpp>
#include <pounce/core/bytes.hpp>

namespace package {

namespace {

using bytes = std::span<const std::byte>;
using convert::refusal;

bytes part(bytes file, std::uint64_t at, std::uint64_t size) {
  if (!pounce::in_range(at, size, file.size())) {
    throw refusal("byte " + std::to_string(at) + ": a segment goes past the end of the program");
  }
  return file.subspan(at, size);
}

/// The text at `at`, up to its null character.
std::string text_at(bytes file, std::uint64_t at) {
  std::string text;
  for (; at < file.size() && file[at] != std::byte{0} && text.size() < 256; ++at) {
    text += static_cast<char>(file[at]);
  }
  return text;
}

std::string machine_text(unsigned code) {
  switch (code) {
  case EM_X86_64: return "x86_64";
  case EM_AARCH64: return "arm64";
  case EM_386: return "32-bit x86";
  case EM_ARM: return "32-bit ARM";
  case EM_RISCV: return "RISC-V";
  default: return "machine " + std::to_string(code);
  }
}

Elf64_Ehdr checked_header(bytes file, machine wanted) {
  if (file.size() >= 2 && file[0] == std::byte{'#'} && file[1] == std::byte{'!'}) {
    throw refusal("a script, not a program: the clouds' bare machines have no interpreter for it");
  }
  if (file.size() < EI_NIDENT || std::memcmp(file.data(), ELFMAG, SELFMAG) != 0) {
    throw refusal("not a program for Linux (an ELF file)");
  }
  const auto identity = [&](std::size_t i) { return static_cast<unsigned>(file[i]); };
  if (identity(EI_CLASS) != ELFCLASS64) throw refusal("a 32-bit program");
  if (identity(EI_DATA) != ELFDATA2LSB) throw refusal("a big-endian program");
  const auto header = load<Elf64_Ehdr>(file, 0);
  const std::string is = machine_text(header.e_machine);
  if (is != name_of(wanted)) {
    const auto other = machine_of(is);
    throw refusal("a program for " + is + ", not for " + std::string(name_of(wanted)) +
                  (other ? ": say --arch " + is : ""));
  }
  if (header.e_type != ET_EXEC && header.e_type != ET_DYN) {
    throw refusal(header.e_type == ET_REL ? "an object file, not a program" : "not an executable program");
  }
  return header;
}

/// The byte of the file that is mapped at an address.
std::optional<std::uint64_t> offset_of(const std::vector<Elf64_Phdr>& segments, std::uint64_t address) {
  for (const auto& s : segments) {
    if (s.p_type == PT_LOAD && address >= s.p_vaddr && address - s.p_vaddr < s.p_filesz) {
      return s.p_offset + (address - s.p_vaddr);
    }
  }
  return std::nullopt;
}

/// The names of the libraries that the dynamic section asks for.
std::vector<std::string> libraries_of(bytes file, const std::vector<Elf64_Phdr>& segments) {
  std::vector<std::uint64_t> names;
  std::uint64_t table = 0;
  for (const auto& s : segments) {
    if (s.p_type != PT_DYNAMIC) continue;
    for (std::uint64_t at = 0; at + sizeof(Elf64_Dyn) <= s.p_filesz; at += sizeof(Elf64_Dyn)) {
      const auto entry = load<Elf64_Dyn>(file, s.p_offset + at);
      if (entry.d_tag == DT_NULL) break;
      if (entry.d_tag == DT_NEEDED) names.push_back(entry.d_un.d_val);
      if (entry.d_tag == DT_STRTAB) table = entry.d_un.d_ptr;
    }
  }
  const auto texts = offset_of(segments, table);
  std::vector<std::string> libraries;
  libraries.reserve(names.size());
  for (const auto name : names) {
    libraries.push_back(texts ? text_at(file, *texts + name) : std::string("a library"));
  }
  return libraries;
}

void check_static(bytes file, const std::vector<Elf64_Phdr>& segments) {
  const auto libraries = libraries_of(file, segments);
  std::string needed;
  for (const auto& name : libraries) needed += (needed.empty() ? "" : ", ") + name;
  for (const auto& s : segments) {
    if (s.p_type != PT_INTERP) continue;
    const auto linker =
        text_at(file.first(std::min<std::uint64_t>(file.size(), s.p_offset + s.p_filesz)), s.p_offset);
    throw refusal("dynamically linked: needs " + linker + (needed.empty() ? "" : ", " + needed) +
                  "; link it with -static");
  }
  if (!needed.empty()) throw refusal("a shared library that needs " + needed + ", not a program");
}

void check_runs(const Elf64_Ehdr& header, const std::vector<Elf64_Phdr>& segments) {
  const bool runs = std::any_of(segments.begin(), segments.end(), [&](const auto& s) {
    return s.p_type == PT_LOAD && (s.p_flags & PF_X) != 0 && header.e_entry >= s.p_vaddr &&
           header.e_entry - s.p_vaddr < s.p_memsz;
  });
  if (!runs) throw refusal("nothing in it can be started: the entry is in no executable segment");
}

/// The levels of x86-64 that the program says it needs: bit 0 is the baseline, bit 1 is v2, and so on.
std::uint32_t needed_levels(bytes file, const std::vector<Elf64_Phdr>& segments) {
  constexpr std::uint32_t isa_needed = 0xC0008002;
  for (const auto& s : segments) {
    if (s.p_type != PT_GNU_PROPERTY) continue;
    const auto note = part(file, s.p_offset, s.p_filesz);
    const auto head = load<Elf64_Nhdr>(note, 0);
    std::uint64_t at = sizeof head + pounce::align_up(head.n_namesz, 4);
    const std::uint64_t end = std::min<std::uint64_t>(note.size(), at + head.n_descsz);
    while (at + 2 * sizeof(std::uint32_t) <= end) {
      const auto type = load<std::uint32_t>(note, at);
      const auto size = load<std::uint32_t>(note, at + 4);
      if (type == isa_needed) return load<std::uint32_t>(note, at + 8);
      at += 8 + pounce::align_up(std::uint64_t{size}, 8);
    }
  }
  return 0;
}

} // namespace

void check_handler(bytes file, machine wanted) {
  const auto header = checked_header(file, wanted);
  const auto segments = segments_of(file, header);
  check_static(file, segments);
  check_runs(header, segments);
  if (wanted != machine::x86_64) return;
  const auto levels = needed_levels(file, segments);
  for (unsigned level = 4; level > 2; --level) {
    if ((levels >> (level - 1) & 1U) == 0) continue;
    throw refusal("needs the instructions of x86-64-v" + std::to_string(level) +
                  ", which not every machine of the cloud has: compile it for x86-64-v2");
  }
}

} // namespace package
