// support/random_numbers.cpp -- the numbers on which kernels and converters break.
#include <support/random_numbers.hpp>

#include <array>
#include <limits>

namespace support {

double draw::ordinary() {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += unit(); // twelve uniforms have a variance of one
  return sum;
}

double draw::nasty(bool nan) {
  using limits = std::numeric_limits<double>;
  static constexpr std::array numbers = {
      0.0,
      -0.0,
      1.0,
      -1.0,
      limits::denorm_min(),
      -limits::denorm_min(),
      limits::min(),
      limits::max(),
      -limits::max(),
      limits::epsilon(),
      1.0 + limits::epsilon(),
      0.1,
      16777217.0,    // the first integer that float has not
      -2147483649.0, // the first below int32
      2147483648.0,  // the first above it
      255.0,
      256.0,
      -0.5,
      static_cast<double>(1e-35F), // LightGBM's zero
      1.0000000180025098e-35,      // one step above it
      1e-45,                       // near float's smallest subnormal
      0x1.fffffep127,              // float's largest
      0x1.ffffffp127,              // the first that rounds to an infinite float
      0x1.fffffefffffffp127,       // the last that does not
      1e300,
      -1e300,
      709.782712893384, // exp's last
      -745.2,           // exp's first zero
      limits::infinity(),
      -limits::infinity(),
  };
  if (nan && one_in(12)) return limits::quiet_NaN();
  return of(std::span<const double>(numbers));
}

} // namespace support
