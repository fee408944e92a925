// pounce/kernels/precision.hpp -- how a light step rounds: in f64, or to f32 after each primitive.
#pragma once

#include <cmath>
#include <cstddef>

#include <pounce/format/step.hpp>
#include <pounce/kernels/block.hpp>

namespace pounce::kernels {

namespace detail {

/// x, computed before anything is done with it. Without this, compilers for machines with fused multiply-add make
/// one rounding of `a * b + c` where the trainer makes two (GCC by default, across statements too), and g++ 12 at
/// -O3 vectorises conversions to float and back into nothing.
template <class T>
[[gnu::always_inline]] inline T materialised(T x) noexcept {
#if defined(__x86_64__)
  __asm__("" : "+x"(x));
#elif defined(__aarch64__)
  __asm__("" : "+w"(x));
#else
  __asm__("" : "+m"(x));
#endif
  return x;
}

} // namespace detail

/// f64: every primitive as it is.
struct double_precision {
  [[gnu::always_inline]] double operator()(double x) const noexcept { return x; }
  [[gnu::always_inline]] double exp(double x) const noexcept { return std::exp(x); }
  [[gnu::always_inline]] double log(double x) const noexcept { return std::log(x); }
  /// a * b, never fused with an addition.
  [[gnu::always_inline]] double product(double a, double b) const noexcept {
    return detail::materialised(a * b);
  }
};

/// f32: every primitive's result rounded to float. Rounding twice, first to double, does no harm for sums,
/// products, quotients and square roots of floats. exp and log are the C library's own of floats, as XGBoost's are: one in 1,600 of
/// exp's results is not the nearest float, and a steep curve behind it, as isotonic calibration fits, shows that.
/// Source  S. Figueroa, "When is double rounding innocuous?", SIGNUM Newsletter 30 (1995): 53 >= 2 * 24 + 2.
struct single_precision {
  [[gnu::always_inline]] double operator()(double x) const noexcept {
    return static_cast<double>(detail::materialised(static_cast<float>(x)));
  }
  [[gnu::always_inline]] double exp(double x) const noexcept {
    return static_cast<double>(std::exp(static_cast<float>(x)));
  }
  [[gnu::always_inline]] double log(double x) const noexcept {
    return static_cast<double>(std::log(static_cast<float>(x)));
  }
  [[gnu::always_inline]] double product(double a, double b) const noexcept { return (*this)(a * b); }
};

/// body(rounded, x, y) for each row of the block, x where the step reads it and y where it writes it.
template <class Body>
[[gnu::always_inline]] inline void each_row(const format::step& s, const block& b,
                                            const Body& body) noexcept {
  if ((s.flags & format::rounds_to_f32) != 0) {
    for (std::size_t r = 0; r < b.count; ++r) body(single_precision{}, b.input(s, r), b.output(s, r));
  } else {
    for (std::size_t r = 0; r < b.count; ++r) body(double_precision{}, b.input(s, r), b.output(s, r));
  }
}

} // namespace pounce::kernels
