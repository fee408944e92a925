// tests/convert/frontend/lightgbm/detect.cpp -- LightGBM's formats by their first lines.
#include <convert/frontend/lightgbm/detect.hpp>

#include <doctest/doctest.h>

#include "model_text.hpp"

using namespace convert::lightgbm;

TEST_SUITE("convert/frontend/lightgbm/detect") {

  TEST_CASE("text models are recognised by their header") {
    CHECK(looks_like_text(lightgbm_text::text()));
    CHECK(looks_like_text("tree\r\nnum_class=1\r\nmax_feature_idx=0\r\n"));
    CHECK(!looks_like_text("tree\n"));
    CHECK(!looks_like_text("trees\nnum_class=1\nmax_feature_idx=0\n"));
    CHECK(!looks_like_text(""));
  }

  TEST_CASE("dumps are recognised too") {
    CHECK(looks_like_dump("{\"name\": \"tree\", \"num_tree_per_iteration\": 1}"));
    CHECK(!looks_like_dump(lightgbm_text::text()));
    CHECK(!looks_like_dump("{}"));
  }
}
