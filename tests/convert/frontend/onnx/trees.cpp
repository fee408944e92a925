// tests/convert/frontend/onnx/trees.cpp -- TreeEnsembleRegressor, TreeEnsembleClassifier and TreeEnsemble.
//
// Answers marked [ort] were given by ONNX Runtime 1.30 to the same graph.
#include <convert/frontend/onnx/tree_ensemble.hpp>

#include <cmath>
#include <variant>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

namespace {

using strings_of = std::vector<std::string>;
using reals_of = std::vector<float>;

/// One split of feature 0, the true child a leaf of 10, the false child a leaf of 20.
node stump(std::string_view mode, float value, std::int64_t missing_is_true = 0) {
  return node("TreeEnsembleRegressor", {"x"}, {"y"}, ml)
      .with("n_targets", 1)
      .with("nodes_treeids", sizes{0, 0, 0})
      .with("nodes_nodeids", sizes{0, 1, 2})
      .with("nodes_featureids", sizes{0, 0, 0})
      .with("nodes_modes", strings_of{std::string(mode), "LEAF", "LEAF"})
      .with("nodes_values", reals_of{value, 0, 0})
      .with("nodes_truenodeids", sizes{1, 0, 0})
      .with("nodes_falsenodeids", sizes{2, 0, 0})
      .with("nodes_missing_value_tracks_true", sizes{missing_is_true, 0, 0})
      .with("target_treeids", sizes{0, 0})
      .with("target_nodeids", sizes{1, 2})
      .with("target_ids", sizes{0, 0})
      .with("target_weights", reals_of{10, 20});
}

struct weight {
  std::int64_t of_class;
  float value;
};

/// Two classes; x <= 0 reaches the first leaf, others the second.
node classifier(const std::vector<weight>& first, const std::vector<weight>& second,
                std::string_view transform, const reals_of& base = {}) {
  sizes nodes;
  sizes classes;
  reals_of values;
  for (const auto* leaf : {&first, &second})
    for (const weight& w : *leaf) {
      nodes.push_back(leaf == &first ? 1 : 2);
      classes.push_back(w.of_class);
      values.push_back(w.value);
    }
  node n("TreeEnsembleClassifier", {"x"}, {"label", "scores"}, ml);
  n.with("nodes_treeids", sizes{0, 0, 0})
      .with("nodes_nodeids", sizes{0, 1, 2})
      .with("nodes_featureids", sizes{0, 0, 0})
      .with("nodes_modes", strings_of{"BRANCH_LEQ", "LEAF", "LEAF"})
      .with("nodes_values", reals_of{0, 0, 0})
      .with("nodes_truenodeids", sizes{1, 0, 0})
      .with("nodes_falsenodeids", sizes{2, 0, 0})
      .with("class_treeids", sizes(nodes.size(), 0))
      .with("class_nodeids", nodes)
      .with("class_ids", classes)
      .with("class_weights", values)
      .with("classlabels_int64s", sizes{5, 8})
      .with("post_transform", transform);
  if (!base.empty()) n.with("base_values", base);
  return n;
}

/// Label and scores, the label as its text.
std::string classified(const node& n, double x) {
  const auto m = read(model().input("x", f32, {open, 1}).add(n).output("label").output("scores"));
  const auto y = asked(m, {x});
  std::string text = m.outputs[0].labels.at(static_cast<std::size_t>(y[0])).text;
  for (std::size_t i = 1; i < y.size(); ++i) text += " " + std::to_string(y[i]).substr(0, y[i] < 0 ? 7 : 6);
  return text;
}

node ensemble_5(const sizes& modes, const std::vector<float>& splits, const std::vector<float>& members) {
  std::string codes;
  for (const std::int64_t mode : modes) codes += static_cast<char>(mode);
  node n("TreeEnsemble", {"x"}, {"y"}, ml);
  n.with("n_targets", 1)
      .with("tree_roots", sizes{0})
      .with("nodes_featureids", sizes{0})
      .with("nodes_modes", tensor_head({1}, 2).bytes(9, codes))
      .with("nodes_splits", floats({1}, splits))
      .with("nodes_truenodeids", sizes{0})
      .with("nodes_falsenodeids", sizes{1})
      .with("nodes_trueleafs", sizes{1})
      .with("nodes_falseleafs", sizes{1})
      .with("leaf_targetids", sizes{0, 0})
      .with("leaf_weights", floats({2}, {10, 20}));
  if (!members.empty())
    n.with("membership_values", floats({static_cast<std::int64_t>(members.size())}, members));
  return n;
}

double answer(const node& n, double x) { return asked(over_rows(1, n).ml_opset(5), {x}).at(0); }

} // namespace

