// tests/convert/frontend/xgboost/objective.cpp -- every objective's link, and base_score as its margin.
#include <convert/frontend/xgboost/objective.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <string>

#include <doctest/doctest.h>

#include <convert/frontend/xgboost/model.hpp>

#include "../answers.hpp"
#include "model_text.hpp"

using answers::of;
using answers::refused_to;
using convert::xgboost::read_model;
using xgboost_text::parts;

namespace {

/// One feature's worth of margin: the tree answers `leaf` for any row.
parts with_leaf(const std::string& objective, const std::string& leaf, const std::string& base) {
  parts p;
  p.objective = objective;
  p.base_score = base;
  p.trees = xgboost_text::tree("0", leaf, leaf);
  return p;
}

double near(double y) { return 1e-6 * std::max(1.0, std::fabs(y)); }

/// Three outputs, one tree each.
parts three(const std::string& objective, const std::string& version, const std::string& a,
            const std::string& b, const std::string& c) {
  parts p;
  p.version = version;
  p.objective = objective;
  p.base_score = "[0E0,0E0,0E0]";
  p.targets = "3";
  p.trees = xgboost_text::tree("0", a, a) + "," + xgboost_text::tree("0", b, b) + "," +
            xgboost_text::tree("0", c, c);
  p.tree_info = "[0,1,2]";
  return p;
}

/// What both features weigh for a class.
using weights = std::array<std::string, 2>;

/// Three classes with no bias.
std::string linear_of_three(const std::string& objective, const weights& a, const weights& b,
                            const weights& c) {
  std::string all;
  for (std::size_t feature = 0; feature < 2; ++feature)
    for (const auto& own : {a, b, c}) all += own[feature] + ",";
  parts p;
  p.objective = objective;
  p.classes = "3";
  std::string text = xgboost_text::json(p);
  const auto from = text.find("{\"gbtree_model_param\"");
  text.replace(from, text.find(",\"name\":\"gbtree\"") - from, "{\"weights\":[" + all + "0,0,0]}");
  text.replace(text.find("\"gbtree\""), 8, "\"gblinear\"");
  return text;
}

} // namespace

