// convert/frontend/sklearn/pair_scores.hpp -- one score a class from classifiers of pairs of classes.
#pragma once

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// votes + confidence / (3 * (|confidence| + 1)), a column a class: what _ovr_decision_function makes of the predictions (0: the
/// first of the pair) and scores (above zero: the second) of the pairs (0,1), (0,2), ... (1,2), ...
ir::value votes_and_confidence(ir::builder& b, ir::value predictions, ir::value scores,
                               std::uint32_t classes);

} // namespace convert::sklearn
