// convert/frontend/xgboost/detect.cpp -- the first bytes of XGBoost's formats.
//
// Source  xgboost 1.7.4, `src/learner.cc`, `LearnerIO`: "binf", "bs64", "CONFIG-offset:", and
//         `LearnerModelParamLegacy` (136 bytes) before the objective's name; `src/tree/tree_model.cc`,
//         `TextGenerator`, `JsonGenerator`; 3.5, `src/common/json.cc`, `UBJWriter`.
#include <convert/frontend/xgboost/detect.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace convert::xgboost {

namespace {

bool is_first_key(std::string_view key) {
  constexpr std::array keys = {"learner", "version", "Config", "Model"};
  return std::ranges::find(keys, key) != keys.end();
}

std::string_view without_space(std::string_view text) {
  const auto at = text.find_first_not_of(" \t\r\n");
  return at == std::string_view::npos ? std::string_view{} : text.substr(at);
}

/// The key that a JSON object begins with.
std::string_view first_json_key(std::string_view bytes) {
  std::string_view rest = without_space(bytes);
  if (!rest.starts_with('{')) return {};
  rest = without_space(rest.substr(1));
  if (!rest.starts_with('"')) return {};
  return rest.substr(1, rest.find('"', 1) - 1);
}

/// Little-endian, as all of XGBoost's platforms wrote it.
std::uint64_t u64_at(std::string_view bytes, std::size_t at) {
  std::uint64_t x = 0;
  for (std::size_t i = 8; i-- > 0;) x = x << 8 | static_cast<unsigned char>(bytes[at + i]);
  return x;
}

/// A length and a name after the parameters of the old format: "binary:logistic", then "gbtree".
bool is_old_binary(std::string_view bytes) {
  constexpr std::size_t parameters = 136;
  for (const std::size_t header : {std::size_t{0}, std::size_t{4}}) { // "binf" or nothing
    const std::size_t at = header + parameters;
    if (bytes.size() < at + 8) return false;
    const std::uint64_t length = u64_at(bytes, at);
    if (length == 0 || length > 64 || length + at + 16 > bytes.size()) continue;
    const auto name = bytes.substr(at + 8, static_cast<std::size_t>(length));
    const auto booster = bytes.substr(at + 16 + static_cast<std::size_t>(length));
    const bool lower =
        std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == ':' || c == '_'; });
    if (lower &&
        (booster.starts_with("gbtree") || booster.starts_with("dart") || booster.starts_with("gblinear")))
      return true;
  }
  return false;
}

bool is_dump(std::string_view bytes) {
  const std::string_view text = without_space(bytes);
  if (text.starts_with("booster[0]")) return true;
  if (text.starts_with("0:[") || text.starts_with("0:leaf=")) return true;
  if (!text.starts_with('[')) return false;
  const std::string_view element = without_space(text.substr(1));
  if (!element.starts_with('{')) return false;
  return without_space(element.substr(1)).starts_with("\"nodeid\"");
}

} // namespace

bool looks_like_json(std::string_view bytes) {
  const std::string_view key = first_json_key(bytes);
  return is_first_key(key) && bytes.find("\"gradient_booster\"") != std::string_view::npos &&
         bytes.find("\"learner_model_param\"") != std::string_view::npos;
}

bool looks_like_ubjson(std::string_view bytes) {
  if (bytes.size() < 4 || bytes[0] != '{') return false;
  const std::size_t width = bytes[1] == 'L' ? 8 : bytes[1] == 'l' ? 4 : bytes[1] == 'I' ? 2 : 1;
  if (width == 1 && bytes[1] != 'i' && bytes[1] != 'U') return false;
  if (bytes.size() < 2 + width) return false;
  std::uint64_t length = 0;
  for (const char c : bytes.substr(2, width)) length = length << 8 | static_cast<unsigned char>(c);
  return length < 16 && is_first_key(bytes.substr(2 + width, static_cast<std::size_t>(length)));
}

std::optional<dead_end> find_dead_end(std::string_view bytes) {
  if (bytes.starts_with("CONFIG-offset:")) return dead_end::snapshot;
  if (bytes.starts_with("binf") || bytes.starts_with("bs64") || is_old_binary(bytes)) return dead_end::binary;
  if (is_dump(bytes)) return dead_end::dump;
  const bool has_learner = first_json_key(bytes) == "learner" || first_json_key(bytes) == "version";
  if (has_learner && bytes.find("\"generic_param\"") != std::string_view::npos && !looks_like_json(bytes))
    return dead_end::config;
  return std::nullopt;
}

std::string advice(dead_end found) {
  std::string save = "`booster.save_model(\"model.json\")`";
  switch (found) {
  case dead_end::binary:
    return "this is XGBoost's old binary format; load it with an XGBoost before 3.1 and save it with " + save;
  case dead_end::snapshot:
    return "the booster is in XGBoost's old binary format; load it with the XGBoost that wrote it and save "
           "it with " +
           save;
  case dead_end::dump:
    return "this is a dump for people to read: it has no base score and rounded thresholds; save the model "
           "with " +
           save;
  case dead_end::config: return "this is a configuration without trees; save the model with " + save;
  }
  return save;
}

} // namespace convert::xgboost
