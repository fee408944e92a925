// convert/frontend/sklearn/voting.cpp -- hard and soft votes, weights, and members that were dropped.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled_xgboost.hpp"

using namespace pickled;

namespace {

/// Three members that say yes above 1, 2 and 3.
code voting(const std::string& how, attributes more = {}) {
  attributes all = {{"voting", text(how)},
                    {"classes_", texts({"no", "yes"})},
                    {"estimators_", list({logistic({1}, -1), logistic({1}, -2), logistic({1}, -3)})}};
  for (auto& entry : more) all.push_back(entry);
  return object("VotingClassifier", all);
}

code named(const code& estimator) { return tuple({text("a member"), estimator}); }

} // namespace

TEST_SUITE("convert/frontend/sklearn/voting") {
  TEST_CASE("a hard vote goes to the class that most members predict") {
    const auto m = model_of(voting("hard"));
    CHECK(answers::of(m, "predict", {1.5}) == std::vector{0.0});
    CHECK(answers::of(m, "predict", {2.5}) == std::vector{1.0});
    CHECK(m.outputs.size() == 1);
  }

  TEST_CASE("weights of dropped members are left out") {
    const auto members =
        list({named(ridge({1}, 0)), named(text("drop")), named(ridge({1}, 0)), named(ridge({1}, 0))});
    const auto m =
        model_of(voting("hard", {{"weights", list({integer(5), integer(100), integer(1), integer(1)})},
                                 {"estimators", members}}));
    CHECK(answers::of(m, "predict", {1.5}) == std::vector{1.0});
  }

  TEST_CASE("a soft vote is the mean of probabilities") {
    const auto m = model_of(voting("soft"));
    const auto p = answers::of(m, "proba", {2});
    CHECK(p[0] == doctest::Approx(0.5).epsilon(1e-15)); // the outer two are each other's complement
  }

  TEST_CASE("an earlier step puts probabilities side by side") {
    const auto soft = voting("soft", {{"flatten_transform", boolean(true)}});
    const auto m = model_of(pipeline({soft, ridge({0, 0, 0, 1, 0, 0}, 0)}));
    CHECK(answers::of(m, "predict", {2})[0] == doctest::Approx(0.5).epsilon(1e-15));
    CHECK(refused(pipeline({voting("soft", {{"flatten_transform", boolean(false)}}), ridge({1}, 0)})) ==
          "`Pipeline.steps[0][1]`: flatten_transform=False is not supported");
  }

  TEST_CASE("members that answer floats are averaged in floats, unless there are weights") {
    const auto voting_of = [](attributes more) {
      attributes all = {
          {"n_features_in_", integer(2)},
          {"estimators_", list({xgboost_regressor("0.1", "3E38"), xgboost_regressor("0.2", "3E38")})},
          {"estimators", list({named(none()), named(none())})}};
      for (auto& entry : more) all.push_back(entry);
      return model_of(object("VotingRegressor", all));
    };
    const auto equal = voting_of({});
    CHECK(answers::of(equal, "predict", {0, 0}) == std::vector{static_cast<double>((0.1F + 0.2F) / 2)});
    CHECK(answers::of(equal, "predict", {1, 0}) == std::vector{static_cast<double>(INFINITY)});
    const double large = static_cast<double>(3e38F);
    const auto weighted = voting_of({{"weights", list({integer(1), integer(1)})},
                                     {"estimators", list({named(text("a")), named(text("b"))})}});
    CHECK(answers::of(weighted, "predict", {1, 0}) == std::vector{large});
  }

  TEST_CASE("a regressor's vote is the weighted mean") {
    const auto m = model_of(object(
        "VotingRegressor", {{"estimators_", list({ridge({1}, 0), ridge({4}, 0)})},
                            {"estimators", list({named(none()), named(ridge({1}, 0)), named(ridge({4}, 0))})},
                            {"weights", list({integer(9), integer(1), integer(3)})}}));
    CHECK(answers::of(m, "predict", {2}) == std::vector{6.5}); // (2 + 3 * 8) / 4
  }

  TEST_CASE("a soft vote without probabilities is refused") {
    CHECK(refused(voting("soft", {{"estimators_", list({ridge({1}, 0)})}})) ==
          "`VotingClassifier.estimators_[0]`: expected a classifier of one target");
  }
}
