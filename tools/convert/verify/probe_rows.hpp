// convert/verify/probe_rows.hpp -- rows on which a file and its source would differ if they differed anywhere.
#pragma once

#include <cstddef>
#include <vector>

#include <convert/ir/model.hpp>

namespace convert::verify {

/// How many rows a file is worth: fewer where each of them makes very many numbers, so that a few bytes of a file can not ask
/// for minutes and gigabytes.
std::size_t probe_row_count(const ir::model& m);

/// `count` rows: each feature takes ordinary values, the exact numbers that the model compares it with (thresholds,
/// category codes, bin edges, markers), their neighbours one ulp away in double and in float, and now and then
/// NaN, infinities, zeros of both signs, subnormals and, unless the model has an f32 network, numbers that floats
/// can not tell apart or hold. The same model gives the same rows.
std::vector<std::vector<double>> probe_rows(const ir::model& m, std::size_t count);

} // namespace convert::verify
