// cli/sample_request.hpp -- a request that a model answers, to try it with.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <pounce/model.hpp>

namespace cli {

/// A row that the model answers, as JSON values, one a feature: categories as texts, null for what is missing. Made of
/// the rows that travel in the file, numbers with three digits; zeros and first categories if there are none.
std::vector<std::string> sample_row(const pounce::model& model);

/// The longest request that is shown in a command for somebody to copy.
inline constexpr std::size_t longest_request = 300;

/// {"data": [[...]]}
std::string sample_request(const pounce::model& model);

} // namespace cli
