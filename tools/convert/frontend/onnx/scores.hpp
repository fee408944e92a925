// convert/frontend/onnx/scores.hpp -- post transforms of scores, and labels, as ai.onnx.ml's classifiers share them.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/ml/ml_common.h.
#pragma once

#include <string>
#include <vector>

#include <convert/frontend/onnx/call.hpp>

namespace convert::onnx {

enum class post_transform : std::uint8_t { none, logistic, softmax, softmax_zero, probit };

/// Errors  refusal: "`post_transform` is `FOO`"
post_transform transform_named(const std::string& name);

/// The transform over two or more scores of a row, as trees have it.
tensor transformed(workspace& w, post_transform how, const tensor& scores);

/// The same as linear models and support vectors have it, whose scores are transformed all at once: by another LOGISTIC, and
/// by another SOFTMAX of five scores and more.
tensor transformed_at_once(workspace& w, post_transform how, const tensor& scores);

/// sqrt(2) * erfinv(2 x - 1), by the approximation that ONNX Runtime uses.
tensor probit(workspace& w, const tensor& x);

/// How the score of the first class is made of that of the second, where no transform makes it.
enum class complement : std::uint8_t { one_minus, negative };

/// The scores of two classes made of one score: [1 - s, s] or [-s, s], or their LOGISTIC of -s and s.
tensor two_of_one(workspace& w, post_transform how, complement other, const tensor& score);

/// The class labels of a node, whichever of the two attributes it has.
label_list labels_of(const call& c, std::string_view of_integers, std::string_view of_strings);

} // namespace convert::onnx
