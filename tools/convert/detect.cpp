// convert/detect.cpp -- which trainer's format a file is in, told by its content.
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <convert/convert.hpp>
#include <convert/foreign_format.hpp>
#include <convert/frontend/lightgbm/detect.hpp>
#include <convert/frontend/onnx/onnx.hpp>
#include <convert/frontend/xgboost/detect.hpp>
#include <convert/syntax/joblib/container.hpp>
#include <convert/syntax/pickle/read.hpp>
#include <pounce/format/header.hpp>
#include <pounce/format/load.hpp>

namespace convert {

namespace {

/// Of a compressed file that holds no pickle. An `x` at the beginning may be zlib's, or a text's.
std::optional<std::string> advice_for_compressed(std::string_view file) {
  const auto how = joblib::detect(file);
  if (how == joblib::compression::none) return std::nullopt;
  constexpr std::size_t head_bytes = 4096;
  const std::vector<std::byte> inside = joblib::decompress_head(file, how, head_bytes);
  if (inside.empty()) return std::nullopt;
  if (auto advice = advice_for_foreign(pounce::format::text_of(inside))) return advice;
  return "the file is compressed (" + std::string(joblib::name_of(how)) +
         "), and what it holds is neither pickle nor joblib: decompress it first";
}

bool is_pounce(std::span<const std::byte> file) {
  return file.size() >= 8 && std::memcmp(file.data(), pounce::format::magic.data(), 8) == 0;
}

} // namespace

source_kind detect(std::span<const std::byte> file) {
  if (file.empty()) throw refusal("the file is empty");
  if (is_pounce(file)) throw refusal("the file is a pounce model already");
  const std::string_view text = pounce::format::text_of(file);
  if (const auto advice = advice_for_foreign(text)) throw refusal(*advice);
  if (const auto found = xgboost::find_dead_end(text)) throw refusal(xgboost::advice(*found));
  if (lightgbm::looks_like_dump(text)) {
    throw refusal(
        "the file is what LightGBM's dump_model returns, with rounded thresholds: save the model with "
        "booster.save_model(\"model.txt\")");
  }
  if (lightgbm::looks_like_text(text)) return source_kind::lightgbm_text;
  if (xgboost::looks_like_json(text)) return source_kind::xgboost_json;
  if (xgboost::looks_like_ubjson(text)) return source_kind::xgboost_ubjson;
  if (pickle::looks_like_pickle(file)) return source_kind::pickle;
  if (onnx::looks_like_onnx(file)) return source_kind::onnx;
  if (const auto advice = advice_for_compressed(text)) throw refusal(*advice);
  throw refusal("the file is no model that pounce knows: it takes pickle and joblib files of scikit-learn, "
                "XGBoost's JSON "
                "and UBJSON, LightGBM's text models and ONNX");
}

} // namespace convert
