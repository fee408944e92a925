// package/handler_program.hpp -- whether a file is a program that a bare machine of the cloud can start.
#pragma once

#include <cstddef>
#include <span>

#include <package/target.hpp>

namespace package {

/// Refuses what would not start: a script, another machine's program, one that needs a dynamic linker or
/// libraries, one that says that it needs instructions above x86-64-v2.
///
/// Errors  convert::refusal.
/// Source  System V ABI, ELF-64 object file format; x86-64 psABI 1.0, GNU_PROPERTY_X86_ISA_1_NEEDED.
void check_handler(std::span<const std::byte> file, machine wanted);

} // namespace package
