// pounce/kernels/simd_operations.hpp -- each vector operation on memory, so that a test can look at it: included
// once for each instruction set.

namespace pounce::kernels::POUNCE_REGION {

inline void operate(simd_check::operation what, const float* a, const float* b, const float* c,
                    float* to) noexcept {
  using simd_check::operation;
  const floats x = load(a);
  const floats y = load(b);
  switch (what) {
  case operation::add: return store(to, add(x, y));
  case operation::subtract: return store(to, subtract(x, y));
  case operation::multiply: return store(to, multiply(x, y));
  case operation::divide: return store(to, divide(x, y));
  case operation::multiply_add: return store(to, multiply_add(x, y, load(c)));
  case operation::min: return store(to, min(x, y));
  case operation::max: return store(to, max(x, y));
  case operation::less: return store(to, select(less(x, y), broadcast(1.0F), broadcast(0.0F)));
  case operation::absolute: return store(to, absolute(x));
  case operation::with_sign: return store(to, with_sign(absolute(x), y));
  case operation::scale: return store(to, scale(x, y));
  case operation::narrow: break;
  }
  double wide[float_lanes];
  store_widened(wide, x);
  store(to, load_narrowed(wide));
}

inline void first_floats(const float* p, std::size_t n, float* to) noexcept { store(to, load_first(p, n)); }
inline void first_doubles(const double* p, std::size_t n, double* to) noexcept {
  store(to, load_first(p, n));
}
inline float sum_floats(const float* p) noexcept { return sum(load(p)); }
inline double sum_doubles(const double* p) noexcept { return sum(add(load(p), broadcast(0.0))); }
inline double multiply_add_doubles(double a, double b, double c) noexcept {
  double lanes[double_lanes];
  store(lanes, multiply_add(broadcast(a), broadcast(b), broadcast(c)));
  return lanes[double_lanes - 1];
}

inline constexpr simd_check::table table{float_lanes,   double_lanes, operate,     first_floats,
                                         first_doubles, sum_floats,   sum_doubles, multiply_add_doubles};

} // namespace pounce::kernels::POUNCE_REGION
