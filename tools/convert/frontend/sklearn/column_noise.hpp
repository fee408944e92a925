// convert/frontend/sklearn/column_noise.hpp -- columns in which the data left nothing but rounding errors.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <convert/ir/model.hpp>

namespace convert::sklearn {

/// How much of a column is the rounding of what it is made of, for rows like the data: in its own unit, and as a part of how
/// far the data spreads in it. Of a part of 1, as in a component past the rank of the data, the order of some BLAS decides.
struct column_noise {
  double size = 0;
  double part = 0;
};

struct noisy_columns {
  std::string path; // of the object, for the message
  std::vector<column_noise> columns;
};

/// They do no harm by themselves. Refuses a model that makes much of one: a scaler that spreads its noise out, a spline,
/// quantiles or bins among its values, a tree that splits on it.
///
/// Errors  refusal: "`Pipeline.steps[0][1]`: column 3 of its answer is nothing but rounding errors ..."
void refuse_spread_noise(const ir::model& m, const std::map<ir::value, noisy_columns>& found);

} // namespace convert::sklearn
