// convert/ir/print.hpp -- a model as text, one line a step, for `pounce convert --dump-ir` and for tests.
#pragma once

#include <string>
#include <string_view>

#include <convert/ir/model.hpp>

namespace convert::ir {

/// "less_equal", "logistic" and so on.
std::string_view name_of(function what);
std::string_view name_of(operation what);
std::string_view name_of(role what);

/// The step without its value's name: "linear v2 outputs=1 weights=[0.5, -1] bias=[0]". Members that have
/// their default value are left out; long lists are cut: "[0.5, -1, 3, ... 30]".
std::string text_of(const step& s);

/// The whole model: features, one line a step with the columns it makes, answers, provenance.
///
/// Requires  a well-formed model (check): trees without cycles.
std::string text_of(const model& m);

} // namespace convert::ir
