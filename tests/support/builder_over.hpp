// support/builder_over.hpp -- a builder over plain numeric features, by name.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <convert/ir/build.hpp>

namespace support {

inline convert::ir::builder builder_over(const std::vector<std::string>& names) {
  std::vector<convert::ir::feature> features;
  for (const auto& name : names) features.push_back({name, {}});
  return convert::ir::builder(std::move(features));
}

} // namespace support
