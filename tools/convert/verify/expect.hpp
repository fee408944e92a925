// convert/verify/expect.hpp -- compares a written file with the answers that its owner expects.
#pragma once

#include <cstddef>
#include <span>

#include <convert/convert.hpp>

namespace convert::verify {

/// Answers the rows of `expected` with `file` and compares every expected column: labels by text or by value,
/// numbers within the tolerance given or that of the model's class.
///
/// Errors  refusal that names row, column and both answers; or an expected column that the model does not have.
void check_expectation(std::span<const std::byte> file, const expectation& expected);

} // namespace convert::verify
