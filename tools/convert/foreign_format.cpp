// convert/foreign_format.cpp -- signatures of Keras, PyTorch, TensorFlow, Core ML, PMML, skops, CatBoost, H2O, R and others.
//
// Source  PyTorch, `torch/serialization.py`, MAGIC_NUMBER; TensorFlow Lite's schema, file_identifier; CatBoost,
//         `catboost/libs/model/model.cpp`, "CBM1"; safetensors' README; numpy.lib.format; R's serialize.c.
#include <convert/foreign_format.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace convert {

namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// A zip archive, by the names of its members: they stand in it as they are.
std::string advice_for_zip(std::string_view file) {
  if (contains(file, "schema.json"))
    return "the file is skops': load it with `skops.io.load(file, trusted=...)` and save it with "
           "`joblib.dump(model, \"model.joblib\")`";
  if (contains(file, "model.weights.h5"))
    return "the file is Keras': export the model with `model.export(\"model.onnx\", format=\"onnx\")` or "
           "tf2onnx";
  if (contains(file, "/data.pkl") || contains(file, "constants.pkl"))
    return "the file is PyTorch's: export the model with `torch.onnx.export(model, example, \"model.onnx\")`";
  if (contains(file, "model.ini") && contains(file, "experimental/"))
    return "the file is an H2O MOJO: train the model with XGBoost, LightGBM or scikit-learn, or export it to "
           "ONNX";
  if (contains(file, ".npy"))
    return "the file is an archive of numpy arrays, not a model: save the model with `joblib.dump(model, "
           "\"model.joblib\")`";
  return "the file is a zip archive, not a model: unpack it, or save the model with joblib or export it to "
         "ONNX";
}

/// Eight bytes of length, then a JSON header of tensors.
bool is_safetensors(std::string_view file) {
  if (file.size() < 16 || file[8] != '{') return false;
  std::uint64_t length = 0;
  for (std::size_t i = 8; i-- > 0;) length = length << 8U | static_cast<unsigned char>(file[i]);
  return length >= 2 && length <= file.size() - 8 &&
         contains(file.substr(8, static_cast<std::size_t>(length)), "\"data_offsets\"");
}

bool is_pmml(std::string_view file) {
  constexpr std::size_t head = 4096;
  return file.starts_with("<") && contains(file.substr(0, head), "<PMML");
}

/// A header of 512 bytes: the name of the first file, then its facts, then the magic word.
bool is_tar(std::string_view file) {
  constexpr std::size_t magic_at = 257;
  return file.size() > magic_at && file.substr(magic_at).starts_with("ustar");
}

bool is_web_page(std::string_view file) {
  return file.starts_with("<!DOCTYPE html") || file.starts_with("<!doctype html");
}

/// The first key of what CatBoost exports as JSON; of categories in front of it.
bool is_catboost_json(std::string_view file) {
  if (!file.starts_with('{')) return false;
  const std::string_view keys = file.substr(std::min(file.find_first_not_of(" \t\r\n", 1), file.size()));
  return keys.starts_with("\"features_info\"") || keys.starts_with("\"ctr_data\"");
}

/// A protobuf that begins with a small version number, as ONNX does too.
bool is_saved_model(std::string_view file) {
  return file.starts_with("\x08\x01\x12") &&
         (contains(file, "VarHandleOp") || contains(file, "PartitionedCall"));
}

} // namespace

std::optional<std::string> advice_for_foreign(std::string_view file) {
  using namespace std::string_view_literals;
  if (file.starts_with("PK\x03\x04")) return advice_for_zip(file);
  if (file.starts_with("\x89HDF\r\n\x1a\n"))
    return "the file is HDF5 (Keras): export the model with `tf2onnx.convert.from_keras` to ONNX";
  // LONG1 of ten bytes: the number that torch.save wrote first before it wrote zip archives.
  if (file.size() > 15 && file.substr(2).starts_with("\x8a\x0al\xfc\x9c\x46\xf9\x20j\xa8P\x19.")) {
    return "the file is PyTorch's: export the model with `torch.onnx.export(model, example, \"model.onnx\")`";
  }
  if (is_safetensors(file))
    return "the file holds tensors without the model that they belong to (safetensors): export the model to "
           "ONNX";
  if (file.size() > 8 && file.substr(4).starts_with("TFL3"))
    return "the file is TensorFlow Lite's: export the model it was made from to ONNX with tf2onnx";
  if (is_saved_model(file))
    return "the file is a TensorFlow SavedModel: export it with `python -m tf2onnx.convert --saved-model "
           "FOLDER "
           "--output model.onnx`";
  if (file.starts_with("\x08") && contains(file, "com.github.apple.coremltools"))
    return "the file is Core ML's: export the model it was made from to ONNX";
  if (is_pmml(file))
    return "the file is PMML: save the model with its own framework: joblib for scikit-learn, "
           "`booster.save_model` for XGBoost and LightGBM";
  if (is_tar(file))
    return "the file is a tar archive, as SageMaker's model.tar.gz is: unpack it and convert the model that "
           "is in it";
  if (file.starts_with("version https://git-lfs.github.com/spec/"))
    return "the file is Git LFS's note of where the model is: fetch it with `git lfs pull`";
  if (is_web_page(file))
    return "the file is a web page, not a model: the download went wrong, fetch it again";
  if (file.starts_with("CBM1") || is_catboost_json(file))
    return "the file is CatBoost's: export the model with `model.save_model(\"model.onnx\", "
           "format=\"onnx\")`";
  if (file.starts_with("\x93NUMPY"))
    return "the file is a numpy array, not a model: save the model with `joblib.dump(model, "
           "\"model.joblib\")`";
  if (file.starts_with("RDX2\n") || file.starts_with("RDX3\n") || file.starts_with("X\n\0\0\0"sv))
    return "the file is R's: save the model with `xgb.save(model, \"model.json\")` or `lgb.save(model, "
           "\"model.txt\")`";
  return std::nullopt;
}

} // namespace convert
