// convert/frontend/lightgbm/detect.cpp -- the first lines of a text model and of a dump.
//
// Source  LightGBM 4.6, `src/boosting/gbdt_model_text.cpp`, `GBDT::SaveModelToString`, `GBDT::DumpModel`;
//         `src/boosting/boosting.cpp`, `GetBoostingTypeFromModelFile`.
#include <convert/frontend/lightgbm/detect.hpp>

#include <algorithm>

namespace convert::lightgbm {

namespace {
constexpr std::size_t head_bytes = 1 << 16; // names of features may come before the rest of the header
}

bool looks_like_text(std::string_view bytes) {
  if (!bytes.starts_with("tree\n") && !bytes.starts_with("tree\r\n")) return false;
  const std::string_view head = bytes.substr(0, head_bytes);
  return head.find("\nnum_class=") != std::string_view::npos &&
         head.find("\nmax_feature_idx=") != std::string_view::npos;
}

bool looks_like_dump(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, head_bytes);
  const auto first = head.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && head[first] == '{' &&
         head.find("\"num_tree_per_iteration\"") != std::string_view::npos;
}

} // namespace convert::lightgbm
