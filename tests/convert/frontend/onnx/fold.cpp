// tests/convert/frontend/onnx/fold.cpp -- chains of operators become the steps they stand for, with the same answers.
#include <convert/frontend/onnx/fold.hpp>

#include <cmath>
#include <variant>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;
namespace ir = convert::ir;

namespace {

using strings_of = std::vector<std::string>;
using reals_of = std::vector<float>;

template <class Kind>
std::size_t count(const ir::model& m) {
  std::size_t found = 0;
  for (const ir::step& s : m.steps) found += std::holds_alternative<Kind>(s.what) ? 1 : 0;
  return found;
}

/// x <= split ? low : high, of feature 0 of `input`.
node stump(std::string_view input, std::string_view output, float split, float low, float high) {
  return node("TreeEnsembleRegressor", {input}, {output}, ml)
      .with("n_targets", 1)
      .with("nodes_treeids", sizes{0, 0, 0})
      .with("nodes_nodeids", sizes{0, 1, 2})
      .with("nodes_featureids", sizes{0, 0, 0})
      .with("nodes_modes", strings_of{"BRANCH_LEQ", "LEAF", "LEAF"})
      .with("nodes_values", reals_of{split, 0, 0})
      .with("nodes_truenodeids", sizes{1, 0, 0})
      .with("nodes_falsenodeids", sizes{2, 0, 0})
      .with("target_treeids", sizes{0, 0})
      .with("target_nodeids", sizes{1, 2})
      .with("target_ids", sizes{0, 0})
      .with("target_weights", reals_of{low, high});
}

} // namespace

