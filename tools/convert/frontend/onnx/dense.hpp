// convert/frontend/onnx/dense.hpp -- weighted sums.
#pragma once

#include <cstdint>
#include <vector>

#include <convert/frontend/onnx/workspace.hpp>

namespace convert::onnx {

/// A matrix as a step wants it.
struct weights {
  std::uint32_t outputs = 0;
  std::uint32_t inputs = 0;
  std::vector<double> numbers; // (outputs, inputs), row-major
  std::vector<double> bias;    // (outputs); empty: none
};

/// weights times each run of `inputs` columns of x, plus the bias. Sums are made in f64, or fused in floats.
ir::value weighted(workspace& w, ir::value x, const weights& m, bool fused = false);

/// The shape that ai.onnx.ml's operators give to their result: `columns` for each row of their input, which is a
/// matrix or one vector.
///
/// Errors  refusal, if the input has other shapes than one row of numbers.
shape row_shape(const tensor& input, std::uint32_t columns);

/// The same for one label a row: [rows].
shape label_shape(const tensor& input);

} // namespace convert::onnx
