// pounce/kernels/isa.hpp -- which instruction sets the machine has, found out at run time.
#pragma once

#include <cstdint>
#include <string_view>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include <pounce/core/arch.hpp>
#include <pounce/core/processor.hpp>

namespace pounce::kernels {

/// What the heavy steps can be run with. avx2 means FMA and F16C too, avx512 means F, BW, DQ and VL.
enum class isa : std::uint8_t { baseline, avx2, avx512 };

namespace detail {

/// The best set, given CPUID's bits: those that the operating system does not save count as absent.
///
/// Shapes  leaf1_ecx: CPUID.1:ECX; leaf7_ebx: CPUID.(7,0):EBX.
/// Source  Intel SDM volume 2A, CPUID: FMA is bit 12 of ECX, AVX 28, F16C 29; AVX2 bit 5 of EBX, AVX512F 16,
/// DQ 17,
///         BW 30, VL 31.
[[gnu::always_inline]] constexpr isa isa_of_bits(std::uint32_t leaf1_ecx, std::uint32_t leaf7_ebx) noexcept {
  constexpr std::uint32_t fma_avx_f16c = (1U << 12) | (1U << 28) | (1U << 29);
  constexpr std::uint32_t avx2 = 1U << 5;
  constexpr std::uint32_t f_dq_bw_vl = (1U << 16) | (1U << 17) | (1U << 30) | (1U << 31);
  if ((leaf1_ecx & fma_avx_f16c) != fma_avx_f16c || (leaf7_ebx & avx2) == 0) return isa::baseline;
  return (leaf7_ebx & f_dq_bw_vl) == f_dq_bw_vl ? isa::avx512 : isa::avx2;
}

/// Asks the processor, and XCR0 which registers the operating system saves.
///
/// Cost  traps under a hypervisor: 6 us an instruction where this was measured.
template <class Arch = default_arch>
isa isa_of_processor() noexcept {
#if defined(__x86_64__)
  unsigned int eax = 0;
  unsigned int ebx = 0;
  unsigned int ecx = 0;
  unsigned int edx = 0;
  if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) == 0) return isa::baseline;
  const std::uint32_t leaf1_ecx = ecx;
  if ((leaf1_ecx & (1U << 27)) == 0) return isa::baseline; // OSXSAVE: without it XGETBV faults
  std::uint32_t xcr0 = 0;
  std::uint32_t upper = 0;
  __asm__ volatile("xgetbv" : "=a"(xcr0), "=d"(upper) : "c"(0));
  if ((xcr0 & 0x06U) != 0x06U) return isa::baseline; // XMM and YMM
  if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) == 0) return isa::baseline;
  const bool saves_zmm = (xcr0 & 0xe0U) == 0xe0U; // mask registers and both halves of ZMM
  constexpr std::uint32_t f = 1U << 16;
  return isa_of_bits(leaf1_ecx, saves_zmm ? ebx : ebx & ~f);
#else
  return isa::baseline;
#endif
}

template <class Arch = default_arch>
[[gnu::hot]] isa isa_of_machine() noexcept {
  const auto known = library_cpuid<Arch>();
  return known ? isa_of_bits(known->leaf1_ecx, known->leaf7_ebx) : isa_of_processor<Arch>();
}

} // namespace detail

/// The best instruction set that the machine has and `cap` allows. A cap is the value of POUNCE_ISA:
/// baseline, avx2 or avx512; null or any other text allows everything.
template <class Arch = default_arch>
[[gnu::hot]] isa best_isa(const char* cap) noexcept {
  const isa has = detail::isa_of_machine<Arch>();
  const std::string_view most = cap == nullptr ? std::string_view() : std::string_view(cap);
  if (most == "baseline") return isa::baseline;
  if (most == "avx2" && has == isa::avx512) return isa::avx2;
  return has;
}

} // namespace pounce::kernels
