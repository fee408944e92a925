// convert/frontend/sklearn/mlp.cpp -- layers, activations, and the three kinds of targets of a network.
#include <doctest/doctest.h>

#include <cmath>

#include "ensemble_cases.hpp"
#include "pickled.hpp"

using namespace pickled;

namespace {

/// (rows, columns), row-major.
code matrix(int rows, int columns, const std::vector<double>& x) {
  std::string data;
  for (const double v : x) data += little_endian(std::bit_cast<std::uint64_t>(v), 8);
  return array({integer(rows), integer(columns)}, "f8", bytes(data));
}

/// Two inputs, two hidden numbers (x0 - x1 and x1), `outputs` outputs.
code network(const char* name, const char* activation, const char* last, int outputs,
             const std::vector<double>& weights, attributes more = {}) {
  more.insert(
      more.end(),
      {{"n_features_in_", integer(2)},
       {"activation", text(activation)},
       {"out_activation_", text(last)},
       {"coefs_", list({matrix(2, 2, {1, 0, -1, 1}), matrix(2, outputs, weights)})},
       {"intercepts_",
        list({numbers({0, 0}), numbers(std::vector<double>(static_cast<std::size_t>(outputs), 0.0))})}});
  return object(name, std::move(more));
}

attributes targets(const char* kind, const std::vector<std::int64_t>& classes) {
  return {{"_label_binarizer", object("LabelBinarizer", {{"y_type_", text(kind)}})},
          {"classes_", integers(classes)}};
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/mlp") {
  TEST_CASE("hidden layers have the activation and the last one has its own") {
    const auto answer = [](const char* activation) {
      return answers::of(model_of(network("MLPRegressor", activation, "identity", 1, {1, 10})), "predict",
                         {1, 3})
          .at(0);
    };
    CHECK(answer("identity") == 28);
    CHECK(answer("relu") == 30);
    CHECK(answer("tanh") == doctest::Approx(std::tanh(-2.0) + 10 * std::tanh(3.0)));
    CHECK(answer("logistic") == doctest::Approx(1 / (1 + std::exp(2.0)) + 10 / (1 + std::exp(-3.0))));
  }

  TEST_CASE("the poisson loss answers the exponential") {
    CHECK(answers::of(model_of(network("MLPRegressor", "relu", "exp", 1, {0, 1})), "predict", {0, 2}).at(0) ==
          doctest::Approx(std::exp(2.0)));
  }

  TEST_CASE("two classes have one output, and one half is the first class") {
    const auto m =
        model_of(network("MLPClassifier", "identity", "logistic", 1, {1, 0}, targets("binary", {5, 6})));
    CHECK(answers::of(m, "proba", {1, 1}) == std::vector{0.5, 0.5});
    CHECK(answers::of(m, "predict", {1, 1}) == std::vector{0.0});
    CHECK(answers::of(m, "predict", {2, 1}) == std::vector{1.0});
  }

  TEST_CASE("many classes have a softmax") {
    const auto m = model_of(network("MLPClassifier", "identity", "softmax", 3, {0, 0, 1, 0, 1, 0},
                                    targets("multiclass", {5, 6, 7})));
    const auto proba = answers::of(m, "proba", {0, 1});
    CHECK(proba[1] == doctest::Approx(std::exp(1.0) / (1 + std::exp(1.0) + std::exp(-1.0))));
    CHECK(answers::of(m, "predict", {0, 1}) == std::vector{1.0});
  }

  TEST_CASE("many labels have a column each") {
    const auto m = model_of(network("MLPClassifier", "identity", "logistic", 2, {1, 0, 0, 1},
                                    targets("multilabel-indicator", {0, 1})));
    CHECK(answers::of(m, "predict", {1, 1}) == std::vector{0.0, 1.0});
    CHECK(answers::of(m, "proba", {1, 1}).at(0) == 0.5);
  }

  TEST_CASE("what is not known is refused by name") {
    CHECK(refused(network("MLPRegressor", "gelu", "identity", 1, {1, 1})) ==
          "`MLPRegressor.activation`: activation `gelu` is not supported");
    CHECK(refused(network("MLPClassifier", "relu", "logistic", 2, {1, 1, 1, 1}, targets("binary", {5, 6}))) ==
          "`MLPClassifier._label_binarizer.y_type_`: targets of type `binary` with 2 classes are not "
          "supported");
  }

  TEST_CASE("layers that do not fit are refused") {
    CHECK(refused(object("MLPRegressor", {{"n_features_in_", integer(3)},
                                          {"activation", text("relu")},
                                          {"out_activation_", text("identity")},
                                          {"coefs_", list({matrix(2, 1, {1, 1})})},
                                          {"intercepts_", list({numbers({0})})}})) ==
          "`MLPRegressor.coefs_[0]`: its shape does not fit 3 inputs");
  }

  TEST_CASE("NaN is refused") {
    CHECK(answers::refuses(model_of(network("MLPRegressor", "relu", "identity", 1, {1, 1})),
                           {answers::missing, 0}));
  }
}
