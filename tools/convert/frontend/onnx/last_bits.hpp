// convert/frontend/onnx/last_bits.hpp -- where the last bits of a number show.
//
// A logarithm, a power or a quotient of a small number makes its last bits large: those of a network in f32, and those of ONNX
// Runtime's sigmoid of floats, which is a multiple of 2^-25 near 0. What is only added up or answered may be off by them.
#pragma once

#include <vector>

#include <convert/ir/model.hpp>

namespace convert::onnx {

struct last_bits {
  std::vector<bool>
      show; // by value: one of these is made of it, nothing but sums and bounded functions between
  std::vector<bool> matter; // by value: it, or what is made of it, shows
};

last_bits last_bits_of(const ir::model& m);

} // namespace convert::onnx
