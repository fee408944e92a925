// convert/foreign_format.cpp -- the first bytes of other frameworks' files.
#include <convert/foreign_format.hpp>

#include <string>
#include <utility>
#include <vector>

#include <convert/convert.hpp>

#include <doctest/doctest.h>

namespace {

using std::string_literals::operator""s;

const std::string tensors = R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";

std::string said_of(const std::string& file) {
  try {
    static_cast<void>(convert::detect(std::as_bytes(std::span(file))));
  } catch (const convert::refusal& why) {
    return why.what();
  }
  return {};
}

} // namespace

TEST_SUITE("convert/foreign_format") {
  TEST_CASE("each framework's file is known by its content, and is told what to do instead") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"PK\x03\x04....schema.json...."s, "skops"},
        {"PK\x03\x04....model.weights.h5...."s, "Keras"},
        {"PK\x03\x04....archive/data.pkl...."s, "PyTorch"},
        {"PK\x03\x04....model.ini....experimental/modelDetails.json"s, "H2O"},
        {"PK\x03\x04....arr_0.npy...."s, "numpy"},
        {"PK\x03\x04....notes.txt...."s, "zip archive"},
        {"\x89HDF\r\n\x1a\n...."s, "Keras"},
        {"\x80\x02\x8a\x0al\xfc\x9c\x46\xf9\x20j\xa8P\x19.\x80\x02"s, "PyTorch"},
        {std::string(1, static_cast<char>(tensors.size())) + std::string(7, '\0') + tensors + "abcd",
         "safetensors"},
        {"\x20\0\0\0TFL3...."s, "TensorFlow Lite"},
        {"\x08\x01\x12\x40....StatefulPartitionedCall...."s, "SavedModel"},
        {"\x08\x05\x12\x40....com.github.apple.coremltools.version...."s, "Core ML"},
        {"<?xml version=\"1.0\"?>\n<PMML version=\"4.4\">"s, "PMML"},
        {"CBM1\x10\0\0\0...."s, "CatBoost"},
        {"{\n\"features_info\":{}, \"oblivious_trees\":[]}"s, "CatBoost"},
        {"xgboost-model"s + std::string(244, '\0') + "ustar  ", "tar archive"},
        {"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"s, "Git LFS"},
        {"<!DOCTYPE html>\n<html><title>404</title>"s, "web page"},
        {"\x93NUMPY\x01\0...."s, "numpy"},
        {"RDX3\nX\n...."s, "R's"},
    };
    for (const auto& [file, told] : cases) {
      const std::string name = told; // clang 14 lets no lambda hold a structured binding
      CAPTURE(name);
      const std::string said = said_of(file);
      CHECK(said.find(name) != std::string::npos);
      const bool helps = said.find("export") != std::string::npos || said.find("save") != std::string::npos ||
                         said.find("unpack") != std::string::npos || said.find("fetch") != std::string::npos;
      CHECK(helps);
    }
  }

  TEST_CASE("a compressed file is told by what it holds") {
    CHECK(said_of("\x78\x9c\x8b\xe0\x62\x60\x60\x60\x66\x60\x01\x00\x03\x1b\x00\x6a"s).find("R's") !=
          std::string::npos);
    CHECK(
        said_of(
            "\x78\x9c\xab\x56\xca\x49\x4d\x2c\xca\x4b\x2d\x52\xb2\x52\x30\xac\x05\x00\x25\x65\x04\xb1"s) ==
        "the file is compressed (zlib), and what it holds is neither pickle nor joblib: decompress it first");
    CHECK(said_of("x,y\n1,2\n").find("compressed") == std::string::npos);
  }

  TEST_CASE("what is not one of them is not taken for one") {
    for (const std::string& file :
         {"tree\nversion=v4\n"s, "{\"learner\": {}}"s, "<html>"s, "\x08\x07\x12\x08"s,
          "\x80\x04\x95....model.weights.h5"s, std::string(40, '\0')})
      CHECK_FALSE(convert::advice_for_foreign(file));
  }
}
