// pounce/kernels/regions.hpp -- the kernels of the heavy steps, once for each instruction set: the one place with
// macros and pragmas.
//
// A program compiled for plain x86-64 has AVX2 and AVX-512 code in it too, and uses it where the machine has it.
// A function may use an instruction set only if it is compiled for it, and g++ and clang++ compile for it what
// stands in the text between two pragmas: so the kernels are included three times, each time into another
// namespace. What is included there has no includes of its own, no friends, no objects with initialisers, and
// passes vectors to nothing but functions that are always inlined.
// Source  Google Highway, hwy/foreach_target.h and hwy/base.h (HWY_PUSH_ATTRIBUTES).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <pounce/core/arch.hpp>
#include <pounce/core/bytes.hpp>
#include <pounce/format/network.hpp>
#include <pounce/format/step.hpp>
#include <pounce/kernels/block.hpp>
#include <pounce/kernels/float_erf.hpp>
#include <pounce/kernels/float_exp.hpp>
#include <pounce/kernels/float_logistic.hpp>
#include <pounce/kernels/float_tanh.hpp>
#include <pounce/kernels/function.hpp>
#include <pounce/kernels/simd.hpp>
#include <pounce/view/network.hpp>
#include <pounce/view/program.hpp>

// What every prediction may need stands together in the text, where page faults of the start have brought it; the baseline
// of x86-64, which only machines without AVX2 run, stands elsewhere, but for the sums of few weights (dot.hpp).
#if defined(__x86_64__)
#define POUNCE_REGION_HOT
#else
#define POUNCE_REGION_HOT [[gnu::hot]]
#endif
#define POUNCE_REGION baseline
#include <pounce/kernels/activation.hpp>
#include <pounce/kernels/dot.hpp>
#include <pounce/kernels/float_linear.hpp>
#include <pounce/kernels/fused_layer.hpp>
#include <pounce/kernels/layer.hpp>
#undef POUNCE_REGION
#undef POUNCE_REGION_HOT
#define POUNCE_REGION_HOT [[gnu::hot]]

#if defined(__x86_64__)

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,fma,f16c")
#endif
#define POUNCE_REGION avx2
#include <pounce/kernels/simd_avx2.hpp>

#include <pounce/kernels/activation.hpp>
#include <pounce/kernels/dot.hpp>
#include <pounce/kernels/float_linear.hpp>
#include <pounce/kernels/fused_layer.hpp>
#include <pounce/kernels/layer.hpp>
#undef POUNCE_REGION
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512dq,avx512vl"))),    \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,fma,f16c,avx512f,avx512bw,avx512dq,avx512vl,prefer-vector-width=512")
#endif
#define POUNCE_REGION avx512
#include <pounce/kernels/simd_avx512.hpp>

#include <pounce/kernels/activation.hpp>
#include <pounce/kernels/dot.hpp>
#include <pounce/kernels/float_linear.hpp>
#include <pounce/kernels/fused_layer.hpp>
#include <pounce/kernels/layer.hpp>
#undef POUNCE_REGION
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#else

// Elsewhere the baseline is all there is, and best_isa says so.
namespace pounce::kernels {
namespace avx2 = baseline;
namespace avx512 = baseline;
} // namespace pounce::kernels

#endif
#undef POUNCE_REGION_HOT
