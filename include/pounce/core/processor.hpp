// pounce/core/processor.hpp -- what the processor can, as far as the C library has found out already.
#pragma once

#include <cstdint>
#include <optional>

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

#include <pounce/core/arch.hpp>

#if defined(__x86_64__) && defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 33)
// <sys/platform/x86.h> says this too, but clang++ does not take its _Bool.
extern "C" const struct cpuid_feature* __x86_get_cpuid_feature_leaf(unsigned int);
#endif
#endif

namespace pounce {

/// Answers of the instruction CPUID. What the operating system does not save counts as absent.
struct cpuid_bits {
  std::uint32_t leaf1_ecx; // CPUID.1:ECX
  std::uint32_t leaf7_ebx; // CPUID.(7,0):EBX
};

/// The bits that the loader has asked for already; none with a C library that does not tell.
///
/// Cost    40 ns and no trap. Not __builtin_cpu_supports nor ifuncs: those cost 40 to 130 us before main where this
///         was measured; and CPUID traps under a hypervisor: 6 us each.
/// Source  glibc 2.33, sysdeps/x86/include/cpu-features.h.
template <class Arch = default_arch>
[[gnu::always_inline]] inline std::optional<cpuid_bits> library_cpuid() noexcept {
#if defined(__x86_64__) && defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 33)
  struct leaf {
    std::uint32_t cpuid[4]; // eax, ebx, ecx, edx
    std::uint32_t active[4];
  };
  leaf one{};
  leaf seven{};
  __builtin_memcpy(&one, static_cast<const void*>(__x86_get_cpuid_feature_leaf(0)), sizeof(leaf));
  __builtin_memcpy(&seven, static_cast<const void*>(__x86_get_cpuid_feature_leaf(1)), sizeof(leaf));
  return cpuid_bits{one.active[2], seven.active[1]};
#endif
#endif
  return std::nullopt;
}

/// Whether there is an instruction for CRC-32C, and that can be known for nothing.
///
/// Source  Intel SDM volume 2A, CPUID: SSE4.2 is bit 20 of ECX; Linux, arch/arm64/include/uapi/asm/hwcap.h: CRC32 is
///         bit 7.
template <class Arch = default_arch>
[[gnu::always_inline]] inline bool has_crc32c() noexcept {
#if defined(__aarch64__) && defined(__linux__)
  return (::getauxval(AT_HWCAP) & (1U << 7)) != 0;
#else
  const auto bits = library_cpuid<Arch>();
  return bits && (bits->leaf1_ecx & (1U << 20)) != 0;
#endif
}

} // namespace pounce
