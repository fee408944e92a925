// convert/frontend/sklearn/support_vector.cpp -- votes, decisions and probabilities of libsvm's machines.
#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

/// `base` with the attributes of `others` added, or put in the place of those of the same names.
attributes with(attributes base, const attributes& others) {
  for (const auto& other : others) {
    std::erase_if(base, [&](const auto& a) { return a.first == other.first; });
    base.push_back(other);
  }
  return base;
}

/// One feature, linear: the decision is -x, and scikit-learn's is x.
attributes two_classes() {
  return {{"n_features_in_", integer(1)},
          {"kernel", text("linear")},
          {"degree", integer(3)},
          {"coef0", number(0)},
          {"_gamma", number(1)},
          {"decision_function_shape", text("ovr")},
          {"break_ties", boolean(false)},
          {"probability", boolean(false)},
          {"classes_", texts({"no", "yes"})},
          {"support_vectors_", numbers({-1, 1})},
          {"_n_support", integers({1, 1})},
          {"dual_coef_", numbers({-0.5, 0.5})},
          {"intercept_", numbers({0})},
          {"_dual_coef_", numbers({0.5, -0.5})},
          {"_intercept_", numbers({0})},
          {"_probA", numbers({})},
          {"_probB", numbers({})}};
}

/// Three classes with one support vector each, by the pairs' decisions k0 - k1 + 0.5, k0 - k2, 2 k1 - k2 - 0.25.
attributes three_classes() {
  return with(two_classes(), {{"kernel", text("rbf")},
                              {"classes_", integers({10, 20, 30})},
                              {"support_vectors_", numbers({0, 1, 3})},
                              {"_n_support", integers({1, 1, 1})},
                              {"_dual_coef_", numbers({1, -1, -1, 1, 2, -1})},
                              {"_intercept_", numbers({0.5, 0, -0.25})}});
}

double rbf(double x, double y) { return std::exp(-(x - y) * (x - y)); }

} // namespace

