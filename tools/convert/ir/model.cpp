// convert/ir/model.cpp -- the width of every value of a model.
#include <convert/ir/model.hpp>

#include <convert/ir/check.hpp>
#include <convert/refusal.hpp>

namespace convert::ir {

std::vector<std::uint32_t> widths(const model& m) {
  if (m.features.size() > max_width) throw refusal("the model has more than 16777216 features");
  std::vector<std::uint32_t> found;
  found.reserve(m.steps.size() + 1);
  found.push_back(static_cast<std::uint32_t>(m.features.size()));
  for (std::size_t i = 0; i < m.steps.size(); ++i) {
    try {
      found.push_back(check_step(m.steps[i], found));
    } catch (const refusal& why) {
      throw refusal("step " + std::to_string(i) + ": " + why.what());
    }
  }
  return found;
}

} // namespace convert::ir
