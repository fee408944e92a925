// convert/ir/print.cpp -- a model as text, whole lines.
#include <convert/ir/print.hpp>

#include "one_step.hpp"

using namespace convert::ir;

TEST_SUITE("ir/print") {
  TEST_CASE("a model is one line a feature, a step, an answer and a note") {
    builder b({{"age", {}}, {"city", {{label::kind::text, "Oslo", 0}, {label::kind::integer, "9", 9}}}});
    const value scaled = b.add(b.slice(b.row(), 0, 1), affine{affine::form::subtract_divide, {40}, {12.5}});
    const std::vector<value> both{scaled, b.add(b.slice(b.row(), 1, 1), one_hot{{2}})};
    const value raw = b.add(b.concat(both), linear{1, {0.1, -1, 1}, {0}});
    b.answer(role::predict, "predict", b.add(raw, decide{decide::kind::threshold, 0, false}),
             {{label::kind::text, "no", 0}, {label::kind::text, "yes", 0}});
    b.answer(role::raw, "raw", raw);
    b.note("framework", "scikit-learn 1.2.1");
    CHECK(text_of(std::move(b).take()) == R"(v0[0] "age"
v0[1] "city": "Oslo", 9
v1(1) = select v0[0]
v2(1) = affine v1 how=subtract_divide a=[40] b=[12.5]
v3(1) = select v0[1]
v4(2) = one_hot v3 sizes=[2]
v5(3) = select v2[0] v4[0..1]
v6(1) = linear v5 weights=[0.1, -1, 1] bias=[0]
v7(1) = decide v6 how=threshold
predict "predict" = v7: "no", "yes"
raw "raw" = v6
# framework: scikit-learn 1.2.1
)");
  }

  TEST_CASE("a table of neighbors is cut like any other list") {
    neighbors s;
    s.how = neighbors::metric::manhattan;
    s.points = {1, 2};
    s.values = {0, 1};
    CHECK(text_of(step{0, s, false}) == "neighbors v0 how=manhattan points=[1, 2] values=[0, 1] bounds=[]");
  }

  TEST_CASE("long lists are cut, flags and f32 are named") {
    CHECK(text_of(step{3, power{true, std::vector<double>(9, 0.5)}, true}) ==
          "power f32 v3 box_cox=yes lambdas=[0.5, 0.5, 0.5, 0.5, 0.5, 0.5, ... 9]");
    CHECK(text_of(step{0, with_constants{operation::divide, true, {-0.0, endless, no_number}}, false}) ==
          "with_constants v0 what=divide reversed=yes constants=[-0, inf, nan]");
  }

  TEST_CASE("members with members of their own stand in braces") {
    code_map map;
    map.columns.resize(1);
    map.columns[0].keys = {1, 2};
    map.columns[0].codes = {0, 1};
    map.columns[0].unseen = -1;
    CHECK(text_of(step{0, map, false}) == "code_map v0 columns=[{keys=[1, 2] codes=[0, 1] unseen=-1}]");
  }

  TEST_CASE("a forest is told in numbers") {
    forest f;
    f.features = 1;
    f.base = {0.5};
    f.leaves = {1, 2};
    f.input_f32 = true;
    f.trees.resize(2);
    f.trees[0].nodes.resize(3);
    f.trees[0].nodes[0].left = 1;
    f.trees[0].nodes[0].right = 2;
    f.trees[1].nodes.resize(1);
    CHECK(text_of(step{0, f, false}) == "forest v0 trees=2 nodes=4 depth=1 outputs=1 input_f32 base=[0.5]");
  }

  TEST_CASE("every function and operation has a name of its own") {
    for (int i = 0; i <= static_cast<int>(function::float_gelu_tanh); ++i)
      CHECK(name_of(static_cast<function>(i)) != "?");
    CHECK(name_of(function::logical_not) == "logical_not");
    CHECK(name_of(function::to_f32) == "to_f32");
    CHECK(name_of(operation::logical_or) == "logical_or");
    CHECK(name_of(role::graph) == "graph");
  }
}
