// pounce/core/probit.hpp -- the inverse of the normal distribution's cumulative function.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>

#include <pounce/core/arch.hpp>

namespace pounce {

namespace detail {

/// numbers[0] * x^(Count - 1) + ... + numbers[Count - 1], by Horner's rule.
template <class Arch, std::size_t Count>
double horner(const double (&numbers)[Count], double x) noexcept {
  double sum = numbers[0];
  for (std::size_t i = 1; i < Count; ++i) sum = sum * x + numbers[i];
  return sum;
}

/// Approximates probit(0.5 + y) / sqrt(2 pi) for |y| <= 0.5 - exp(-2).
template <class Arch>
double probit_centre(double y) noexcept {
  static constexpr double above[] = {-5.99633501014107895267E1, 9.80010754185999661536E1,
                                     -5.66762857469070293439E1, 1.39312609387279679503E1,
                                     -1.23916583867381258016E0};
  static constexpr double below[] = {1,
                                     1.95448858338141759834E0,
                                     4.67627912898881538453E0,
                                     8.63602421390890590575E1,
                                     -2.25462687854119370527E2,
                                     2.00260212380060660359E2,
                                     -8.20372256168333339912E1,
                                     1.59056225126211695515E1,
                                     -1.18331621121330003142E0};
  const double square = y * y;
  return y + y * (square * horner<Arch>(above, square) / horner<Arch>(below, square));
}

/// What -log(x) / x is off by, as a function of 1 / x: for x below 8 and for x from 8 on.
template <class Arch>
double probit_tail(double x) noexcept {
  static constexpr double near_above[] = {
      4.05544892305962419923E0,   3.15251094599893866154E1,   5.71628192246421288162E1,
      4.40805073893200834700E1,   1.46849561928858024014E1,   2.18663306850790267539E0,
      -1.40256079171354495875E-1, -3.50424626827848203418E-2, -8.57456785154685413611E-4};
  static constexpr double near_below[] = {1,
                                          1.57799883256466749731E1,
                                          4.53907635128879210584E1,
                                          4.13172038254672030440E1,
                                          1.50425385692907503408E1,
                                          2.50464946208309415979E0,
                                          -1.42182922854787788574E-1,
                                          -3.80806407691578277194E-2,
                                          -9.33259480895457427372E-4};
  static constexpr double far_above[] = {
      3.23774891776946035970E0,  6.91522889068984211695E0,  3.93881025292474443415E0,
      1.33303460815807542389E0,  2.01485389549179081538E-1, 1.23716634817820021358E-2,
      3.01581553508235416007E-4, 2.65806974686737550832E-6, 6.23974539184983293730E-9};
  static constexpr double far_below[] = {1,
                                         6.02427039364742014255E0,
                                         3.67983563856160859403E0,
                                         1.37702099489081330271E0,
                                         2.16236993594496635890E-1,
                                         1.34204006088543189037E-2,
                                         3.28014464682127739104E-4,
                                         2.89247864745380683936E-6,
                                         6.79019408009981274425E-9};
  const double z = 1 / x;
  return x < 8 ? z * horner<Arch>(near_above, z) / horner<Arch>(near_below, z)
               : z * horner<Arch>(far_above, z) / horner<Arch>(far_below, z);
}

} // namespace detail

/// x with p = (1 + erf(x / sqrt(2))) / 2; infinite at 0 and 1, NaN outside.
///
/// Numbers  SciPy's to the last bit but for its logarithm's: what is compared with such a number in training is compared with
///          it again, so the converter's oracle takes it from here too.
/// Source   S. L. Moshier, Cephes 2.8, ndtri: the approximations of SciPy's special.ndtri, and so of its norm.ppf.
template <class Arch = default_arch>
double probit(double p) noexcept {
  constexpr double tail = 0.13533528323661269189; // exp(-2)
  constexpr double root = 2.50662827463100050242; // sqrt(2 pi)
  if (p == 0) return -std::numeric_limits<double>::infinity();
  if (p == 1) return std::numeric_limits<double>::infinity();
  if (!(p > 0 && p < 1)) return std::numeric_limits<double>::quiet_NaN();
  const bool upper = p > 1 - tail;
  const double rest = upper ? 1 - p : p;
  if (rest > tail) return detail::probit_centre<Arch>(rest - 0.5) * root;
  const double x = std::sqrt(-2 * std::log(rest));
  const double below = x - std::log(x) / x - detail::probit_tail<Arch>(x);
  return upper ? below : -below;
}

} // namespace pounce
