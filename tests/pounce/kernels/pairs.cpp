// pounce/kernels/pairs.cpp -- sums of pairs worked by hand, coupled probabilities as libsvm gives them.
#include <doctest/doctest.h>

#include <pounce/kernels/pairs.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using format::step_kind;

namespace {

std::vector<double> coupled(const std::vector<double>& pairs, std::uint32_t classes) {
  return one_step(step_kind::pair_coupling)(pairs, classes);
}

} // namespace

TEST_SUITE("kernels/pairs") {
  TEST_CASE("a pair sums the columns of its two classes, each with its own row of weights") {
    one_step step(step_kind::pair_sums);
    step.step.a = step.append_indices({2, 1, 1});
    step.step.b = step.append({1, 2, 3, 4, 10, 20, 30, 40}); // two rows over four columns
    step.step.c = step.append({0.5, 0.25, 0.125});
    // (0,1): 1 * 1 + 2 * 1 + 3 * 1; (0,2): 10 + 20 + 4; (1,2): row 1 over class 1, row 1 over class 2: 30 + 40
    CHECK(same(step({1, 1, 1, 1}, 3), {6.5, 34.25, 70.125}));
    CHECK(same(step({quiet_nan, 0, 1, 0}, 3), {quiet_nan, quiet_nan, 30.125}));
  }

  TEST_CASE("a class without columns has sums of the other alone") {
    one_step step(step_kind::pair_sums);
    step.step.a = step.append_indices({0, 2});
    step.step.b = step.append({3, 5});
    step.step.c = step.append({-1});
    CHECK(same(step({1, 2}, 1), {12}));
  }

  TEST_CASE("sums are rounded after each primitive, in the order of the columns") {
    one_step step(step_kind::pair_sums);
    step.flags(format::rounds_to_f32);
    step.step.a = step.append_indices({2, 1});
    step.step.b = step.append({16777216, 1, -16777216});
    step.step.c = step.append({0});
    CHECK(same(step({1, 1, 1}, 1), {0})); // 2^24 + 1 is 2^24
  }

  TEST_CASE("with float products each product is a float, sums stay doubles") {
    one_step step(step_kind::pair_sums);
    step.flags(format::float_products);
    step.step.a = step.append_indices({2, 1});
    step.step.b = step.append({16777216, 1, static_cast<double>(0.1F)});
    step.step.c = step.append({0.25});
    const double product = static_cast<double>(0.1F * 3.0F);
    CHECK(product != static_cast<double>(0.1F) * 3);
    CHECK(same(step({1, 1, 3}, 1), {16777217 + product + 0.25}));
  }

  TEST_CASE("three classes are coupled as libsvm couples them") {
    // scikit-learn 1.2.1, SVC(probability=True): probabilities of pairs and predict_proba of four rows.
    constexpr double cases[][6] = {{0.475450661683627, 0.4883464264615472, 0.6342252765265938,
                                    0.31981347910152336, 0.4053283371173536, 0.2748581837811228},
                                   {0.5047081038399969, 0.7800454724578624, 0.7655379292825006,
                                    0.44104814739581233, 0.43084646122266423, 0.12810539138152338},
                                   {0.5120033865565463, 0.1644734172874517, 0.171138797055635,
                                    0.14377917321137865, 0.1435530662036477, 0.712667760584974},
                                   {0.4784108637521711, 0.558442111304319, 0.7246432484182806,
                                    0.35130960294735963, 0.43721751130583353, 0.2114728857468066}};
    for (const auto& c : cases) {
      CHECK(near(coupled({c[0], c[1], c[2]}, 3), {c[3], c[4], c[5]}, 1e-14));
    }
  }

  TEST_CASE("two classes are coupled too, which stops near the probability itself") {
    // scikit-learn 1.2.1, SVC(probability=True) of two classes: 0.4768... is answered for 0.47682225...
    const auto p = coupled({0.47682225}, 2);
    CHECK(std::fabs(p[0] - 0.47682225) < 0.0025);
    CHECK(near(p[0] + p[1], 1.0, 1e-15));
    CHECK(same(coupled({0.5}, 2), {0.5, 0.5}));
  }

  TEST_CASE("probabilities that are nearly certain still end") {
    constexpr double least = 1e-7;
    const std::vector<double> sure(28, 1 - least); // 8 classes
    const auto p = coupled(sure, 8);
    double sum = 0;
    for (const double x : p) sum += x;
    CHECK(near(sum, 1.0, 1e-12));
    CHECK(p[0] > 0.9);
  }

  TEST_CASE("as many classes as are allowed fit, and NaN ends at once") {
    constexpr std::uint32_t most = format::max_coupled_classes;
    const auto p = coupled(std::vector<double>(most * (most - 1) / 2, 0.5), most);
    CHECK(near(p, std::vector<double>(most, 1.0 / most), 1e-15));
    CHECK(same(coupled({quiet_nan}, 2), {0.5, 0.5}));
  }
}
