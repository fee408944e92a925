// pounce/kernels/simd_check.hpp -- what the vector operations of any instruction set must give.
#pragma once

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <support/reference_kernels.hpp>

namespace simd_check {

enum class operation {
  add,
  subtract,
  multiply,
  divide,
  multiply_add,
  min,
  max,
  less,
  absolute,
  with_sign,
  scale,
  narrow
};

/// The operations of one instruction set, on memory.
struct table {
  std::size_t float_lanes;
  std::size_t double_lanes;
  void (*operate)(operation, const float* a, const float* b, const float* c, float* to) noexcept;
  void (*first_floats)(const float* p, std::size_t n, float* to) noexcept;
  void (*first_doubles)(const double* p, std::size_t n, double* to) noexcept;
  float (*sum_floats)(const float* p) noexcept;
  double (*sum_doubles)(const double* p) noexcept;
  double (*multiply_add_doubles)(double a, double b, double c) noexcept;
};

inline float expected(operation what, float a, float b, float c) {
  switch (what) {
  case operation::add: return a + b;
  case operation::subtract: return a - b;
  case operation::multiply: return a * b;
  case operation::divide: return a / b;
  case operation::multiply_add: return std::fma(a, b, c);
  case operation::min: return a < b ? a : b;
  case operation::max: return a > b ? a : b;
  case operation::less: return a < b ? 1.0F : 0.0F;
  case operation::absolute: return std::fabs(a);
  case operation::with_sign: return std::copysign(a, b);
  case operation::scale: return a;
  case operation::narrow: return a;
  }
  return 0;
}

inline bool agree(operation what, float got, float want) {
  const auto g = static_cast<double>(got);
  const auto w = static_cast<double>(want);
  if (what == operation::multiply_add) return reference::near(g, w, 1e-6); // fused or not
  if (got == 0 && want == 0) return what != operation::with_sign || std::signbit(got) == std::signbit(want);
  return reference::same(g, w);
}

/// Every pair of odd numbers, in every lane.
inline void check_operations(const table& t) {
  constexpr float inf = std::numeric_limits<float>::infinity();
  constexpr float tiny = std::numeric_limits<float>::denorm_min();
  constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> odd{0.0F, -0.0F, 1.0F, -1.5F, tiny, -tiny, 3e38F, inf, -inf, not_a_number};
  std::vector<float> a(t.float_lanes);
  std::vector<float> b(t.float_lanes);
  std::vector<float> c(t.float_lanes, 0.25F);
  std::vector<float> to(t.float_lanes);
  for (int i = 0; i <= static_cast<int>(operation::narrow); ++i) {
    const auto what = static_cast<operation>(i);
    if (what == operation::scale) continue;
    for (std::size_t k = 0; k < odd.size() * odd.size(); ++k) {
      for (std::size_t lane = 0; lane < t.float_lanes; ++lane) {
        a[lane] = odd[(k + lane) % odd.size()];
        b[lane] = odd[(k + lane) / odd.size() % odd.size()];
      }
      t.operate(what, a.data(), b.data(), c.data(), to.data());
      for (std::size_t lane = 0; lane < t.float_lanes; ++lane) {
        CAPTURE(i);
        CAPTURE(a[lane]);
        CAPTURE(b[lane]);
        CHECK(agree(what, to[lane], expected(what, a[lane], b[lane], c[lane])));
      }
    }
  }
}

inline void check_scale(const table& t) {
  std::vector<float> a(t.float_lanes, 1.25F);
  std::vector<float> n(t.float_lanes);
  std::vector<float> to(t.float_lanes);
  for (int power = -126; power <= 127; ++power) {
    n.assign(n.size(), static_cast<float>(power));
    t.operate(operation::scale, a.data(), n.data(), a.data(), to.data());
    for (const float x : to) CHECK(x == std::ldexp(1.25F, power));
  }
  a[0] = std::numeric_limits<float>::quiet_NaN();
  n[0] = a[0];
  t.operate(operation::scale, a.data(), n.data(), a.data(), to.data());
  CHECK(std::isnan(to[0]));
}

template <class T, class Load>
void check_first(std::size_t lanes, const Load& load) {
  for (std::size_t n = 1; n < lanes; ++n) {
    std::vector<T> from(n); // of exactly n: a sanitizer sees what is read past the end
    for (std::size_t i = 0; i < n; ++i) from[i] = static_cast<T>(i + 1);
    std::vector<T> to(lanes, T{-1});
    load(from.data(), n, to.data());
    for (std::size_t i = 0; i < lanes; ++i) CHECK(to[i] == (i < n ? static_cast<T>(i + 1) : T{0}));
  }
}

template <class T, class Sum>
void check_sum(std::size_t lanes, const Sum& sum) {
  std::vector<T> x(lanes);
  T want = 0;
  for (std::size_t i = 0; i < lanes; ++i) want += x[i] = static_cast<T>(1U << i);
  CHECK(sum(x.data()) == want);
}

inline void check(const table& t) {
  check_operations(t);
  check_scale(t);
  check_first<float>(t.float_lanes, t.first_floats);
  check_first<double>(t.double_lanes, t.first_doubles);
  check_sum<float>(t.float_lanes, t.sum_floats);
  check_sum<double>(t.double_lanes, t.sum_doubles);
  CHECK(t.multiply_add_doubles(3, 4, 5) == 17);
}

} // namespace simd_check
