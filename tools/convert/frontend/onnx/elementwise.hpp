// convert/frontend/onnx/elementwise.hpp -- functions of one and two tensors, element by element.
#pragma once

#include <convert/frontend/onnx/workspace.hpp>

namespace convert::onnx {

/// `a` op `b`, broadcast; the result is of `type`.
tensor combined(workspace& w, ir::operation what, const tensor& a, const tensor& b, element type);

/// The same with a number for `b`.
tensor combined(workspace& w, ir::operation what, const tensor& a, double b);
tensor combined(workspace& w, ir::operation what, double a, const tensor& b);

tensor applied(workspace& w, ir::function what, const tensor& x, double alpha = 0, double beta = 0);

/// `of_floats` if x is of floats, else `of_doubles`: the same function as ONNX Runtime has it for the type.
tensor applied_by_type(workspace& w, ir::function of_doubles, ir::function of_floats, const tensor& x);

/// Zeros that no row changes.
tensor zeros(workspace& w, element type, const shape& form);

/// Truncated towards zero. What no integer of the type is makes other integers on other processors, so that its row is
/// refused.
ir::value whole_part(workspace& w, ir::value x, element to);

/// A tensor of truth values as one of numbers 1 and 0 of `type`.
tensor as_type(tensor t, element type);

/// `yes` where the truth value `condition` is 1, else `no`; all of one shape.
tensor chosen(workspace& w, const tensor& condition, const tensor& yes, const tensor& no);

} // namespace convert::onnx
