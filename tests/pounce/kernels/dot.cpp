// pounce/kernels/dot.cpp -- dot products of every width against plain loops.
#include <doctest/doctest.h>

#include <pounce/kernels/dot.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using pounce::default_arch;

namespace {

template <class T>
std::vector<double> dots(isa set, const std::vector<T>& matrix, const std::vector<T>& x,
                         std::size_t outputs) {
  std::vector<T> y(outputs);
  switch (set) {
  case isa::baseline:
    pounce::kernels::baseline::dots<default_arch>(matrix.data(), x.size(), x.data(), x.size(), y.data(),
                                                  outputs);
    break;
  case isa::avx2:
    pounce::kernels::avx2::dots<default_arch>(matrix.data(), x.size(), x.data(), x.size(), y.data(), outputs);
    break;
  case isa::avx512:
    pounce::kernels::avx512::dots<default_arch>(matrix.data(), x.size(), x.data(), x.size(), y.data(),
                                                outputs);
    break;
  }
  return {y.begin(), y.end()};
}

template <class T>
void check_widths(double tolerance) {
  for (std::size_t n = 0; n <= 65; ++n) { // four lanes of 16 and one
    for (const std::size_t outputs : {1U, 2U, 3U, 4U, 5U, 9U}) {
      numbers random(n);
      const auto matrix = random.many(n * outputs);
      const auto x = random.many(n);
      const std::vector<T> m(matrix.begin(), matrix.end());
      const std::vector<T> v(x.begin(), x.end());
      const auto want = linear({m.begin(), m.end()}, std::vector<double>(outputs), {v.begin(), v.end()});
      for (const isa set : sets()) {
        CAPTURE(n);
        CAPTURE(outputs);
        CAPTURE(static_cast<int>(set));
        CHECK(near(dots<T>(set, m, v, outputs), want, tolerance));
      }
    }
  }
}

} // namespace

TEST_SUITE("kernels/dot") {
  TEST_CASE("doubles of any width give the plain sum") { check_widths<double>(1e-14); }

  TEST_CASE("floats of any width give the plain sum") { check_widths<float>(1e-5); }
}
