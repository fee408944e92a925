// convert/ir/kind_name.cpp -- what each kind of step is called.
#include <convert/ir/check.hpp>

#include <iterator>
#include <variant>

namespace convert::ir {

const char* kind_name(const operation_of_step& what) {
  static constexpr const char* names[] = {
      "select",        "require",     "impute",        "indicate_missing",
      "code_map",      "one_hot",     "affine",        "clip",
      "bin",           "power",       "unary",         "with_constants",
      "elementwise",   "interpolate", "norm",          "polynomial",
      "linear",        "network",     "forest",        "combine",
      "reduce",        "softmax",     "normalize_sum", "complement",
      "distance",      "decide",      "pair_votes",    "pair_sums",
      "pair_coupling", "quantile",    "spline",        "neighbors",
      "top",
  };
  static_assert(std::size(names) == std::variant_size_v<operation_of_step>);
  return names[what.index()];
}

} // namespace convert::ir
