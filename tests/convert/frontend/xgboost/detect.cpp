// tests/convert/frontend/xgboost/detect.cpp -- XGBoost's formats by their first bytes.
#include <convert/frontend/xgboost/detect.hpp>

#include <string>

#include <doctest/doctest.h>

#include <convert/frontend/xgboost/model.hpp>

#include "../answers.hpp"
#include "model_text.hpp"

using namespace convert::xgboost;
using namespace std::string_literals;
using answers::refused_to;

namespace {

/// 136 bytes of parameters, then names with their lengths.
std::string old_binary(const std::string& head) {
  return head + std::string(136, '\0') + "\x0F\0\0\0\0\0\0\0"s + "binary:logistic" + "\x06\0\0\0\0\0\0\0"s +
         "gbtree" + std::string(160, '\0');
}

} // namespace

TEST_SUITE("convert/frontend/xgboost/detect") {

  TEST_CASE("JSON models are recognised whatever their first key and spaces") {
    CHECK(looks_like_json(xgboost_text::json()));
    CHECK(looks_like_json(
        " {\n \"version\" : [1,7,4], \"learner\": {\"gradient_booster\":0,\"learner_model_param\":0}}"));
    CHECK(!looks_like_json("{\"learner\": 1}"));
    CHECK(!looks_like_json("{\"name\": \"gradient_booster\"}"));
    CHECK(!looks_like_json(""));
  }

  TEST_CASE("UBJSON models are recognised") {
    CHECK(looks_like_ubjson("{L\0\0\0\0\0\0\0\x07learner{"s));
    CHECK(looks_like_ubjson("{i\x07version["s));
    CHECK(looks_like_ubjson("{L\0\0\0\0\0\0\0\x06"s + "Config{"));
    CHECK(!looks_like_ubjson("{L\0\0\0\0\0\0\0\x07"s));
    CHECK(!looks_like_ubjson("{\"learner\":"));
    CHECK(!looks_like_ubjson("{L"));
  }

  TEST_CASE("the old binary format is refused with the call that saves anew") {
    const std::string wanted =
        "this is XGBoost's old binary format; load it with an XGBoost before 3.1 and save it with "
        "`booster.save_model(\"model.json\")`";
    for (const auto& file : {old_binary(""), old_binary("binf"), "bs64\tYmlu"s}) {
      CHECK(find_dead_end(file) == dead_end::binary);
      CHECK(refused_to([&] { read_model(file); }) == wanted);
    }
    CHECK(refused_to([] { read_model("CONFIG-offset:\x01\x02"); }) ==
          "the booster is in XGBoost's old binary format; load it with the XGBoost that wrote it and save it "
          "with "
          "`booster.save_model(\"model.json\")`");
  }

  TEST_CASE("dumps are refused with the call that saves a model") {
    const std::string wanted =
        "this is a dump for people to read: it has no base score and rounded thresholds; save the "
        "model with `booster.save_model(\"model.json\")`";
    for (const auto* file : {"booster[0]:\n0:[f0<1] yes=1,no=2,missing=1\n", "0:[f0<1] yes=1,no=2\n",
                             "0:leaf=1\n", "[\n  { \"nodeid\": 0, \"leaf\": 1 }]"}) {
      CAPTURE(file);
      CHECK(refused_to([&] { read_model(file); }) == wanted);
    }
  }

  TEST_CASE("a configuration is refused") {
    CHECK(refused_to([] {
            read_model(R"({"learner":{"generic_param":{},"gradient_booster":{}},"version":[1,7,4]})");
          }) ==
          "this is a configuration without trees; save the model with `booster.save_model(\"model.json\")`");
  }

  TEST_CASE("a model is no dead end") {
    CHECK(!find_dead_end(xgboost_text::json()));
    CHECK(!find_dead_end(""));
    CHECK(!find_dead_end("[1]"));
  }
}
