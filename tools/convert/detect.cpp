// convert/detect.cpp -- which trainer's format a file is in, told by its content.
#include <algorithm>
#include <cstring>
#include <string_view>

#include <convert/convert.hpp>
#include <convert/frontend/lightgbm/detect.hpp>
#include <convert/frontend/onnx/onnx.hpp>
#include <convert/frontend/xgboost/detect.hpp>
#include <convert/syntax/pickle/read.hpp>
#include <pounce/format/header.hpp>
#include <pounce/format/load.hpp>

namespace convert {

namespace {

bool begins_with(std::span<const std::byte> file, std::string_view head) {
  return file.size() >= head.size() && std::memcmp(file.data(), head.data(), head.size()) == 0;
}

bool is_pounce(std::span<const std::byte> file) {
  return file.size() >= 8 && std::memcmp(file.data(), pounce::format::magic.data(), 8) == 0;
}

} // namespace

source_kind detect(std::span<const std::byte> file) {
  if (file.empty()) throw refusal("the file is empty");
  if (is_pounce(file)) throw refusal("the file is a pounce model already");
  if (begins_with(file, "PK\x03\x04")) {
    throw refusal(
        "the file is a zip archive (PyTorch, Keras, skops): save the model with joblib or export it to ONNX");
  }
  if (begins_with(file, "\x89HDF\r\n\x1a\n"))
    throw refusal("the file is HDF5 (Keras): export the model to ONNX");
  const std::string_view text = pounce::format::text_of(file);
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
  throw refusal("the file is no model that pounce knows: it takes pickle and joblib files of scikit-learn, "
                "XGBoost's JSON "
                "and UBJSON, LightGBM's text models and ONNX");
}

} // namespace convert
