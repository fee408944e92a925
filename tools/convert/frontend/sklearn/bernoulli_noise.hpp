// convert/frontend/sklearn/bernoulli_noise.hpp -- what the last bit of 1 - exp(...) does to Bernoulli naive Bayes.
#pragma once

#include <cstdint>
#include <vector>

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// The classes of a BernoulliNB, as `_joint_log_likelihood` weighs them.
struct bernoulli_classes {
  std::uint32_t columns = 0;
  std::vector<double> log_p;    // (classes, columns)
  std::vector<double> log_rest; // log(1 - exp(log_p))
  std::vector<double> bias;     // (classes): the prior's logarithm and the sum of log_rest
};

/// Judges how far answers move with the last bits of exp and log: scikit-learn makes log_rest anew for each prediction, and
/// numpy's exp is that of the machine's vector unit or that of the C library. Where p is nearly 1, 1 - p is made of the last
/// bits; where rows are not binarized, a large number is weighed by what is left of two such logarithms.
///
/// Bound    A bit that is zero brings the error of its log_rest into its class' score. It moves the class' probability by no
///          more than that times the largest odds of the class against any other that a row with this bit can have. A
///          number t that is not binarized brings t times the error of a weight, and makes a difference of t times what two
///          classes' weights are apart: both classes are in play only while that difference is small.
/// Effects  marks cancellation if more than a tenth of f64's tolerance may be lost.
/// Errors   refusal, if not six digits are left: "`BernoulliNB`: its sums cancel so far that ..."
void judge_bernoulli(ir::builder& b, pickle::value object, const bernoulli_classes& of, bool binarized);

} // namespace convert::sklearn
