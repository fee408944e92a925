// convert/pass/same_answers.hpp -- do two models answer and refuse alike, to the bit, on random rows.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <random>
#include <vector>

#include <doctest/doctest.h>

#include <convert/ir/check.hpp>
#include <convert/ir/evaluate.hpp>
#include <convert/ir/print.hpp>
#include <support/random_model.hpp>

namespace convert::pass {

/// The same number: the same bits, or two NaNs.
inline bool same_number(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) ||
         std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

/// Whether both refuse the row for the same reason or answer it with the same numbers.
inline bool same_answer(const ir::model& a, const ir::model& b, const std::vector<double>& row) {
  const auto x = ir::evaluate(a, row);
  const auto y = ir::evaluate(b, row);
  if (x.refused || y.refused)
    return x.refused && y.refused && x.refused->why == y.refused->why &&
           x.refused->feature == y.refused->feature;
  const auto p = ir::outputs_of(a, x);
  const auto q = ir::outputs_of(b, y);
  if (p.size() != q.size()) return false;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (!same_number(p[i], q[i])) return false;
  return true;
}

/// Runs a pass over random models and compares answers on random rows. Returns how many steps went away in all.
inline std::size_t check_exact(const std::function<void(ir::model&)>& pass,
                               const support::random_options& how = {}, std::uint64_t models = 400) {
  std::size_t gone = 0;
  for (std::uint64_t seed = 0; seed < models; ++seed) {
    CAPTURE(seed);
    const ir::model before = support::random_model(seed, how);
    ir::model after = before;
    pass(after);
    ir::check(after);
    REQUIRE(after.steps.size() <= before.steps.size());
    gone += before.steps.size() - after.steps.size();
    std::mt19937_64 engine(seed);
    for (int i = 0; i < 20; ++i) {
      const auto row = support::random_row(before, engine);
      if (same_answer(before, after, row)) continue;
      CAPTURE(ir::text_of(before));
      CAPTURE(ir::text_of(after));
      FAIL("answers differ");
    }
  }
  return gone;
}

/// Indices of step kinds in operation_of_step, for random_options::kinds.
template <class... Kinds>
std::vector<std::size_t> kinds_of() {
  return {ir::operation_of_step(Kinds{}).index()...};
}

} // namespace convert::pass
