// convert/pass/fold_scale.hpp -- a scaler goes into the weights behind it, where that costs no accuracy.
#pragma once

#include <convert/ir/model.hpp>
#include <convert/pass/options.hpp>

namespace convert::pass {

/// Folds an affine step (or one with constants) into the `linear`, or the first layer of the `network`, that
/// alone reads it, directly or by way of one `select` and of `require` steps:
/// sum w (x - a) / b + bias = sum (w / b) x + (bias - sum (w / b) a).
///
/// Proof     Let z = (x - a) / b be what the trainer computes, c = |a / b| the centre in units of the scale,
/// u =
///           2^-53, n the inputs. The new weight w' = w / b is rounded once. The new bias is summed in twice
///           the precision from the rounded w', so at x = a the folded sum cancels to the old bias but for
///           rounding. Each term is at most |w| (|z| + c), so any order of summation is off the exact value
///           by at most
///               (n + 3) u sum |w| |z|   +   2 (n + 3) u (sum |w| c).
///           The first part is what the trainer's own sum is uncertain by, whatever the row: no fold can add
///           to it. The second is the price of the fold; it does not depend on the row. The fold is made only
///           if it is at most 1e-11 for every output, which fails exactly where centres are far from zero in
///           units of the scale and the subtraction cancels. A `network` runs in f32: there x itself is
///           rounded, which costs 2^-25 (|z| + c) instead of 2^-25 |z|, and partial sums reach sum |w| c. The
///           fold is made only if c <= 8 for every column and sum |w| c <= 16 for every unit, so that each
///           rounding stays below 2^-20 = 1e-6. With options.f64_networks it is judged like a `linear`. All
///           constants must be finite and 1e-15 <= |b| <= 1e15, so that no weight vanishes or overflows. NaN
///           and infinities pass: z is NaN where x is, infinite with the sign of b where x is.
///
///           The fold is made only if a finite x can not overflow to an infinite z (tried at the ends of what
///           facts_of knows of x; the step is monotonous). What the proof leaves out are rows so large that
///           w' x overflows and w z does not (1e290 and more). With options.ignore_overflow both are left out:
///           then a row which the trainer refuses or makes infinite is answered by a number.
///
///           A `require` between the two then checks x instead of z. It is passed only if that is the same:
///           it tests NaN and infinity, no range.
void fold_scale(ir::model& m, const options& how);

} // namespace convert::pass
