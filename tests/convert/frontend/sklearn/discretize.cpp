// convert/frontend/sklearn/discretize.cpp -- bins and their edges, before and after 1.1.
#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code k_bins(const std::string& encode, attributes more = {}) {
  attributes all = {{"n_features_in_", integer(1)},
                    {"encode", text(encode)},
                    {"n_bins_", integers({3})},
                    {"bin_edges_", objects({numbers({0, 1, 2, 3})})}};
  for (auto& entry : more) all.push_back(entry);
  return object("KBinsDiscretizer", all);
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/discretize") {
  TEST_CASE("an edge belongs to the bin above it and the ends are open") {
    const auto m = model_of(k_bins("ordinal"));
    CHECK(answers::of(m, "transform", {1}) == std::vector{1.0});
    CHECK(answers::of(m, "transform", {-9}) == std::vector{0.0});
    CHECK(answers::of(m, "transform", {9}) == std::vector{2.0});
    CHECK(answers::of(m, "transform", {0.999999}) == std::vector{0.0});
  }

  TEST_CASE("before 1.1 what is a little below an edge is above it") {
    const auto m = model_of(k_bins("ordinal", {{"_sklearn_version", text("1.0.2")}}));
    CHECK(answers::of(m, "transform", {0.999999}) == std::vector{1.0});
    CHECK(answers::of(m, "transform", {0.9999}) == std::vector{0.0});
    CHECK(answers::of(m, "transform", {9}) == std::vector{2.0});
  }

  TEST_CASE("bins are one-hot columns if they are encoded so") {
    const auto m = model_of(k_bins("onehot-dense"));
    CHECK(answers::of(m, "transform", {1.5}) == std::vector{0.0, 1.0, 0.0});
  }

  TEST_CASE("bins of floats read the row as floats, which 1.1 and later do") {
    const attributes floats = {{"dtype", global("numpy", "float32")}};
    const auto m = model_of(k_bins("ordinal", floats));
    CHECK(answers::of(m, "transform", {0.99999999}) == std::vector{1.0}); // the float next to it is 1
    CHECK(answers::of(model_of(k_bins("ordinal")), "transform", {0.99999999}) == std::vector{0.0});
    CHECK(answers::refuses(m, {1e39}));
    CHECK(refused(k_bins("ordinal", {floats[0], {"_sklearn_version", text("1.0.2")}})) ==
          "`KBinsDiscretizer`: dtype `float32` is not supported before 1.1");
  }

  TEST_CASE("another type of number is refused") {
    CHECK(refused(k_bins("ordinal", {{"dtype", global("numpy", "float16")}})) ==
          "`KBinsDiscretizer`: dtype `float16` is not supported");
  }
}
