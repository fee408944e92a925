// tests/convert/frontend/onnx/reading.hpp -- small graphs read and asked, and what is said of those that are refused.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include <convert/frontend/onnx/onnx.hpp>
#include <convert/ir/check.hpp>
#include <convert/ir/evaluate.hpp>
#include <convert/refusal.hpp>
#include <support/onnx_encoder.hpp>

namespace reading {

using namespace support::onnx;

inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr std::string_view ml = "ai.onnx.ml";

inline convert::ir::model read(const model& m) {
  const std::string bytes = m.bytes();
  convert::ir::model made = convert::onnx::read(as_bytes(bytes));
  convert::ir::check(made);
  return made;
}

inline std::string refused(const std::string& bytes) {
  try {
    convert::onnx::read(as_bytes(bytes));
    return "";
  } catch (const convert::refusal& why) {
    return why.what();
  }
}
inline std::string refused(const model& m) { return refused(m.bytes()); }

/// All answers to one row; empty if the row is refused.
inline std::vector<double> asked(const convert::ir::model& m, const std::vector<double>& row) {
  return convert::ir::outputs_of(m, convert::ir::evaluate(m, row));
}
inline std::vector<double> asked(const model& m, const std::vector<double>& row) {
  return asked(read(m), row);
}

/// One operator `y = op(x, ...)` over float rows of `width` columns.
inline model over_rows(std::int64_t width, const node& n, std::int64_t type = f32) {
  return model().input("x", type, {open, width}).add(n).output("y");
}

} // namespace reading
