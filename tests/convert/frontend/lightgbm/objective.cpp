// tests/convert/frontend/lightgbm/objective.cpp -- every objective's link.
#include <convert/frontend/lightgbm/objective.hpp>

#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include <convert/frontend/lightgbm/model.hpp>

#include "../answers.hpp"
#include "model_text.hpp"

using answers::of;
using answers::refused_to;
using convert::lightgbm::read_model;
using lightgbm_text::parts;
using lightgbm_text::text;
using lightgbm_text::tree;

namespace {

/// predict for a raw score of -1.5.
double predicted(const std::string& objective) {
  parts p;
  p.objective = objective.empty() ? "" : "objective=" + objective + "\n";
  p.trees = {tree("0", "-1.5", "-1.5")};
  return of(read_model(text(p)), "predict", {0.0, 0.0}).at(0);
}

std::vector<double> three(const std::string& objective) {
  parts p;
  p.objective = "objective=" + objective + "\n";
  p.classes = 3;
  p.trees = {tree("0", "0", "0"), tree("0", "1", "1"), tree("0", "2", "2")};
  return of(read_model(text(p)), "predict", {0.0, 0.0});
}

double logistic(double x) { return 1 / (1 + std::exp(-x)); }

} // namespace

TEST_SUITE("convert/frontend/lightgbm/objective") {

  TEST_CASE("an identity leaves the raw score alone") {
    for (const char* name : {"", "regression", "regression_l1", "huber sqrt", "fair", "quantile", "mape",
                             "lambdarank", "rank_xendcg", "custom"}) {
      CAPTURE(name);
      CHECK(predicted(name) == -1.5);
    }
  }

  TEST_CASE("models that learned square roots answer squares with their sign") {
    for (const char* name :
         {"regression sqrt", "regression_l1 sqrt", "fair sqrt", "quantile sqrt", "mape sqrt"}) {
      CAPTURE(name);
      CHECK(predicted(name) == -2.25);
    }
  }

  TEST_CASE("exponential, logistic and log1p") {
    for (const char* name : {"poisson", "gamma", "tweedie tweedie_variance_power:1.5", "poisson sqrt"}) {
      CAPTURE(name);
      CHECK(predicted(name) == std::exp(-1.5));
    }
    CHECK(predicted("binary sigmoid:1") == logistic(-1.5));
    CHECK(predicted("binary sigmoid:0.5") == logistic(-0.75));
    CHECK(predicted("binary") == logistic(-1.5));
    CHECK(predicted("cross_entropy") == logistic(-1.5));
    CHECK(predicted("xentropy") == logistic(-1.5));
    CHECK(predicted("cross_entropy_lambda") == std::log1p(std::exp(-1.5)));
  }

  TEST_CASE("multiclass is softmax and multiclassova is one logistic a class, not normalised") {
    const double sum = std::exp(-2.0) + std::exp(-1.0) + 1;
    CHECK(three("multiclass num_class:3").at(2) == 1 / sum);
    CHECK(three("multiclassova num_class:3 sigmoid:2") == std::vector{logistic(0), logistic(2), logistic(4)});
  }

  TEST_CASE("what is not known is refused by name") {
    CHECK(refused_to([] { predicted("foo"); }) == "objective `foo` is not supported");
    CHECK(refused_to([] { predicted("binary sigmoid:x"); }) ==
          "objective `binary`: `sigmoid:x` is not a positive number");
  }
}
