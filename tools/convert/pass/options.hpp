// convert/pass/options.hpp -- what the passes may assume.
#pragma once

namespace convert::pass {

struct options {
  /// Networks are lowered to f64 kernels.
  bool f64_networks = false;
  /// Folds a scaler although a finite input of 1e290 and more, for which the scaled number overflows and the
  /// trainer reports an infinity, is then answered: see fold_scale.
  bool ignore_overflow = false;
};

} // namespace convert::pass