TEST_SUITE("convert/frontend/onnx/fold") {

  TEST_CASE("MatMul, Add, activation and MatMul are one network") {
    const auto m = read(model()
                            .input("x", f32, {open, 2})
                            .constant(floats({2, 2}, {1, 2, 3, 4}, "w1"))
                            .constant(floats({2}, {0.5F, -20}, "b1"))
                            .constant(floats({2, 1}, {2, 3}, "w2"))
                            .add(node("MatMul", {"x", "w1"}, {"m"}))
                            .add(node("Add", {"m", "b1"}, {"a"}))
                            .add(node("Relu", {"a"}, {"r"}))
                            .add(node("MatMul", {"r", "w2"}, {"y"}))
                            .output("y"));
    CHECK(count<ir::network>(m) == 1);
    CHECK(m.steps.size() == 2); // the row rounded to float, the network
    // x = (1, 1): (4, 6) + b1 = (4.5, -14); relu (4.5, 0).
    CHECK(asked(m, {1, 1}) == std::vector<double>{9});
  }

  TEST_CASE("one layer stays one sum, begun with its bias, and its sigmoid is ONNX Runtime's") {
    const auto m = read(model()
                            .input("x", f32, {open, 1})
                            .constant(floats({1, 1}, {2}, "w"))
                            .constant(floats({1}, {1}, "b"))
                            .add(node("Gemm", {"x", "w", "b"}, {"g"}))
                            .add(node("Sigmoid", {"g"}, {"y"}))
                            .output("y"));
    CHECK(count<ir::network>(m) == 0);
    CHECK(count<ir::linear>(m) == 1);
    CHECK(count<ir::with_constants>(m) == 0);
    CHECK(asked(m, {-0.5}) == std::vector<double>{0.5});
    CHECK(asked(m, {-9.25}) == std::vector<double>{0x1p-25}); // sigmoid(-17.5) is 2.5e-8
  }

  TEST_CASE("a network is ONNX Runtime's to the last bit, unless something scales between its layers") {
    const auto two_layers = [](bool of_logarithm, const char* scaled) {
      model m = model()
                    .input("x", f32, {open, 1})
                    .constant(floats({1, 1}, {1}, "w"))
                    .constant(floats({1}, {2}, "two"))
                    .add(node("MatMul", {"x", "w"}, {"a"}))
                    .add(node("Sigmoid", {"a"}, {"b"}))
                    .add(node("Mul", {"b", "two"}, {"s"}))
                    .add(node("MatMul", {scaled, "w"}, {"c"}))
                    .add(node("Tanh", {"c"}, {"d"}))
                    .add(node("Add", {"d", "two"}, {"e"}));
      if (of_logarithm) m.add(node("Log", {"e"}, {"y"}));
      return read(m.output(of_logarithm ? "y" : "e"));
    };
    const auto network_of = [](const ir::model& m) {
      for (const auto& s : m.steps)
        if (const auto* n = std::get_if<ir::network>(&s.what)) return *n;
      return ir::network{};
    };
    for (const bool of_logarithm : {false, true}) {
      const ir::network unscaled = network_of(two_layers(of_logarithm, "b"));
      REQUIRE(unscaled.layers.size() == 2);
      CHECK(unscaled.fused);
      CHECK(unscaled.layers[0].activation == ir::function::float_logistic);
      CHECK(unscaled.layers[1].activation == ir::function::float_tanh);
    }
    // Other weights would have other last bits.
    CHECK(count<ir::network>(two_layers(false, "s")) == 0);
    CHECK(count<ir::linear>(two_layers(false, "s")) == 2);
  }

  TEST_CASE("a wide layer is a network alone, so that its weights are kept as floats") {
    const auto layer = [](std::int64_t inputs, std::int64_t outputs) {
      const std::vector<float> weights(static_cast<std::size_t>(inputs * outputs), 0.5F);
      return read(over_rows(inputs, node("MatMul", {"x", "w"}, {"y"}))
                      .constant(floats({inputs, outputs}, weights, "w")));
    };
    CHECK(count<ir::network>(layer(32, 31)) == 0);
    CHECK(count<ir::network>(layer(32, 32)) == 1);
    CHECK(count<ir::network>(layer(1025, 2)) == 0);
  }

  TEST_CASE("a layer of doubles behind one of floats stays one of doubles") {
    const auto m = read(model()
                            .input("x", f32, {open, 1})
                            .constant(floats({1, 1}, {1}, "w"))
                            .constant(doubles({1, 1}, {0.1}, "v"))
                            .add(node("MatMul", {"x", "w"}, {"a"}))
                            .add(node("Relu", {"a"}, {"b"}))
                            .add(node("Cast", {"b"}, {"c"}).with("to", f64))
                            .add(node("MatMul", {"c", "v"}, {"y"}))
                            .output("y"));
    CHECK(asked(m, {3}) == std::vector<double>{3 * 0.1});
  }

  TEST_CASE("a network in doubles stays in doubles") {
    const auto m = read(model()
                            .input("x", f64, {open, 1})
                            .constant(doubles({1, 1}, {0x1p100}, "w"))
                            .add(node("MatMul", {"x", "w"}, {"a"}))
                            .add(node("Relu", {"a"}, {"b"}))
                            .add(node("MatMul", {"b", "w"}, {"y"}))
                            .output("y"));
    CHECK(count<ir::network>(m) == 0);
    CHECK(asked(m, {1}) == std::vector<double>{0x1p200});
  }

  TEST_CASE("products of matrices are ONNX Runtime's own floats, 256 products to a sum") { // [ort]
    const std::int64_t inputs = 300;
    std::vector<float> weights(2 * inputs);
    std::vector<double> row;
    for (std::size_t i = 0; i < 300; ++i) {
      weights[2 * i] = 1.0F / static_cast<float>(i + 3);
      weights[2 * (299 - i) + 1] = -weights[2 * i];
      const volatile float hundredths =
          0.01F * static_cast<float>(i); // volatile: not fused with the difference
      row.push_back(static_cast<double>(1.0F - hundredths));
    }
    const auto begun = [&](const node& n) {
      return over_rows(inputs, n)
          .constant(floats({inputs, 2}, weights, "w"))
          .constant(floats({2}, {0.1F, -7}, "b"))
          .constant(floats({2}, {2, 2}, "two"));
    };
    CHECK(asked(begun(node("MatMul", {"x", "w"}, {"y"})), row) ==
          std::vector<double>{0x1.eed7a4p+0, 0x1.ab290cp+2});
    const std::vector<double> with_bias = {0x1.04389ep+1, -0x1.4d6f4p-2};
    CHECK(asked(begun(node("Gemm", {"x", "w", "b"}, {"y"})), row) == with_bias);
    CHECK(asked(begun(node("MatMul", {"x", "w"}, {"m"})).add(node("Add", {"m", "b"}, {"y"})), row) ==
          with_bias);
    const auto read_twice =
        read(begun(node("MatMul", {"x", "w"}, {"m"})).add(node("Add", {"m", "b"}, {"y"})).output("m"));
    CHECK(count<ir::with_constants>(read_twice) == 1);
  }

  TEST_CASE("a value that others read too is not folded away") {
    const auto m = read(model()
                            .input("x", f32, {open, 1})
                            .constant(floats({1, 1}, {2}, "w"))
                            .add(node("MatMul", {"x", "w"}, {"a"}))
                            .add(node("Relu", {"a"}, {"b"}))
                            .add(node("MatMul", {"b", "w"}, {"y"}))
                            .output("y")
                            .output("b"));
    CHECK(count<ir::network>(m) == 0);
    CHECK(asked(m, {3}) == std::vector<double>{12, 6});
  }

  TEST_CASE("functions of one tree's leaf become its leaves, and their sum one forest") {
    // Two trees over picked columns; log(leaf) and (leaf == 2 ? 1 : 0) are added up.
    const auto m = read(model()
                            .input("x", f32, {open, 2})
                            .constant(longs({1}, {1}, "second"))
                            .constant(floats({1}, {2}, "two"))
                            .add(node("Gather", {"x", "second"}, {"g"}).with("axis", 1))
                            .add(stump("g", "t1", 0, 1, 4))
                            .add(stump("x", "t2", 5, 2, 3))
                            .add(node("Log", {"t1"}, {"l1"}))
                            .add(node("Equal", {"t2", "two"}, {"e2"}))
                            .add(node("Cast", {"e2"}, {"f2"}).with("to", f32))
                            .add(node("Sum", {"l1", "f2"}, {"y"}))
                            .output("y"));
    REQUIRE(m.steps.size() == 1);
    const auto& f = std::get<ir::forest>(m.steps[0].what);
    CHECK(f.trees.size() == 2);
    CHECK(f.features == 2);
    CHECK(f.sum_f32);
    CHECK(asked(m, {0, -1}) == std::vector<double>{1});
    CHECK(asked(m, {9, 1})[0] == static_cast<double>(static_cast<float>(std::log(4.0))));
  }

  TEST_CASE("a leaf read as it is keeps its tree") {
    const auto m = read(model()
                            .input("x", f32, {open, 1})
                            .add(stump("x", "t", 0, 1, 4))
                            .add(node("Sqrt", {"t"}, {"y"}))
                            .output("t")
                            .output("y"));
    CHECK(asked(m, {1}) == std::vector<double>{4, 2});
  }
}
