// convert/pass/fold_scale.cpp -- scalers in weights: where they go, where they stay, how near the sum remains.
#include <convert/pass/fold_scale.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include <convert/pass/all.hpp>
#include <support/builder_over.hpp>
#include <support/random_numbers.hpp>

#include "same_answers.hpp"

using namespace convert;
using form = ir::affine::form;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
const ir::require finite_only;
const ir::require finite_or_nan{.missing_allowed = true, .features = {}};

ir::affine scaler(std::vector<double> a, std::vector<double> b, form how = form::subtract_divide) {
  return {how, std::move(a), std::move(b)};
}

ir::network one_layer(std::vector<double> weights, std::vector<double> bias) {
  ir::network net;
  net.layers.resize(1);
  net.layers[0].inputs = static_cast<std::uint32_t>(weights.size() / bias.size());
  net.layers[0].outputs = static_cast<std::uint32_t>(bias.size());
  net.layers[0].weights = std::move(weights);
  net.layers[0].bias = std::move(bias);
  return net;
}

/// A chain over as many features as needed, after all passes.
ir::model chain(std::uint32_t features, const std::vector<ir::operation_of_step>& steps,
                const pass::options& how = {}) {
  auto b = support::builder_over(std::vector<std::string>(features, "x"));
  ir::value v = b.row();
  for (const auto& s : steps) v = b.add(v, s);
  b.answer(ir::role::raw, "raw", v);
  return pass::run_passes(std::move(b).take(), how);
}

bool has_affine(const ir::model& m) {
  return std::any_of(m.steps.begin(), m.steps.end(),
                     [](const ir::step& s) { return std::holds_alternative<ir::affine>(s.what); });
}

} // namespace

