// convert/frontend/sklearn/rounding_noise.cpp -- the bound, and the words for what is above it.
#include <convert/frontend/sklearn/rounding_noise.hpp>

#include <cmath>
#include <string>

namespace convert::sklearn {

double rounding_noise(std::span<const double> weights, std::span<const double> sizes) {
  constexpr double unit = 0x1p-53;
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += std::fabs(weights[i]) * sizes[i];
  return unit * sum;
}

void refuse_rounding(pickle::value where) {
  throw refusal(
      "`" + where.path() +
      "`: answers would be rounding errors, which scikit-learn does not repeat from machine to machine "
      "either: there are columns that others determine (leave them out, as OneHotEncoder's "
      "drop=\"first\" does, or fit Ridge in place of LinearRegression)");
}

void refuse_noise(pickle::value where, double noise) {
  if (noise > most_noise) refuse_rounding(where); // not of 0 / 0: nothing is added up
}

void judge_noise(ir::builder& b, pickle::value where, double noise) {
  refuse_noise(where, noise);
  if (noise > noise_shows) b.mark_cancellation();
}

} // namespace convert::sklearn