TEST_SUITE("convert/frontend/sklearn/support_vector") {
  TEST_CASE("two classes of the same rows, between which only rounding decides, are refused") {
    const auto at_one_place = with(three_classes(), {{"support_vectors_", numbers({1, 1, 3})}});
    CHECK(refused(object("SVC", at_one_place)) == ""); // the intercept decides
    CHECK(refused(object("SVC", with(at_one_place, {{"_intercept_", numbers({0, 0, -0.25})}}))) ==
          "`SVC`: classes 0 and 1 were trained on the same rows, and which of them a row is taken for is "
          "rounding: "
          "leave one of them out");
    CHECK(refused(object("SVC", with(two_classes(), {{"support_vectors_", numbers({1, 1})}}))) != "");
  }

  TEST_CASE("a decision of zero is a vote for the second class") {
    const auto m = model_of(object("SVC", two_classes()));
    CHECK(answers::of(m, "predict", {0}) == std::vector{1.0});
    CHECK(answers::of(m, "predict", {-0.0}) == std::vector{1.0});
    CHECK(answers::of(m, "predict", {-1e-300}) == std::vector{0.0});
    CHECK(answers::of(m, "raw", {3}) == std::vector{3.0});
  }

  TEST_CASE("NaN and infinity are refused") {
    const auto m = model_of(object("SVC", two_classes()));
    CHECK(answers::refuses(m, {missing}));
    CHECK(answers::refuses(m, {HUGE_VAL}));
  }

  TEST_CASE("where an overflow leaves no decision, the second class has the vote") {
    const auto cubes = with(two_classes(), {{"kernel", text("poly")}});
    const auto m = model_of(object("SVC", cubes)); // (-x)^3 - x^3 halved
    CHECK(answers::of(m, "predict", {1e200}) == std::vector{1.0});
    CHECK(answers::of(m, "predict", {-1e200}) == std::vector{0.0});
    // Both support vectors on one side: infinity - infinity.
    const auto same_side = with(cubes, {{"support_vectors_", numbers({1, 2})}});
    const auto undecided = model_of(object("SVC", same_side));
    CHECK(std::isnan(answers::of(undecided, "raw", {1e200})[0]));
    CHECK(answers::of(undecided, "predict", {1e200}) == std::vector{1.0});
  }

  TEST_CASE("three classes vote by pairs, and a tie goes to the first") {
    const auto m = model_of(object("SVC", three_classes()));
    CHECK(answers::of(m, "predict", {0}) == std::vector{0.0});
    // Far away from all: 0.5 for the first of (0,1), a zero for the second of (0,2), -0.25 for the second of (1,2).
    CHECK(answers::of(m, "predict", {100}) == std::vector{2.0});
    CHECK(answers::of(m, "predict", {1}) == std::vector{1.0});
    CHECK(answers::of(m, "predict", {2}) == std::vector{0.0}); // one vote each
  }

  TEST_CASE("the one-against-rest shape is votes and a fraction of the decisions") {
    const auto m = model_of(object("SVC", three_classes()));
    const auto raw = answers::of(m, "raw", {2});
    const double d01 = rbf(2, 0) - rbf(2, 1) + 0.5;
    const double d02 = rbf(2, 0) - rbf(2, 3);
    const double d12 = 2 * rbf(2, 1) - rbf(2, 3) - 0.25;
    const auto part = [](double sum) { return sum / (3 * (std::fabs(sum) + 1)); };
    REQUIRE(raw.size() == 3);
    CHECK(raw[0] == doctest::Approx(1 + part(d01 + d02)).epsilon(1e-14));
    CHECK(raw[1] == doctest::Approx(1 + part(d12 - d01)).epsilon(1e-14));
    CHECK(raw[2] == doctest::Approx(1 + part(-d02 - d12)).epsilon(1e-14));
  }

  TEST_CASE("ties are broken by the decisions only if that is wanted") {
    const double x = 2; // every class has one vote
    CHECK(answers::of(model_of(object("SVC", three_classes())), "predict", {x}) == std::vector{0.0});
    const auto broken = model_of(object("SVC", with(three_classes(), {{"break_ties", boolean(true)}})));
    const auto raw = answers::of(broken, "raw", {x});
    const auto largest = static_cast<double>(std::max_element(raw.begin(), raw.end()) - raw.begin());
    CHECK(answers::of(broken, "predict", {x}) == std::vector{largest});
    CHECK(refused(object("SVC", with(three_classes(), {{"break_ties", boolean(true)},
                                                       {"decision_function_shape", text("ovo")}}))) ==
          "`SVC`: break_ties with decision_function_shape `ovo`: its predict raises");
  }

  TEST_CASE("the one-against-one shape is the pairs' decisions") {
    const auto m =
        model_of(object("NuSVC", with(three_classes(), {{"decision_function_shape", text("ovo")}})));
    const auto raw = answers::of(m, "raw", {0.5});
    REQUIRE(raw.size() == 3);
    CHECK(raw[0] == doctest::Approx(0.5).epsilon(1e-14));
    CHECK(raw[2] == doctest::Approx(2 * rbf(0.5, 1) - rbf(0.5, 3) - 0.25).epsilon(1e-14));
  }

  TEST_CASE("a linear kernel's pairs have weights of the columns, which say the same") {
    const auto by_weights = three_classes();
    const auto linear = model_of(object(
        "SVC", with(by_weights, {{"kernel", text("linear")}, {"decision_function_shape", text("ovo")}})));
    const auto raw = answers::of(linear, "raw", {2});
    CHECK(raw[0] == doctest::Approx(0 * 2 - 1 * 2 + 0.5).epsilon(1e-14));
    CHECK(raw[1] == doctest::Approx(0 * 2 - 3 * 2).epsilon(1e-14));
    CHECK(raw[2] == doctest::Approx(2 * 2 - 3 * 2 - 0.25).epsilon(1e-14));
  }

  TEST_CASE("probabilities are coupled, and there are none without probability") {
    CHECK(model_of(object("SVC", two_classes())).outputs.size() == 2); // raw and predict
    const auto m = model_of(object(
        "SVC", with(two_classes(),
                    {{"probability", boolean(true)}, {"_probA", numbers({-1})}, {"_probB", numbers({0})}})));
    const auto p = answers::of(m, "proba", {2});
    REQUIRE(p.size() == 2);
    CHECK(p[0] + p[1] == doctest::Approx(1.0).epsilon(1e-14));
    CHECK(std::fabs(p[1] - 1 / (1 + std::exp(-2))) < 0.0025); // where the iteration stops
    const auto deprecated = with(two_classes(), {{"probability", text("deprecated")}});
    CHECK(model_of(object("SVC", deprecated)).outputs.size() == 2);
    CHECK(model_of(object("SVC", with(deprecated, {{"_probA", numbers({-1})}, {"_probB", numbers({0})}})))
              .outputs.size() == 3);
    const auto unfitted = with(two_classes(), {{"probability", boolean(true)}});
    CHECK(model_of(object("SVC", unfitted)).outputs.size() == 2);
    CHECK(
        refused(object("SVC", with(unfitted, {{"_probA", numbers({1, 2})}, {"_probB", numbers({1, 2})}}))) ==
        "`SVC.probA_`: 2 numbers for 1 pairs of classes");
  }

  TEST_CASE("a model trained on sparse rows answers dense ones") {
    const code vectors =
        object("csr_matrix",
               {{"data", numbers({-1, 1})}, {"indices", integers({0, 0})}, {"indptr", integers({0, 1, 2})}});
    const code coefficients =
        object("csr_matrix",
               {{"data", numbers({0.5, -0.5})}, {"indices", integers({0, 1})}, {"indptr", integers({0, 2})}});
    const auto m = model_of(
        object("SVC", with(two_classes(), {{"support_vectors_", vectors}, {"_dual_coef_", coefficients}})));
    CHECK(answers::of(m, "raw", {3}) == std::vector{3.0});
  }

  TEST_CASE("a regressor sums its kernels, each in its own form") {
    const auto form = [](const std::string& kernel) {
      return model_of(object("SVR", with(two_classes(), {{"kernel", text(kernel)},
                                                         {"coef0", number(0.5)},
                                                         {"_dual_coef_", numbers({2, -1})},
                                                         {"_intercept_", numbers({0.25})}})));
    };
    CHECK(answers::of(form("linear"), "predict", {3})[0] == doctest::Approx(-6 - 3 + 0.25).epsilon(1e-14));
    CHECK(answers::of(form("poly"), "predict", {3})[0] ==
          doctest::Approx(2 * std::pow(-2.5, 3) - std::pow(3.5, 3) + 0.25).epsilon(1e-14));
    CHECK(answers::of(form("rbf"), "predict", {3})[0] ==
          doctest::Approx(2 * rbf(3, -1) - rbf(3, 1) + 0.25).epsilon(1e-14));
    CHECK(answers::of(form("sigmoid"), "predict", {3})[0] ==
          doctest::Approx(2 * std::tanh(-2.5) - std::tanh(3.5) + 0.25).epsilon(1e-14));
  }

  TEST_CASE("a regressor without support vectors is its intercept, and refuses what the others refuse") {
    const code nothing = array({integer(0), integer(1)}, "f8", bytes(""));
    auto state =
        with(two_classes(),
             {{"support_vectors_", nothing}, {"_dual_coef_", nothing}, {"_intercept_", numbers({0.25})}});
    std::erase_if(state, [](const auto& a) { return a.first == "classes_"; });
    const auto m = model_of(object("SVR", state));
    CHECK(answers::of(m, "predict", {3}) == std::vector{0.25});
    CHECK(answers::refuses(m, {missing}));
  }

  TEST_CASE("a regressor without support vectors that was trained on sparse rows is its intercept too") {
    const code nothing = array({integer(0), integer(1)}, "f8", bytes(""));
    const code rows = object("csr_matrix", {{"data", array({integer(0)}, "f8", bytes(""))},
                                            {"indices", array({integer(0)}, "f8", bytes(""))},
                                            {"indptr", numbers({0})}});
    const auto m = model_of(object("SVR", {{"n_features_in_", integer(1)},
                                           {"kernel", text("rbf")},
                                           {"_gamma", number(1)},
                                           {"support_vectors_", rows},
                                           {"_dual_coef_", nothing},
                                           {"_intercept_", numbers({0.25})}}));
    CHECK(answers::of(m, "predict", {3}) == std::vector{0.25});
  }

  TEST_CASE("an outlier is -1, and a decision of zero is one") {
    const auto m = model_of(object("OneClassSVM", two_classes()));
    CHECK(m.outputs.front().labels.front().text == "-1");
    CHECK(answers::of(m, "predict", {0}) == std::vector{0.0});
    CHECK(answers::of(m, "predict", {-1}) == std::vector{1.0});
    CHECK(answers::of(m, "raw", {-1}) == std::vector{1.0});
  }

  TEST_CASE("kernels that are given, or are functions, are refused by name") {
    CHECK(refused(object("SVC", with(two_classes(), {{"kernel", text("precomputed")}}))) ==
          "`SVC`: kernel `precomputed` is not supported");
    CHECK(refused(object("SVR", with(two_classes(), {{"kernel", global("mine", "kernel")}}))) ==
          "`SVR`: a kernel that is a function is not supported");
    CHECK(refused(object("SVC", with(two_classes(), {{"kernel", text("laplacian")}}))) ==
          "`SVC`: kernel `laplacian` is not supported");
  }

  TEST_CASE("support vectors that are not as many as the classes have are refused") {
    CHECK(refused(object("SVC", with(two_classes(), {{"_n_support", integers({1, 2})}}))) ==
          "`SVC._n_support`: does not fit 2 classes with 2 support vectors");
    CHECK(refused(object("SVC", with(two_classes(), {{"_n_support", integers({-1, 3})}}))) ==
          "`SVC._n_support`: more than there are");
    CHECK(refused(object("SVC", with(three_classes(), {{"_intercept_", numbers({0, 0})}}))) ==
          "`SVC.intercept_`: 2 numbers for 3 classes");
    CHECK(refused(object("SVC", with(two_classes(), {{"_dual_coef_", numbers({1, 2, 3, 4})}}))) ==
          "`SVC._dual_coef_`: 4 numbers do not fit 2 support vectors");
  }

  TEST_CASE("what has no underscore yet is read in its place") {
    attributes old = two_classes(); // before 0.22: shown numbers only, of three classes the same
    old = with(three_classes(), {{"n_support_", integers({1, 1, 1})}});
    std::erase_if(old, [](const auto& a) { return a.first == "_n_support"; });
    CHECK(answers::of(model_of(object("SVC", old)), "predict", {0}) == std::vector{0.0});
  }

  TEST_CASE("sums that leave six digits say so, and less is refused") {
    const auto scaled = [](double by) {
      return with(two_classes(), {{"kernel", text("rbf")}, {"_dual_coef_", numbers({0.5 * by, -0.5 * by})}});
    };
    CHECK_FALSE(model_of(object("SVC", scaled(1))).sums_cancel);
    CHECK(model_of(object("SVC", scaled(1e5))).sums_cancel);
    CHECK(refused(object("SVC", scaled(1e10))) ==
          "`SVC`: its sums cancel so far that not six digits of its own answers are certain: that is not "
          "supported");
  }
}
