// convert/verify/verify.hpp -- opens what was written with pounce and compares it with the ir, row by row.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <convert/ir/model.hpp>

namespace convert::verify {

/// What a comparison found.
struct report {
  std::size_t rows = 0;          // with an answer
  std::size_t refused = 0;       // that both refuse, for the same reason and feature
  double largest_difference = 0; // relative to max(1, |y|)
  /// Rows on which they differ by what rounding alone can do, because huge terms cancel: neither answer is the right one.
  std::vector<std::size_t> noisy;
  std::size_t lost = 0; // of these: by more than the sixth digit
};

/// Opens `file` and answers `rows` with it and with the ir.
///
/// Errors  refusal, if they differ by more than the file's tolerance class and the noise of the row (noise.hpp) allow, or if
///         the file can not be opened: neither can happen unless pounce has a bug, and the message says so.
report verify(const ir::model& m, std::span<const std::byte> file, std::span<const std::vector<double>> rows);

/// The rows of `rows` that the ir answers, at most `count` of them, each followed by its answers: the TEST section.
std::vector<double> test_rows(const ir::model& m, std::span<const std::vector<double>> rows,
                              std::size_t count);

} // namespace convert::verify
