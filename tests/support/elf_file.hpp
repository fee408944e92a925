// support/elf_file.hpp -- a small program file, made field by field.
#pragma once

#include <elf.h>

#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <vector>

namespace support {

/// A static x86-64 program of one executable segment that ends at once with code 0; change what is to be wrong.
class elf_file {
 public:
  elf_file() {
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS64;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_ident[EI_VERSION] = EV_CURRENT;
    header.e_type = ET_EXEC;
    header.e_machine = EM_X86_64;
    header.e_version = EV_CURRENT;
    header.e_ehsize = sizeof header;
    header.e_phoff = sizeof header;
    header.e_phentsize = sizeof(Elf64_Phdr);
    header.e_entry = base + data_at;
    Elf64_Phdr code{};
    code.p_type = PT_LOAD;
    code.p_flags = PF_R | PF_X;
    code.p_vaddr = code.p_paddr = base;
    code.p_align = 4096;
    segments.push_back(code);
    data = std::string("\xB8\x3C\x00\x00\x00\x31\xFF\x0F\x05", 9); // mov eax, 60; xor edi, edi; syscall
  }

  /// Appends data that a further segment of the kind `type` covers; its address.
  Elf64_Addr add(Elf64_Word type, const std::string& what) {
    data.resize((data.size() + 7) / 8 * 8);
    Elf64_Phdr segment{};
    segment.p_type = type;
    segment.p_offset = data_at + data.size();
    segment.p_vaddr = base + segment.p_offset;
    segment.p_filesz = segment.p_memsz = what.size();
    segments.push_back(segment);
    data += what;
    return segment.p_vaddr;
  }

  /// A dynamic section that asks for one library.
  void add_needed(const std::string& library) {
    const Elf64_Addr names = add(PT_NULL, std::string(1, '\0') + library + '\0');
    const Elf64_Dyn entries[] = {{DT_NEEDED, {1}}, {DT_STRTAB, {names}}, {DT_NULL, {0}}};
    std::string section(sizeof entries, '\0');
    std::memcpy(section.data(), entries, sizeof entries);
    add(PT_DYNAMIC, section);
  }

  std::string text() {
    header.e_phnum = static_cast<Elf64_Half>(segments.size());
    std::string out(data_at, '\0');
    segments[0].p_filesz = segments[0].p_memsz = data_at + data.size();
    std::memcpy(out.data(), &header, sizeof header);
    std::memcpy(out.data() + sizeof header, segments.data(), segments.size() * sizeof(Elf64_Phdr));
    return out + data;
  }
  std::vector<std::byte> bytes() {
    const std::string all = text();
    const auto view = std::as_bytes(std::span(all.data(), all.size()));
    return {view.begin(), view.end()};
  }

  Elf64_Ehdr header{};
  std::vector<Elf64_Phdr> segments;
  std::string data;

 private:
  static constexpr Elf64_Addr base = 0x400000;
  static constexpr std::size_t data_at = 512; // room for the headers
};

} // namespace support
