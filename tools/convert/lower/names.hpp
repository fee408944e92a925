// convert/lower/names.hpp -- features, labels, answers and notes, with their hash tables.
#pragma once

#include <vector>

#include <convert/ir/model.hpp>
#include <convert/lower/addresses.hpp>
#include <convert/lower/image.hpp>

namespace convert::lower {

/// Appends what people see of a model: outputs in the order of their roles, features, labels, notes.
void lower_names(const ir::model& m, const address_plan& plan, const std::vector<std::uint32_t>& widths,
                 image& to);

} // namespace convert::lower
