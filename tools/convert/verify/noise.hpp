// convert/verify/noise.hpp -- how far the answers to a row move with the last bits of what they are made of.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <convert/ir/evaluate.hpp>

namespace convert::verify {

/// The answers to one row, made a few times over with every step's results moved a little: as far as another order of
/// its sums could, and at random. What comes of it bounds what two right ways to compute the same model differ by.
class noise {
 public:
  noise(const ir::model& m, std::span<const double> row, const ir::evaluation& exact);

  /// How far column `column` of value v moved at most; infinity if it was NaN or infinite in one and not in another.
  double of(ir::value v, std::size_t column) const { return moved_[v][column]; }

 private:
  std::vector<std::vector<double>> moved_;
};

} // namespace convert::verify
