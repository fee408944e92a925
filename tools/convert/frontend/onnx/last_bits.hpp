// convert/frontend/onnx/last_bits.hpp -- where the last bits of a number show.
//
// A logarithm, a power or a quotient of a small number makes its last bits large: those of a network that is f32 in an order of its
// own. What is only added up or answered may be off by them.
#pragma once

#include <vector>

#include <convert/ir/model.hpp>

namespace convert::onnx {

/// By value: whether one of these is made of it, or of what is made of it.
std::vector<bool> values_whose_last_bits_show(const ir::model& m);

} // namespace convert::onnx
