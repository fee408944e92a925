// convert/ir/spline_basis.hpp -- B-splines of one variable, and their derivatives at the ends.
#pragma once

#include <cstddef>
#include <vector>

#include <convert/ir/evaluate_step.hpp>

namespace convert::ir {

/// All basis functions at x, or their derivatives; outside of the knots the outermost polynomials go on.
///
/// Requires  knots.size() >= 2 * degree + 2; derivative <= degree.
/// Source    SciPy 1.10, interpolate/_bspl.pyx, find_interval; interpolate/src/__fitpack.h, _deBoor_D.
std::vector<double> spline_basis(const std::vector<double>& knots, std::size_t degree, double x,
                                 std::size_t derivative, rounding r = {});

} // namespace convert::ir