TEST_SUITE("convert/frontend/xgboost/objective") {

  TEST_CASE("objectives with an identity leave base_score and margin alone") {
    for (const char* name : {"reg:squarederror", "reg:linear", "reg:squaredlogerror", "reg:pseudohubererror",
                             "reg:absoluteerror", "reg:quantileerror", "binary:logitraw", "rank:pairwise",
                             "rank:ndcg", "rank:map"}) {
      CAPTURE(name);
      const auto m = read_model(xgboost_text::json(with_leaf(name, "2E0", "2.5E-1")));
      CHECK(of(m, "raw", {0.0, 0.0}) == std::vector{2.25});
      CHECK(of(m, "predict", {0.0, 0.0}) == std::vector{2.25});
    }
  }

  TEST_CASE("logistic objectives take base_score for a probability") {
    for (const char* name : {"reg:logistic", "binary:logistic"}) {
      CAPTURE(name);
      const auto m = read_model(xgboost_text::json(with_leaf(name, "2E0", "2E-1")));
      const double margin = std::log(0.2 / 0.8) + 2;
      CHECK(std::fabs(of(m, "raw", {0.0, 0.0}).at(0) - margin) < near(margin));
      CHECK(std::fabs(of(m, "predict", {0.0, 0.0}).at(0) - 1 / (1 + std::exp(-margin))) < 1e-6);
    }
  }

  TEST_CASE("margins of logistic regression take base_score for a probability before 1.3.1") {
    parts p = with_leaf("binary:logitraw", "2E0", "2E-1");
    p.version = "[1,3,0]";
    const double margin = std::log(0.2 / 0.8) + 2;
    CHECK(std::fabs(of(read_model(xgboost_text::json(p)), "raw", {0.0, 0.0}).at(0) - margin) < near(margin));
    CHECK(of(read_model(xgboost_text::json(p)), "predict", {0.0, 0.0}) ==
          of(read_model(xgboost_text::json(p)), "raw", {0.0, 0.0}));
    p.version = "[1,3,1]";
    CHECK(std::fabs(of(read_model(xgboost_text::json(p)), "raw", {0.0, 0.0}).at(0) - 2.2) < 1e-6);
  }

  TEST_CASE("a base_score at the end of the range is moved inwards from 3.2 on and refused before") {
    parts p = with_leaf("binary:logistic", "0", "1E-8");
    p.version = "[3,2,0]";
    CHECK(std::fabs(of(read_model(xgboost_text::json(p)), "raw", {0.0, 0.0}).at(0) - std::log(1e-6)) < 1e-4);
    p.version = "[3,1,0]";
    CHECK(std::fabs(of(read_model(xgboost_text::json(p)), "raw", {0.0, 0.0}).at(0) - std::log(1e-8)) < 1e-4);
    p.base_score = "0E0";
    CHECK(refused_to([&] { read_model(xgboost_text::json(p)); }) ==
          "base_score 0.000000 is outside the range of objective `binary:logistic`");
    p.version = "[3,2,0]";
    CHECK(std::fabs(of(read_model(xgboost_text::json(p)), "raw", {0.0, 0.0}).at(0) - std::log(1e-6)) < 1e-4);
  }

  TEST_CASE("log links take base_score for a mean") {
    for (const char* name : {"count:poisson", "reg:gamma", "reg:tweedie", "survival:cox", "survival:aft"}) {
      CAPTURE(name);
      const auto m = read_model(xgboost_text::json(with_leaf(name, "1E0", "3E0")));
      CHECK(std::fabs(of(m, "raw", {0.0, 0.0}).at(0) - (std::log(3.0) + 1)) < 1e-6);
      CHECK(std::fabs(of(m, "predict", {0.0, 0.0}).at(0) - 3 * std::exp(1.0)) < near(8.2));
      CHECK(refused_to([&] { read_model(xgboost_text::json(with_leaf(name, "1E0", "-1E0"))); }) ==
            "base_score -1.000000 is outside the range of objective `" + std::string(name) + "`");
    }
  }

  TEST_CASE("where all labels were zero every answer is zero, but gamma takes no zero") {
    for (const char* name : {"count:poisson", "reg:tweedie", "survival:cox", "survival:aft"}) {
      CAPTURE(name);
      const auto m = read_model(xgboost_text::json(with_leaf(name, "1E0", "0E0")));
      CHECK(of(m, "raw", {0.0, 0.0}) == std::vector{-std::numeric_limits<double>::infinity()});
      CHECK(of(m, "predict", {0.0, 0.0}) == std::vector{0.0});
    }
    CHECK(refused_to([&] { read_model(xgboost_text::json(with_leaf("reg:gamma", "1E0", "0E0"))); }) ==
          "base_score 0.000000 is outside the range of objective `reg:gamma`");
  }

  TEST_CASE("hinge answers 0 or 1") {
    CHECK(of(read_model(xgboost_text::json(with_leaf("binary:hinge", "0", "0"))), "predict", {0.0, 0.0})
              .at(0) == 0);
    CHECK(of(read_model(xgboost_text::json(with_leaf("binary:hinge", "1E-3", "0"))), "predict", {0.0, 0.0})
              .at(0) == 1);
  }

  TEST_CASE("softprob answers probabilities and softmax the index of the first largest") {
    const auto prob = read_model(xgboost_text::json(three("multi:softprob", "[1,7,4]", "0", "1", "1")));
    const double sum = 1 + 2 * std::exp(1.0);
    CHECK(std::fabs(of(prob, "predict", {0.0, 0.0}).at(2) - std::exp(1.0) / sum) < 1e-6);
    const auto index = read_model(xgboost_text::json(three("multi:softmax", "[1,7,4]", "0", "1", "1")));
    CHECK(of(index, "predict", {0.0, 0.0}) == std::vector{1.0});
    CHECK(of(index, "raw", {0.0, 0.0}) == std::vector{0.0, 1.0, 1.0});
  }

  TEST_CASE("several quantiles are sorted from 3.4 on") {
    CHECK(of(read_model(xgboost_text::json(three("reg:quantileerror", "[3,3,0]", "3", "1", "2"))), "predict",
             {0.0, 0.0}) == std::vector{3.0, 1.0, 2.0});
    CHECK(of(read_model(xgboost_text::json(three("reg:quantileerror", "[3,4,0]", "3", "1", "2"))), "predict",
             {0.0, 0.0}) == std::vector{1.0, 2.0, 3.0});
    CHECK(of(read_model(xgboost_text::json(three("reg:quantileerror", "[3,4,0]", "3", "2", "1"))), "predict",
             {0.0, 0.0}) == std::vector{1.0, 2.0, 3.0});
  }

  TEST_CASE("expectiles are a sum of positive steps") {
    parts p = three("reg:expectileerror", "[3,4,0]", "3", "0", "-1");
    p.base_score = "[1E0,2E0,4E0]";
    // The margins of base_score are 1 and the inverses of softplus of 1 and 2 (less 1e-6): log(e - 1), log(e^2 - 1).
    const auto found = of(read_model(xgboost_text::json(p)), "predict", {0.0, 0.0});
    const double second = 4 + std::log1p(std::exp(std::log(std::exp(1.0) - 1)));
    const double third = second + std::log1p(std::exp(std::log(std::exp(2.0) - 1) - 1));
    CHECK(std::fabs(found.at(0) - 4) < near(4));
    CHECK(std::fabs(found.at(1) - second) < near(second));
    CHECK(std::fabs(found.at(2) - third) < near(third));
  }

  TEST_CASE("the last margin that is even is the last one") {
    const auto logistic = [](float x) { return 1.0F / (std::exp(-x) + 1.0F); };
    const float last = convert::xgboost::last_even_margin();
    CHECK(logistic(last) == 0.5F);
    CHECK(logistic(std::nextafter(last, 1.0F)) > 0.5F);
  }

  TEST_CASE("of margins that are not numbers, softmax takes what its loop takes and softprob knows nothing") {
    // XGBoost 1.7.4 with these weights and both features 3e38: a product of 6e38 is infinite in floats.
    const weights nan{"2", "-2"};
    const weights inf{"2", "0"};
    const weights low{"0", "-2"};
    const weights zero{"0", "0"};
    struct combination {
      weights a;
      weights b;
      weights c;
      double chosen;
    };
    for (const combination& of_three :
         {combination{nan, zero, inf, 0}, combination{zero, nan, inf, 2}, combination{zero, nan, low, 0},
          combination{low, nan, zero, 2}, combination{zero, inf, nan, 1}, combination{inf, inf, nan, 0},
          combination{low, low, nan, 0}, combination{nan, nan, nan, 0}}) {
      const std::vector<double> row = {3e38, 3e38};
      const auto softmax = read_model(linear_of_three("multi:softmax", of_three.a, of_three.b, of_three.c));
      CHECK(of(softmax, "predict", row) == std::vector{of_three.chosen});
      const auto softprob = read_model(linear_of_three("multi:softprob", of_three.a, of_three.b, of_three.c));
      for (const double p : of(softprob, "predict", row)) CHECK(std::isnan(p));
    }
  }
}
