// convert/frontend/sklearn/kernel_method.cpp -- kernels of sklearn.metrics.pairwise and what is summed over them.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

/// Two features, the points (1, 0) and (0, 2).
attributes over(const std::string& kernel, const code& gamma = none()) {
  return {{"n_features_in_", integer(2)},
          {"kernel", text(kernel)},
          {"gamma", gamma},
          {"degree", integer(3)},
          {"coef0", number(1)},
          {"kernel_params", none()},
          {"X_fit_", numbers({1, 0, 0, 2})},
          {"components_", numbers({1, 0, 0, 2})},
          {"dual_coef_", numbers({2, -1})}};
}

double ridge_of(const std::string& kernel, const std::vector<double>& row, const code& gamma = none()) {
  return answers::of(model_of(object("KernelRidge", over(kernel, gamma))), "predict", row)[0];
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/kernel_method") {
  TEST_CASE("each kernel has its formula, and a gamma of None is one part a feature") {
    CHECK(ridge_of("linear", {3, 1}) == doctest::Approx(2 * 3 - 2.0).epsilon(1e-14));
    CHECK(ridge_of("poly", {3, 1}) ==
          doctest::Approx(2 * std::pow(2.5, 3) - std::pow(2.0, 3)).epsilon(1e-14));
    CHECK(ridge_of("polynomial", {3, 1}, number(2)) ==
          doctest::Approx(2 * std::pow(7, 3) - std::pow(5, 3)).epsilon(1e-14));
    CHECK(ridge_of("rbf", {3, 1}) == doctest::Approx(2 * std::exp(-2.5) - std::exp(-5.0)).epsilon(1e-14));
    CHECK(ridge_of("sigmoid", {3, 1}) == doctest::Approx(2 * std::tanh(2.5) - std::tanh(2.0)).epsilon(1e-14));
    CHECK(ridge_of("laplacian", {3, 1}) ==
          doctest::Approx(2 * std::exp(-1.5) - std::exp(-2.0)).epsilon(1e-14));
    CHECK(ridge_of("cosine", {3, 4}) == doctest::Approx(2 * 0.6 - 0.8).epsilon(1e-14));
  }

  TEST_CASE("a row of zeros has a cosine of zero") { CHECK(ridge_of("cosine", {0, 0}) == 0.0); }

  TEST_CASE("a row of less than ten epsilons is not brought to length one for its cosine") {
    CHECK(ridge_of("cosine", {1e-16, 0}) == 2e-16);
    CHECK(ridge_of("cosine", {1e-14, 0}) == 2.0);
  }

  TEST_CASE("on a point the exponential is 1, and where squares overflow there is no number") {
    CHECK(ridge_of("rbf", {1, 0}) == doctest::Approx(2 - std::exp(-2.5)).epsilon(1e-14));
    CHECK(ridge_of("rbf", {1e160, 0}) == 0.0);
    CHECK(std::isnan(ridge_of("rbf", {1.7e308, 0}))); // infinity - infinity, as multiplied out
  }

  TEST_CASE("several targets are several columns") {
    auto state = over("linear");
    for (auto& [name, value] : state)
      if (name == "dual_coef_") value = array({integer(2), integer(2)}, "f8", bytes(""));
    for (auto& [name, value] : state)
      if (name == "dual_coef_") value = numbers({2, 10, -1, 20}); // (points, targets)
    const auto m = model_of(object("KernelRidge", state));
    CHECK(answers::of(m, "predict", {3, 1}) == std::vector{2 * 3 - 1 * 2.0, 10 * 3 + 20 * 2.0});
  }

  TEST_CASE("Nystroem multiplies the kernels by its normalization, row by row") {
    auto state = over("linear");
    state.emplace_back("normalization_", numbers({1, 10, 100, 1000}));
    const auto m = model_of(object("Nystroem", state));
    CHECK(answers::of(m, "transform", {3, 1}) == std::vector{3 + 20.0, 300 + 2000.0});
  }

  TEST_CASE("a parameter of None is the kernel's own") {
    auto state = over("poly");
    for (auto& [name, value] : state)
      if (name == "degree" || name == "coef0") value = none();
    state.emplace_back("normalization_", numbers({1, 0, 0, 1}));
    const auto m = model_of(object("Nystroem", state));
    CHECK(answers::of(m, "transform", {3, 1})[0] == doctest::Approx(std::pow(2.5, 3)).epsilon(1e-14));
  }

  TEST_CASE("kernel PCA centres by the mean of the row's own kernels, under both names of its vectors") {
    const code centre =
        object("KernelCenterer", {{"K_fit_rows_", numbers({0.5, 2})}, {"K_fit_all_", number(1.25)}});
    const auto state = [&](const std::string& values, const std::string& vectors) {
      auto all = over("linear");
      all.emplace_back("_centerer", centre);
      all.emplace_back(values, numbers({4, 0}));
      all.emplace_back(vectors, numbers({1, 7, -0.5, 7})); // (points, components)
      return all;
    };
    // Kernels of (3, 1) are 3 and 2: centred 3 - 0.5 - 2.5 + 1.25 and 2 - 2 - 2.5 + 1.25.
    const std::vector<double> expected{(1.25 * 1 + -1.25 * -0.5) / 2, 0.0};
    CHECK(answers::of(model_of(object("KernelPCA", state("eigenvalues_", "eigenvectors_"))), "transform",
                      {3, 1}) == expected);
    CHECK(answers::of(model_of(object("KernelPCA", state("lambdas_", "alphas_"))), "transform", {3, 1}) ==
          expected);
  }

  TEST_CASE("kernel PCA along what rounding left of the spread is refused, judged by its centred kernels") {
    const auto along = [](double eigenvalue) {
      auto all = over("linear");
      all.emplace_back("_centerer", object("KernelCenterer",
                                           {{"K_fit_rows_", numbers({1, 0})}, {"K_fit_all_", number(0.5)}}));
      all.emplace_back("eigenvalues_", numbers({eigenvalue}));
      all.emplace_back("eigenvectors_", numbers({1, 0}));
      return object("KernelPCA", all);
    };
    CHECK_FALSE(model_of(along(4)).sums_cancel);
    CHECK(model_of(along(1e-10)).sums_cancel);
    CHECK(refused(along(1e-20)).starts_with("`KernelPCA`: its sums cancel so far that not six digits"));
  }

  TEST_CASE("far from the origin the squares multiplied out are rounding, which the exponential shows") {
    const auto around = [](double place, const std::string& kernel) {
      auto all = over(kernel, number(1));
      for (auto& [name, value] : all)
        if (name == "X_fit_") value = numbers({place, 0, place + 0.5, 0});
      return object("KernelRidge", all);
    };
    CHECK_FALSE(model_of(around(1, "rbf")).sums_cancel);
    CHECK(model_of(around(1e3, "rbf")).sums_cancel);
    CHECK(
        refused(around(1e6, "rbf")).starts_with("`KernelRidge`: its sums cancel so far that not six digits"));
    CHECK_FALSE(model_of(around(1e6, "laplacian")).sums_cancel); // of differences
  }

  TEST_CASE("what no kernel here is called is refused by name") {
    CHECK(refused(object("KernelRidge", over("chi2"))) == "`KernelRidge`: kernel `chi2` is not supported");
    CHECK(refused(object("KernelPCA", over("precomputed"))) ==
          "`KernelPCA`: kernel `precomputed` is not supported");
    auto state = over("rbf");
    for (auto& [name, value] : state)
      if (name == "kernel_params") value = dict({{"gamma", number(1)}});
    CHECK(refused(object("KernelRidge", state)) == "`KernelRidge`: kernel_params is not supported");
  }
}
