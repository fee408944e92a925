// convert/frontend/onnx/last_bits.hpp -- where the last bits of a sigmoid show.
//
// ONNX Runtime's sigmoid of floats is a multiple of 2^-25 near 0. Added up or answered that is nothing; a logarithm or a quotient
// shows it, and shows the last bits of what the sigmoid is of.
#pragma once

#include <vector>

#include <convert/ir/model.hpp>

namespace convert::onnx {

struct last_bits {
  std::vector<bool> divide; // by value: a logarithm, a power or a quotient is made of it
  std::vector<bool> jump;   // by value: a sigmoid is made of it, near or far behind, whose result divides
};

last_bits last_bits_of(const ir::model& m);

} // namespace convert::onnx
