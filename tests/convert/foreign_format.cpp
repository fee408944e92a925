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
        {"\x93NUMPY\x01\0...."s, "numpy"},
        {"RDX3\nX\n...."s, "R's"},
    };
    for (const auto& [file, told] : cases) {
      const std::string name = told; // clang 14 lets no lambda hold a structured binding
      CAPTURE(name);
      const std::string said = said_of(file);
      CHECK(said.find(name) != std::string::npos);
      const bool helps = said.find("export") != std::string::npos || said.find("save") != std::string::npos ||
                         said.find("unpack") != std::string::npos;
      CHECK(helps);
    }
  }

  TEST_CASE("what is not one of them is not taken for one") {
    for (const std::string& file :
         {"tree\nversion=v4\n"s, "{\"learner\": {}}"s, "<html>"s, "\x08\x07\x12\x08"s,
          "\x80\x04\x95....model.weights.h5"s, std::string(40, '\0')})
      CHECK_FALSE(convert::advice_for_foreign(file));
  }
}
