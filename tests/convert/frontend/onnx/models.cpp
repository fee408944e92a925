// tests/convert/frontend/onnx/models.cpp -- linear models, support vectors, scalers, encoders and label outputs.
//
// Answers marked [ort] were given by ONNX Runtime 1.30 to the same graph.
#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

namespace {

using strings_of = std::vector<std::string>;
using reals_of = std::vector<float>;

std::vector<double> scores(const node& n, double x) {
  return asked(model().input("x", f32, {open, 1}).add(n).output("scores"), {x});
}

node linear_classifier(std::string_view transform) {
  return node("LinearClassifier", {"x"}, {"label", "scores"}, ml)
      .with("coefficients", reals_of{2})
      .with("intercepts", reals_of{0.5F})
      .with("classlabels_strings", strings_of{"no", "yes"})
      .with("post_transform", transform);
}

} // namespace

TEST_SUITE("convert/frontend/onnx/models") {

  TEST_CASE("one score and two labels are answered as ONNX Runtime does") { // [ort]
    CHECK(scores(linear_classifier("NONE"), 1) == std::vector<double>{-1.5, 2.5});
    CHECK(scores(linear_classifier("SOFTMAX"), 1) == std::vector<double>{-1.5, 2.5});
    CHECK(scores(linear_classifier("LOGISTIC"), 0)[1] == doctest::Approx(0.6224593).epsilon(1e-6));
    const auto m = read(model().input("x", f32, {open, 1}).add(linear_classifier("NONE")).output("label"));
    REQUIRE(m.outputs[0].labels.size() == 2);
    CHECK(m.outputs[0].labels[1].text == "yes");
    CHECK(asked(m, {-0.25}) == std::vector<double>{0}); // a score of 0 is no
    CHECK(asked(m, {0}) == std::vector<double>{1});
  }

  TEST_CASE("LOGISTIC of several scores is that of the operator Sigmoid, of one it is not") { // [ort]
    const node several = node("LinearClassifier", {"x"}, {"label", "scores"}, ml)
                             .with("coefficients", reals_of{1, 2, 0})
                             .with("intercepts", reals_of{0, 0, 0})
                             .with("classlabels_ints", sizes{0, 1, 2})
                             .with("post_transform", "LOGISTIC");
    CHECK(scores(several, -9.25) == std::vector<double>{0x1.93p-14, 0, 0.5});
    CHECK(scores(linear_classifier("LOGISTIC"), -9.25)[1] == doctest::Approx(1.5229979e-8).epsilon(1e-6));
  }

  TEST_CASE("Scaler subtracts and multiplies in float") {
    const node n = node("Scaler", {"x"}, {"y"}, ml).with("offset", reals_of{0.1F}).with("scale", reals_of{3});
    CHECK(asked(over_rows(1, n), {0.7}) == std::vector<double>{static_cast<double>((0.7F - 0.1F) * 3.0F)});
    CHECK(
        refused(over_rows(
            3,
            node("Scaler", {"x"}, {"y"}, ml).with("offset", reals_of{1, 2}).with("scale", reals_of{1, 2}))) ==
        "node 0: operator `Scaler`: `offset` has 2 numbers for 3 features");
  }

  TEST_CASE("Normalizer MAX divides by the largest number, not the largest magnitude") {
    const node n = node("Normalizer", {"x"}, {"y"}, ml).with("norm", "MAX");
    CHECK(asked(over_rows(2, n), {-4, 2}) == std::vector<double>{-2, 1});
    CHECK(asked(over_rows(2, n), {not_a_number, 2})[1] == 1); // NaN is passed by
    CHECK(asked(over_rows(2, n), {0, 0}) == std::vector<double>{0, 0});
  }

  TEST_CASE("Normalizer L2 divides squares, so that those of large and of tiny floats are lost") { // [ort]
    const node n = node("Normalizer", {"x"}, {"y"}, ml).with("norm", "L2");
    CHECK(asked(over_rows(2, n), {-3, 4}) ==
          std::vector<double>{-static_cast<double>(0.6F), static_cast<double>(0.8F)});
    CHECK(asked(over_rows(2, n), {0, 0}) == std::vector<double>{0, 0});
    CHECK(asked(over_rows(2, n), {1e-30, 1}) == std::vector<double>{0, 1});
    CHECK(std::isnan(asked(over_rows(2, n), {1e30, 1})[0])); // infinity / infinity
    CHECK(asked(over_rows(2, n), {1e30, 1})[1] == 0);
  }

  TEST_CASE("a table of several rows is looked up by the row's index, one column for each") {
    // As categorical naive Bayes is written: log-probabilities (classes, categories).
    const auto m = over_rows(2, node("ArrayFeatureExtractor", {"x", "second"}, {"c"}, ml))
                       .add(node("Cast", {"c"}, {"i"}).with("to", i64))
                       .add(node("ArrayFeatureExtractor", {"table", "i"}, {"t"}, ml))
                       .add(node("Transpose", {"t"}, {"y"}))
                       .constant(longs({}, {1}, "second"))
                       .constant(floats({3, 2}, {1, 2, 3, 4, 5, 6}, "table"));
    CHECK(asked(m, {9, 0}) == std::vector<double>{1, 3, 5});
    CHECK(asked(m, {9, 1.5}) == std::vector<double>{2, 4, 6});
    CHECK(asked(m, {9, 2}).empty());
  }

  TEST_CASE("Imputer replaces NaN or a number") {
    const auto imputer = [](float marker) {
      return node("Imputer", {"x"}, {"y"}, ml)
          .with("imputed_value_floats", reals_of{7})
          .with("replaced_value_float", marker);
    };
    CHECK(asked(over_rows(2, imputer(static_cast<float>(not_a_number))), {not_a_number, 0}) ==
          std::vector<double>{7, 0});
    CHECK(asked(over_rows(2, imputer(0)), {1, 0}) == std::vector<double>{1, 7});
  }

  TEST_CASE("Binarizer refuses NaN as ONNX Runtime does") {
    const node n = node("Binarizer", {"x"}, {"y"}, ml).with("threshold", 0.5F);
    CHECK(asked(over_rows(1, n), {0.5}) == std::vector<double>{0});
    CHECK(asked(over_rows(1, n), {0.6}) == std::vector<double>{1});
    CHECK(asked(over_rows(1, n), {not_a_number}).empty());
    CHECK(asked(over_rows(1, node("Binarizer", {"x"}, {"y"}, ml)), {0.5}) == std::vector<double>{1});
  }

  TEST_CASE("strings become categories with the encoders' keys as vocabulary") {
    const auto m = read(model()
                            .input("colour", string, {open, 1})
                            .add(node("OneHotEncoder", {"colour"}, {"y"}, ml)
                                     .with("cats_strings", strings_of{"red", "blue"})
                                     .with("zeros", 1))
                            .add(node("LabelEncoder", {"colour"}, {"z"}, ml)
                                     .with("keys_strings", strings_of{"green", "red", ""})
                                     .with("values_floats", reals_of{1, 2, 3})
                                     .with("default_float", 9.0F))
                            .output("y")
                            .output("z"));
    REQUIRE(m.features[0].vocabulary.size() == 4);
    CHECK(m.features[0].vocabulary[0].text == "red");
    CHECK(m.features[0].vocabulary[1].text == "blue");
    CHECK(asked(m, {0}) == std::vector<double>{1, 0, 2});            // red
    CHECK(asked(m, {1}) == std::vector<double>{0, 1, 9});            // blue
    CHECK(asked(m, {-1}) == std::vector<double>{0, 0, 9});           // unseen
    CHECK(asked(m, {not_a_number}) == std::vector<double>{0, 0, 3}); // an empty cell is the empty string
  }

  TEST_CASE("an unseen category is refused where the encoder asks for that") {
    const auto m = read(model()
                            .input("c", string, {open, 1})
                            .add(node("OneHotEncoder", {"c"}, {"y"}, ml)
                                     .with("cats_strings", strings_of{"a"})
                                     .with("zeros", 0))
                            .output("y"));
    const auto found = convert::ir::evaluate(m, std::vector<double>{-1});
    REQUIRE(found.refused.has_value());
    CHECK(found.refused->why == convert::ir::row_refusal::kind::unseen);
    CHECK(found.refused->feature == 0);
  }

  TEST_CASE("what stands in for a missing string is one of the feature's own, as skl2onnx imputes") {
    const auto m = read(model()
                            .input("colour", string, {open, 1})
                            .constant(longs({1}, {0}, "zero"))
                            .add(node("LabelEncoder", {"colour"}, {"m"}, ml)
                                     .with("keys_strings", strings_of{""})
                                     .with("values_int64s", sizes{1})
                                     .with("default_int64", 0))
                            .add(node("Cast", {"m"}, {"missing"}).with("to", boolean))
                            .add(node("LabelEncoder", {"zero"}, {"fill"}, ml)
                                     .with("keys_int64s", sizes{0})
                                     .with("values_strings", strings_of{"red"})
                                     .with("default_string", "none"))
                            .add(node("Where", {"missing", "fill", "colour"}, {"c"}))
                            .add(node("OneHotEncoder", {"c"}, {"y"}, ml)
                                     .with("cats_strings", strings_of{"blue", "red"})
                                     .with("zeros", 1))
                            .output("y"));
    const auto code_of = [&m](std::string_view text) {
      const auto& words = m.features[0].vocabulary;
      const auto found = std::find_if(words.begin(), words.end(),
                                      [&](const convert::ir::label& l) { return l.text == text; });
      return static_cast<double>(found - words.begin());
    };
    CHECK(asked(m, {not_a_number}) == std::vector<double>{0, 1});
    CHECK(asked(m, {code_of("red")}) == std::vector<double>{0, 1});
    CHECK(asked(m, {code_of("blue")}) == std::vector<double>{1, 0});
    CHECK(asked(m, {-1}) == std::vector<double>{0, 0}); // unseen
  }

  TEST_CASE("OneHotEncoder truncates numbers, LabelEncoder compares them") {
    const node one_hot =
        node("OneHotEncoder", {"x"}, {"y"}, ml).with("cats_int64s", sizes{0, 2}).with("zeros", 1);
    CHECK(asked(over_rows(1, one_hot), {2.9}) == std::vector<double>{0, 1});
    CHECK(asked(over_rows(1, one_hot), {-0.5}) == std::vector<double>{1, 0});
    const node label = node("LabelEncoder", {"x"}, {"y"}, ml)
                           .with("keys_floats", reals_of{2, 2})
                           .with("values_floats", reals_of{5, 6})
                           .with("default_float", 0.0F);
    CHECK(asked(over_rows(1, label), {2}) == std::vector<double>{5}); // the first of equal keys
    CHECK(asked(over_rows(1, label), {2.9}) == std::vector<double>{0});
  }

  TEST_CASE("labels looked up by an index are labels of the answer") {
    const auto m = read(over_rows(2, node("ArgMax", {"x"}, {"i"}).with("axis", 1))
                            .constant(longs({2}, {5, 8}, "classes"))
                            .constant(longs({1}, {-1}, "flat"))
                            .add(node("ArrayFeatureExtractor", {"classes", "i"}, {"l"}, ml))
                            .add(node("Reshape", {"l", "flat"}, {"y"})));
    REQUIRE(m.outputs[0].labels.size() == 2);
    CHECK(m.outputs[0].labels[1].text == "8");
    CHECK(m.outputs[0].labels[1].type == convert::ir::label::kind::integer);
    CHECK(asked(m, {0, 1}) == std::vector<double>{1});
  }

  TEST_CASE("support vectors vote, whatever the probabilities of their pairs") { // [ort]
    // Two classes, one vector each, at 0 and at 2: the nearer one wins.
    const auto machine = [] {
      return node("SVMClassifier", {"x"}, {"label", "scores"}, ml)
          .with("kernel_type", "RBF")
          .with("kernel_params", reals_of{1, 0, 3})
          .with("support_vectors", reals_of{0, 2})
          .with("vectors_per_class", sizes{1, 1})
          .with("coefficients", reals_of{1, -1})
          .with("rho", reals_of{0})
          .with("classlabels_ints", sizes{3, 4});
    };
    const auto labels = read(model().input("x", f32, {open, 1}).add(machine()).output("label"));
    CHECK(labels.outputs[0].labels[0].text == "3");
    CHECK(asked(labels, {0.5}) == std::vector<double>{0});
    CHECK(asked(labels, {1.5}) == std::vector<double>{1});
    CHECK(scores(machine(), 1) == std::vector<double>{0, 0});
    // Turned round: where the decision is 0 the second class votes, and the probability is for the first.
    node coupled = machine();
    coupled.with("prob_a", reals_of{-1}).with("prob_b", reals_of{-0.5F});
    const auto both = read(model().input("x", f32, {open, 1}).add(coupled).output("label").output("scores"));
    const auto at_one = asked(both, {1});
    CHECK(at_one[0] == 1);
    CHECK(at_one[1] == doctest::Approx(0.621274).epsilon(1e-5));
    CHECK(at_one[2] == doctest::Approx(0.378726).epsilon(1e-5));
    coupled = machine();
    coupled.with("prob_a", reals_of{-1});
    CHECK(refused(model().input("x", f32, {open, 1}).add(coupled).output("label")) ==
          "node 0: operator `SVMClassifier`: `prob_a` and `prob_b` differ in length");
  }

  TEST_CASE("ZipMap answers the scores in the order of its labels") {
    const auto m = over_rows(2, node("ZipMap", {"x"}, {"y"}, ml).with("classlabels_int64s", sizes{0, 1}));
    CHECK(asked(m, {0.25, 0.75}) == std::vector<double>{0.25, 0.75});
  }
}
