// package/embedded_model.hpp -- a program with the model in it.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace package {

/// A copy of a program that check_handler has taken, with the model in the place that it has for one
/// (serve/embedded/model_place.hpp): the system maps the model with the program, nothing is opened. The copy has no
/// table of sections, which only tools read.
///
/// Errors  convert::refusal, if the program has no such place.
std::vector<std::byte> with_model(std::span<const std::byte> program, std::span<const std::byte> model);

} // namespace package
