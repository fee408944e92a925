// convert/frontend/sklearn/mixture.cpp -- four shapes of covariance that describe the same components.
#include <algorithm>
#include <cmath>
#include <variant>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

const std::vector<double> diagonal = {0.5, 0, 0, 0.5}; // (2, 2): the covariance is 4 in each direction

code mixture(const std::string& type, const code& roots, attributes more = {},
             std::string_view name = "GaussianMixture") {
  attributes all = {{"n_features_in_", integer(2)},
                    {"covariance_type", text(type)},
                    {"means_", numbers({0, 0, 4, 2})},
                    {"weights_", numbers({0.25, 0.75})},
                    {"precisions_cholesky_", roots}};
  for (auto& entry : more) all.push_back(entry);
  return object(name, all);
}

std::vector<double> twice(const std::vector<double>& x) {
  std::vector<double> both = x;
  both.insert(both.end(), x.begin(), x.end());
  return both;
}

code bayesian(const std::string& type, const code& concentration) {
  return mixture("spherical", numbers({0.5, 0.5}),
                 {{"weight_concentration_prior_type", text(type)},
                  {"weight_concentration_", concentration},
                  {"degrees_of_freedom_", numbers({10, 20})},
                  {"mean_precision_", numbers({5, 6})}},
                 "BayesianGaussianMixture");
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/mixture") {
  TEST_CASE("every shape of the same covariance gives the same answers") {
    const double first = std::log(0.25) - (1.0 + 4.0) / 8;
    const double second = std::log(0.75) - (9.0 + 0.0) / 8;
    const double expected = std::exp(first) / (std::exp(first) + std::exp(second));
    for (const auto& model :
         {mixture("full", numbers(twice(diagonal))), mixture("tied", numbers(diagonal)),
          mixture("diag", numbers({0.5, 0.5, 0.5, 0.5})), mixture("spherical", numbers({0.5, 0.5}))}) {
      const auto m = model_of(model);
      CHECK(std::fabs(answers::of(m, "proba", {1, 2})[0] - expected) < 1e-15);
      CHECK(answers::of(m, "predict", {1, 2}) == std::vector{0.0 + (expected < 0.5 ? 1 : 0)});
      CHECK(answers::of(m, "predict", {5, 3}) == std::vector{1.0});
      CHECK(answers::refuses(m, {1, missing}));
    }
  }

  TEST_CASE("components are numbered labels") {
    const auto m = model_of(mixture("spherical", numbers({0.5, 0.5})));
    for (const auto& out : m.outputs) {
      if (out.name != "predict") continue;
      REQUIRE(out.labels.size() == 2);
      CHECK(out.labels[1].text == "1");
    }
  }

  TEST_CASE("weights under a Dirichlet prior are expected logarithms") {
    // scipy 1.10: digamma of what is below; scikit-learn 1.2.1: the formulas.
    const double digamma_3 = 0.9227843350984671;
    const double digamma_4 = 1.2561176684318003;
    const double digamma_7 = 1.872784335098467;
    const auto of_freedom = [](double dof, double precision, double digamma_half, double digamma_less) {
      return 0.5 * (2 * std::log(2.0) + digamma_half + digamma_less - 2 / precision) - std::log(dof);
    };
    const double digamma_5 = 1.5061176684318003;
    const double digamma_4_5 = 1.388870926359529;
    const double digamma_10 = 2.251752589066721;
    const double digamma_9_5 = 2.1977378764029494;
    const double first = of_freedom(10, 5, digamma_5, digamma_4_5) - (1.0 + 4.0) / 8;
    const double second = of_freedom(20, 6, digamma_10, digamma_9_5) - 9.0 / 8;
    const auto share = [](double a, double b) { return std::exp(a) / (std::exp(a) + std::exp(b)); };
    const auto dirichlet = model_of(bayesian("dirichlet_distribution", numbers({3, 4})));
    CHECK(std::fabs(answers::of(dirichlet, "proba", {1, 2})[0] -
                    share(first + digamma_3 - digamma_7, second + digamma_4 - digamma_7)) < 1e-14);
    const auto process = model_of(bayesian("dirichlet_process", tuple({numbers({3, 4}), numbers({4, 3})})));
    CHECK(std::fabs(answers::of(process, "proba", {1, 2})[0] -
                    share(first + digamma_3 - digamma_7,
                          second + digamma_4 - digamma_7 + digamma_4 - digamma_7)) < 1e-14);
  }

  TEST_CASE("terms so large that only rounding is left of them are refused, and where six digits are left "
            "that is said") {
    const auto far = object("GaussianMixture", {{"n_features_in_", integer(1)},
                                                {"covariance_type", text("diag")},
                                                {"means_", numbers({1e6})},
                                                {"weights_", numbers({1})},
                                                {"precisions_cholesky_", numbers({1000})}});
    CHECK(
        refused(far).starts_with("`GaussianMixture.precisions_cholesky_`: answers would be rounding errors"));
    const auto at = [](double mean) {
      return model_of(object("GaussianMixture", {{"n_features_in_", integer(1)},
                                                 {"covariance_type", text("diag")},
                                                 {"means_", numbers({mean})},
                                                 {"weights_", numbers({1})},
                                                 {"precisions_cholesky_", numbers({1})}}));
    };
    CHECK(at(1e3).sums_cancel); // 1e6 units in the last place
    CHECK_FALSE(at(10).sums_cancel);
  }

  TEST_CASE("to a row so far away that no mean shows any more, tied components are the same") {
    const std::size_t columns =
        11; // more than a register of sums: some outputs are added up in another order than others
    std::vector<double> roots(columns * columns, 0.0);
    std::vector<double> means;
    std::vector<double> far;
    for (std::size_t i = 0; i < columns; ++i) {
      for (std::size_t o = i; o < columns; ++o)
        roots[i * columns + o] = 1.0 / static_cast<double>(3 + i + 7 * o);
      far.push_back(std::exp2(54) / static_cast<double>(1 + i));
    }
    for (std::size_t i = 0; i < 2 * columns; ++i) means.push_back(i % 3 == 0 ? 0.25 : -0.125);
    const auto m = model_of(object("GaussianMixture", {{"n_features_in_", integer(columns)},
                                                       {"covariance_type", text("tied")},
                                                       {"means_", numbers(means)},
                                                       {"weights_", numbers({0.5, 0.5})},
                                                       {"precisions_cholesky_", numbers(roots)}}));
    CHECK(answers::of(m, "predict", far) == std::vector{0.0});
    CHECK(answers::of(m, "proba", far)[0] == answers::of(m, "proba", far)[1]);
    CHECK(
        std::ranges::count_if(m.steps, [columns](const auto& s) {
          const auto* const sums = std::get_if<convert::ir::linear>(&s.what);
          return sums != nullptr && sums->outputs == columns;
        }) == 1); // and not one of twice as many, whose order of summation depends on where an output stands
  }

  TEST_CASE("another shape is refused") {
    CHECK(refused(mixture("full", numbers(diagonal))) ==
          "`GaussianMixture.precisions_cholesky_`: 4 numbers, not 8");
    CHECK(refused(mixture("banded", numbers(diagonal))) ==
          "`GaussianMixture`: covariance_type `banded` is not supported");
  }
}
