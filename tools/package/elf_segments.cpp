// package/elf_segments.cpp -- the program header table.
#include <package/elf_segments.hpp>

namespace package {

std::vector<Elf64_Phdr> segments_of(std::span<const std::byte> file, const Elf64_Ehdr& header) {
  std::vector<Elf64_Phdr> segments;
  if (header.e_phentsize != sizeof(Elf64_Phdr)) throw convert::refusal("a program without segments");
  for (std::uint64_t i = 0; i < header.e_phnum; ++i) {
    segments.push_back(load<Elf64_Phdr>(file, header.e_phoff + i * sizeof(Elf64_Phdr)));
  }
  return segments;
}

} // namespace package
