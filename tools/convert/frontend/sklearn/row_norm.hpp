// convert/frontend/sklearn/row_norm.hpp -- a row over its norm, as sklearn.preprocessing.normalize does it.
#pragma once

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// The norm below which a row counts as zero: since scikit-learn 1.0 ten epsilons, before that none.
double smallest_norm(version written_by);

/// `x` over its norm; a row that counts as zero stays as it is.
ir::value over_norm(ir::builder& b, ir::value x, ir::norm::kind how, version written_by);

} // namespace convert::sklearn
