// tests/convert/frontend/onnx/file.cpp -- tensors, types and whole files, well formed and not.
#include <convert/frontend/onnx/file.hpp>

#include <string>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;
namespace onnx = convert::onnx;

namespace {

onnx::constant tensor(const message& t) {
  return onnx::read_tensor(convert::protobuf::message(as_bytes(t.text())), {}).value;
}

std::string refused_tensor(const message& t, const onnx::external_source& external = {}) {
  try {
    onnx::read_tensor(convert::protobuf::message(as_bytes(t.text())), external);
    return "";
  } catch (const convert::refusal& why) {
    return why.what();
  }
}

message outside(std::string_view location) {
  const message where = message().bytes(1, "location").bytes(2, location);
  const message offset = message().bytes(1, "offset").bytes(2, "4");
  return tensor_head({2}, f32, "w").nested(13, where).nested(13, offset).integer(14, 1);
}

} // namespace

TEST_SUITE("convert/frontend/onnx/file") {

  TEST_CASE("raw and typed data give the same elements") {
    CHECK(tensor(floats({2}, {1.5F, -2})).reals == std::vector<double>{1.5, -2});
    CHECK(
        tensor(tensor_head({2}, f32).bytes(9, message().run<float>(1, {1.5F, -2}).text().substr(2))).reals ==
        std::vector<double>{1.5, -2});
    CHECK(tensor(longs({3}, {-1, 0, 300})).integers == std::vector<std::int64_t>{-1, 0, 300});
    CHECK(tensor(strings({1}, {"a"})).texts == std::vector<std::string>{"a"});
    CHECK(tensor(doubles({}, {0.1})).reals == std::vector<double>{0.1});
  }

  TEST_CASE("half floats are read as the numbers they stand for") {
    // 0x3c00 = 1, 0xc000 = -2, 0x0001 = 2^-24, 0x7c00 = infinity; bfloat16 0x3f80 = 1.
    CHECK(tensor(tensor_head({4}, 10).integers(5, {0x3c00, 0xc000, 1, 0x7c00})).reals ==
          std::vector<double>{1, -2, 0x1p-24, infinity});
    CHECK(tensor(tensor_head({1}, 16).integers(5, {0x3f80})).reals == std::vector<double>{1});
  }

  TEST_CASE("data that does not fit the shape is refused") {
    CHECK(refused_tensor(floats({3}, {1, 2})) == "byte 15: a tensor of 3 elements of type float has 2");
    CHECK(refused_tensor(tensor_head({3}, f32).bytes(9, "12345678")) ==
          "byte 15: a tensor of 3 elements of type float has 8 bytes");
    CHECK(refused_tensor(floats({2}, {1, 2}).bytes(9, "12345678")) ==
          "byte 25: a tensor has both raw and typed data");
    CHECK(refused_tensor(longs({-1}, {})) == "byte 16: a tensor has a negative size");
    CHECK(refused_tensor(longs({1LL << 40, 1LL << 40}, {})) == "byte 18: a tensor is larger than any file");
    CHECK(refused_tensor(tensor_head({1}, 14)) == "tensors of type 14 are not supported");
  }

  TEST_CASE("data outside the file is refused unless asked for") {
    CHECK(refused_tensor(outside("weights.bin")) ==
          "tensor `w`: its data lies outside the file, in `weights.bin`; external data is not read unless "
          "asked for");
    const onnx::external_source source = [](std::string_view location, std::uint64_t offset, auto length) {
      CHECK(location == "sub/weights.bin");
      CHECK(offset == 4);
      CHECK_FALSE(length.has_value());
      return std::vector<std::byte>(8);
    };
    CHECK(refused_tensor(outside("sub/weights.bin"), source) == "");
    for (const char* location : {"../w", "/etc/w", "a/../../w", "c:\\w", ""}) {
      CAPTURE(location);
      CHECK(refused_tensor(outside(location), source) == "tensor `w`: its data lies outside the file, in `" +
                                                             std::string(location) +
                                                             "`, which is not within the model's folder");
    }
  }

  TEST_CASE("a file without a graph is not a model") {
    CHECK(refused(message().integer(1, 8).text()) == "the file holds no ONNX graph");
    CHECK(refused("") == "the file holds no ONNX graph");
    CHECK(refused("not a model") == "byte 0: wire type 6 does not exist");
  }

  TEST_CASE("files are told by their content") {
    const std::string model_bytes = over_rows(2, node("Relu", {"x"}, {"y"})).bytes();
    CHECK(onnx::looks_like_onnx(as_bytes(model_bytes)));
    CHECK_FALSE(onnx::looks_like_onnx(as_bytes(model_bytes.substr(0, model_bytes.size() - 1))));
    for (const char* other : {"", "tree\nversion=v4\n", "{\"learner\":{}}", "\x80\x04\x95"}) {
      CAPTURE(other);
      CHECK_FALSE(onnx::looks_like_onnx(as_bytes(other)));
    }
  }
}