TEST_SUITE("convert/frontend/onnx/trees") {

  TEST_CASE("each mode compares as it says") {
    struct {
      const char* mode;
      double below, at, above;
    } const modes[] = {{"BRANCH_LEQ", 10, 10, 20}, {"BRANCH_LT", 10, 20, 20}, {"BRANCH_GTE", 20, 10, 10},
                       {"BRANCH_GT", 20, 20, 10},  {"BRANCH_EQ", 20, 10, 20}, {"BRANCH_NEQ", 10, 20, 10}};
    for (const auto& m : modes) {
      CAPTURE(m.mode);
      CHECK(answer(stump(m.mode, 2.5F), 2) == m.below);
      CHECK(answer(stump(m.mode, 2.5F), 2.5) == m.at);
      CHECK(answer(stump(m.mode, 2.5F), 3) == m.above);
    }
  }

  TEST_CASE("NaN goes where the comparison or the node sends it") {
    for (const char* mode : {"BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ"}) {
      CAPTURE(mode);
      CHECK(answer(stump(mode, 2.5F), not_a_number) == 20);
      CHECK(answer(stump(mode, 2.5F, 1), not_a_number) == 10);
    }
    CHECK(answer(stump("BRANCH_NEQ", 2.5F), not_a_number) == 10);
    CHECK(answer(stump("BRANCH_NEQ", 2.5F, 1), not_a_number) == 10);
  }

  TEST_CASE("numbers are rounded to float before they are compared") {
    // 0.1 as a double lies below 0.1f.
    CHECK(answer(stump("BRANCH_LT", 0.1F), 0.1) == 20);
    CHECK(asked(over_rows(1, stump("BRANCH_LT", 0.1F), f64), {0.1}) == std::vector<double>{10});
  }

  TEST_CASE("a plain forest is one step on the row") {
    const auto m = read(over_rows(1, stump("BRANCH_LEQ", 1)));
    REQUIRE(m.steps.size() == 1);
    const auto* f = std::get_if<convert::ir::forest>(&m.steps[0].what);
    REQUIRE(f != nullptr);
    CHECK(f->input_f32);
    CHECK(f->sum_f32);
    CHECK(m.steps[0].input == 0);
  }

  TEST_CASE("aggregates, base values and transforms are ONNX Runtime's") {
    CHECK(answer(stump("BRANCH_LEQ", 0).with("base_values", reals_of{0.5F}), -1) == 10.5);
    CHECK(answer(stump("BRANCH_LEQ", 0).with("aggregate_function", "AVERAGE"), -1) == 10);
    CHECK(answer(stump("BRANCH_LEQ", 0).with("aggregate_function", "MIN"), -1) == 10);
    CHECK(answer(stump("BRANCH_LEQ", 0).with("post_transform", "LOGISTIC"), -1) ==
          10); // one target knows none
    CHECK(refused(over_rows(1, stump("BRANCH_LEQ", 0).with("post_transform", "FOO"))) ==
          "node 0: operator `TreeEnsembleRegressor`: `post_transform` is `FOO`");
  }

  TEST_CASE("two classes answer as ONNX Runtime does") { // [ort]
    CHECK(classified(classifier({{0, 0.3F}}, {{0, 0.7F}}, "NONE"), -1) == "5 0.7000 0.3000");
    CHECK(classified(classifier({{0, 0.3F}}, {{0, 0.7F}}, "NONE"), 1) == "8 0.3000 0.7000");
    CHECK(classified(classifier({{0, 0.3F}}, {{0, -0.7F}}, "NONE"), -1) == "8 -0.3000 0.3000");
    CHECK(classified(classifier({{0, 0.3F}}, {{0, -0.7F}}, "LOGISTIC"), 1) == "5 0.6681 0.3318");
    CHECK(classified(classifier({{0, 0.3F}}, {{0, 0.7F}}, "LOGISTIC", {0.25F}), -1) == "8 0.3658 0.6341");
    CHECK(classified(classifier({{1, 0.3F}}, {{1, 0.7F}}, "SOFTMAX"), 1) == "8 0.3318 0.6681");
    CHECK(classified(classifier({{0, 0.3F}}, {{0, 0.7F}}, "NONE", {0.25F, 0.125F}), -1) == "8 0.5500 0.0000");
  }

  TEST_CASE("scores of both classes are labelled 0 and 1 whatever the labels are") { // [ort]
    CHECK(classified(classifier({{0, 0.3F}, {1, 0.6F}}, {{0, 0.7F}, {1, -0.2F}}, "NONE"), -1) ==
          "1 0.3000 0.6000");
    CHECK(classified(classifier({{0, 0.3F}, {1, 0.6F}}, {{0, 0.7F}, {1, -0.2F}}, "NONE"), 1) ==
          "0 0.7000 -0.2000");
    CHECK(classified(classifier({{0, 0.3F}, {1, 0.6F}}, {{0, 0.7F}, {1, -0.2F}}, "NONE", {0.25F, 0.125F}),
                     1) == "1 -0.8250 0.8250");
  }

  TEST_CASE("leaves that score one of two classes are refused") {
    CHECK(refused(model()
                      .input("x", f32, {open, 1})
                      .add(classifier({{0, 0.3F}}, {{1, 0.2F}}, "NONE"))
                      .output("scores")) ==
          "node 0: operator `TreeEnsembleClassifier`: some leaves score only one of its two classes");
  }

  TEST_CASE("a set of small categories holds them as they are, any other set the truncated number") { // [ort]
    CHECK(answer(ensemble_5({6}, {0}, {1, 3, std::nanf("")}), 3) == 10);
    CHECK(answer(ensemble_5({6}, {0}, {1, 3, std::nanf("")}), 3.5) == 20);
    CHECK(answer(ensemble_5({6}, {0}, {1, 100, std::nanf("")}), 100.9) == 10);
    CHECK(answer(ensemble_5({6}, {0}, {1, -2, std::nanf("")}), -2.5) == 10);
    CHECK(refused(over_rows(1, ensemble_5({6}, {0}, {2.5F, 40, std::nanf("")})).ml_opset(5)) ==
          "node 0: operator `TreeEnsemble`: a BRANCH_MEMBER node has the member 2.500000, which is not an "
          "integer");
  }

  TEST_CASE("malformed trees are refused by tree and node") {
    const auto broken = [](std::string_view name, const sizes& numbers) {
      node n("TreeEnsembleRegressor", {"x"}, {"y"}, ml);
      n.with(name, numbers); // the first attribute of a name counts
      n.with("n_targets", 1)
          .with("nodes_treeids", sizes{0, 0, 0})
          .with("nodes_nodeids", sizes{0, 1, 2})
          .with("nodes_featureids", sizes{0, 0, 0})
          .with("nodes_modes", strings_of{"BRANCH_LEQ", "BRANCH_LEQ", "LEAF"})
          .with("nodes_values", reals_of{0, 0, 0})
          .with("nodes_truenodeids", sizes{1, 2, 0})
          .with("nodes_falsenodeids", sizes{2, 2, 0})
          .with("target_treeids", sizes{0})
          .with("target_nodeids", sizes{2})
          .with("target_ids", sizes{0})
          .with("target_weights", reals_of{1});
      return refused(over_rows(1, n));
    };
    const std::string head = "node 0: operator `TreeEnsembleRegressor`: ";
    CHECK(broken("other", {}) == ""); // shared children are copied
    CHECK(broken("nodes_truenodeids", {1, 0, 0}) == head + "tree 0: its nodes form a cycle");
    CHECK(broken("nodes_truenodeids", {1, 7, 0}) == head + "tree 0, node 1: child 7 does not exist");
    CHECK(broken("nodes_nodeids", {0, 1, 1}) == head + "tree 0, node 1: it is there twice");
    CHECK(broken("nodes_featureids", {0, 9, 0}) == head + "feature 9 is past the 1 of its input");
    CHECK(broken("nodes_featureids", {0, -1, 0}) == head + "tree 0, node 1: feature -1");
    CHECK(broken("target_ids", {4}) == head + "tree 0, node 2: target 4 is past the last");
    CHECK(broken("target_nodeids", {0}) == head + "tree 0: a leaf has no weight");
    CHECK(broken("nodes_treeids", {0, 1, 0}) == head + "tree 0: its nodes do not stand together");
    CHECK(broken("nodes_values", {}) == head + "its lists of nodes differ in length");
  }
}
