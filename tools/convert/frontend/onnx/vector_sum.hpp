// convert/frontend/onnx/vector_sum.hpp -- sums of floats that stand side by side, as vectors of four add them.
#pragma once

#include <convert/frontend/onnx/groups.hpp>

namespace convert::onnx {

/// Whether a sum over the groups' elements is one of `vector_sum`: as floats, along the last axes, of at most 128 elements.
bool adds_vectors(const grouped& g);

/// The sum of each group of columns of x to the last bit, for one row alone; among many rows where a row's elements are a
/// multiple of four. Groups stand one after the other in memory, the first where a vector begins.
ir::value vector_sum(workspace& w, const grouped& g, ir::value x);

} // namespace convert::onnx