TEST_SUITE("pass/fold_scale") {
  TEST_CASE("a scaler goes into weights and bias") {
    // 2 (x - 3) / 4 + 8 (y - 5) / 2 + 1 = 0.5 x + 4 y + (1 - 1.5 - 20), all exact.
    const auto m = chain(2, {scaler({3, 5}, {4, 2}), ir::linear{1, {2, 8}, {1}}});
    REQUIRE(m.steps.size() == 1);
    CHECK(ir::text_of(m.steps[0]) == "linear v0 weights=[0.5, 4] bias=[-20.5]");
  }

  TEST_CASE("all three forms of affine fold") {
    // 2 ((x - 3) * 4) + 1 = 8 x - 23;  2 (x * 4 + 3) + 1 = 8 x + 7.
    const pass::options how{.ignore_overflow = true}; // these multiply by more than 1
    const auto multiplied =
        chain(1, {scaler({3}, {4}, form::subtract_multiply), ir::linear{1, {2}, {1}}}, how);
    const auto added = chain(1, {scaler({4}, {3}, form::multiply_add), ir::linear{1, {2}, {1}}}, how);
    CHECK(ir::text_of(multiplied.steps.at(0)) == "linear v0 weights=[8] bias=[-23]");
    CHECK(ir::text_of(added.steps.at(0)) == "linear v0 weights=[8] bias=[7]");
  }

  TEST_CASE("a division by constants folds as well") {
    const ir::with_constants halved{ir::operation::divide, false, {2}};
    const auto m = chain(1, {halved, ir::linear{1, {3}, {1}}});
    CHECK(ir::text_of(m.steps.at(0)) == "linear v0 weights=[1.5] bias=[1]");
  }

  TEST_CASE("the bias is summed in twice the precision") {
    // 1e-5 * 1e5 + 1e-12 - 1e-5 * 1e5: plain double would keep four digits of 1e-12 between the two ones.
    const auto m = chain(3, {scaler({1e5, 1e-12, -1e5}, {1, 1, 1}), ir::linear{1, {1e-5, 1, 1e-5}, {0}}});
    const auto& sums = std::get<ir::linear>(m.steps.at(0).what);
    CHECK(sums.bias[0] == -1e-12);
    // The double 0.1 times 10 is 1 + 2^-54, and in plain double 1.
    const auto near_one = chain(1, {scaler({10}, {1}), ir::linear{1, {0.1}, {1}}});
    CHECK(std::get<ir::linear>(near_one.steps.at(0).what).bias[0] == -0x1p-54);
  }

  TEST_CASE("a centre far from zero in units of the scale does not fold") {
    // A year with a deviation of a microsecond: the subtraction cancels ten digits.
    CHECK(has_affine(chain(1, {scaler({2000}, {1e-6}), ir::linear{1, {1}, {0}}})));
    CHECK_FALSE(has_affine(chain(1, {scaler({2000}, {10}), ir::linear{1, {1}, {0}}})));
  }

  TEST_CASE("constants that are not finite, or vanish, do not fold") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const double bad : {nan, infinity, 0.0, 1e-300, 1e300}) {
      CAPTURE(bad);
      CHECK(has_affine(chain(1, {scaler({0.5}, {bad}), ir::linear{1, {1}, {0}}})));
    }
    CHECK(has_affine(chain(1, {scaler({nan}, {1}), ir::linear{1, {1}, {0}}})));
    CHECK(has_affine(chain(1, {scaler({1}, {2}), ir::linear{1, {nan}, {0}}})));
  }

  TEST_CASE("a network in f32 is stricter than one in f64") {
    const auto far = scaler({9}, {1});
    CHECK(has_affine(chain(1, {far, one_layer({1}, {0})})));
    CHECK_FALSE(has_affine(chain(1, {far, one_layer({1}, {0})}, {.f64_networks = true})));
    CHECK_FALSE(has_affine(chain(1, {scaler({8}, {1}), one_layer({1}, {0})})));
    CHECK(has_affine(chain(3, {scaler({6, 6, 6}, {1, 1, 1}), one_layer({1, 1, 1}, {0})}))); // 18 in all
  }

  TEST_CASE("a scaler or weights in f32 do not fold: graphs route on each rounding") {
    for (const bool first : {true, false}) {
      auto b = support::builder_over({"x"});
      const auto z = b.add(b.row(), scaler({3}, {4}), first);
      b.answer(ir::role::raw, "raw", b.add(z, ir::linear{1, {2}, {1}}, !first));
      CHECK(has_affine(pass::run_passes(std::move(b).take())));
    }
  }

  TEST_CASE("a scaler that others read too does not fold") {
    auto b = support::builder_over({"x"});
    const auto z = b.add(b.row(), scaler({3}, {4}));
    b.answer(ir::role::raw, "raw", b.add(z, ir::linear{1, {2}, {1}}));
    b.answer(ir::role::transform, "transform", z);
    CHECK(has_affine(pass::run_passes(std::move(b).take())));
  }

  TEST_CASE("the scaled columns of a column transformer fold, the others stay as they are") {
    auto b = support::builder_over({"x", "y", "colour"});
    const auto scaled = b.add(b.slice(b.row(), 0, 2), scaler({3, 5}, {4, 2}));
    const auto codes = b.add(b.slice(b.row(), 2, 1), ir::one_hot{{2}});
    const std::vector<ir::value> both{codes, scaled};
    b.answer(ir::role::raw, "raw", b.add(b.concat(both), ir::linear{1, {7, 9, 2, 8}, {1}}));
    const auto m = pass::run_passes(std::move(b).take());
    CHECK_FALSE(has_affine(m));
    CHECK(ir::text_of(m).find("linear v3 weights=[7, 9, 0.5, 4] bias=[-20.5]") != std::string::npos);
    // 9 of colour 1, 0.5 * 2 + 4 * 1 - 20.5.
    CHECK(ir::outputs_of(m, ir::evaluate(m, std::vector{2.0, 1.0, 1.0})) == std::vector{-6.5});
  }

  TEST_CASE("a check for NaN and infinity is passed where no finite input can overflow") {
    const ir::linear sums{1, {2}, {1}};
    const auto m = chain(1, {finite_or_nan, scaler({3}, {4}), finite_only, sums});
    CHECK_FALSE(has_affine(m));
    for (const double x : {1.0, std::numeric_limits<double>::quiet_NaN(), infinity, -infinity})
      CHECK(ir::evaluate(m, std::vector{x}).refused.has_value() == !std::isfinite(x));

    // The largest double divided by a half is infinite, and the trainer says so.
    const std::vector<ir::operation_of_step> overflows{finite_or_nan, scaler({3}, {0.5}), finite_only, sums};
    CHECK(has_affine(chain(1, overflows)));
    CHECK_FALSE(has_affine(chain(1, overflows, {.ignore_overflow = true})));
    const std::vector<ir::operation_of_step> clipped{ir::clip{{-1}, {1}}, scaler({3}, {0.5}), finite_only,
                                                     sums};
    CHECK_FALSE(has_affine(chain(1, clipped)));
  }

  TEST_CASE("a scaler whose answer may overflow stays where it is, checked or not") {
    const std::vector<ir::operation_of_step> steps{finite_only, scaler({3}, {0.5}),
                                                   ir::linear{1, {0.25}, {1}}};
    const auto m = chain(1, steps);
    CHECK(has_affine(m));
    CHECK(ir::outputs_of(m, ir::evaluate(m, std::vector{1e308})) == std::vector{infinity});
    CHECK_FALSE(has_affine(chain(1, steps, {.ignore_overflow = true})));
  }

  TEST_CASE("a check for a range is not passed") {
    const ir::linear sums{1, {2}, {1}};
    const ir::require in_float_range{.in_float_range = true, .features = {}};
    const ir::require positive{.lowest = 0, .features = {}};
    CHECK(has_affine(chain(1, {scaler({3}, {4}), in_float_range, sums})));
    CHECK(has_affine(chain(1, {scaler({3}, {4}), positive, sums})));
  }

  TEST_CASE("folded sums stay within the bound that the proof gives") {
    std::mt19937_64 engine(7);
    support::draw any(engine);
    std::size_t folded = 0;
    for (int round = 0; round < 500; ++round) {
      const std::uint32_t n = any.from_to(1, 40);
      std::vector<double> a, b, w;
      const auto how = static_cast<form>(any.below(3));
      const double far =
          std::pow(10.0, static_cast<double>(any.below(5)) - 1); // centres of up to about 1e4 scales
      for (std::uint32_t i = 0; i < n; ++i) {
        const double scale = std::pow(10.0, 6 * any.unit() - 3);
        const double centre = far * any.ordinary();
        a.push_back(how == form::subtract_divide     ? centre * scale
                    : how == form::subtract_multiply ? centre / scale
                                                     : scale);
        b.push_back(how == form::multiply_add ? centre : scale);
        w.push_back(any.ordinary());
      }
      const ir::linear sums{1, w, {any.ordinary()}};
      auto builder = support::builder_over(std::vector<std::string>(n, "x"));
      const auto z = builder.add(builder.row(), scaler(a, b, how));
      builder.answer(ir::role::raw, "raw", builder.add(z, sums));
      const auto before = std::move(builder).take();
      auto after = before;
      pass::fold_scale(after, {.ignore_overflow = true});
      if (has_affine(after)) continue;
      ++folded;
      for (int k = 0; k < 20; ++k) {
        std::vector<double> x;
        const double reach = std::pow(10.0, 4 * any.unit() - 1); // |z| of up to about 1e3
        for (std::uint32_t i = 0; i < n; ++i) {
          const double zi = reach * any.ordinary();
          x.push_back(how == form::subtract_divide     ? zi * b[i] + a[i]
                      : how == form::subtract_multiply ? zi / b[i] + a[i]
                                                       : (zi - b[i]) / a[i]);
        }
        const auto exact = ir::evaluate(before, x);
        double magnitude = 0;
        for (std::uint32_t i = 0; i < n; ++i) magnitude += std::fabs(w[i] * exact.values[1][i]);
        const double y = exact.values[2][0];
        // Both sums are off the true one by the first part of the bound, the folded one by the second too.
        const double bound = 2 * (n + 3) * 0x1p-53 * magnitude + 1e-11 * std::max(1.0, std::fabs(y));
        const auto got = ir::evaluate(after, x);
        CHECK(std::fabs(got.values.back()[0] - y) <= bound);
      }
    }
    CHECK(folded > 200);
    CHECK(folded < 500);
  }
}
