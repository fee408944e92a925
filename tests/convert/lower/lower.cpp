// convert/lower/lower.cpp -- what is lowered, written and opened answers as the ir means it, for every step kind.
#include <convert/lower/lower.hpp>

#include <cmath>
#include <cstdint>
#include <random>
#include <variant>
#include <vector>

#include <convert/ir/evaluate.hpp>
#include <convert/write/writer.hpp>
#include <pounce/model.hpp>
#include <support/random_model.hpp>

#include <doctest/doctest.h>

namespace ir = convert::ir;

namespace {

constexpr pounce::role roles[] = {pounce::role::predict, pounce::role::proba, pounce::role::raw,
                                  pounce::role::transform, pounce::role::graph};

bool same(double answer, double meant) {
  if (std::isnan(meant)) return std::isnan(answer);
  return answer == meant || std::fabs(answer - meant) <= 1e-9 * std::max(1.0, std::fabs(meant));
}

/// How many answers of `file` differ from what the ir means for the row; a refusal counts as one answer.
int differences(const ir::model& m, const pounce::model& file, const std::vector<double>& row) {
  const ir::evaluation meant = ir::evaluate(m, row);
  std::vector<std::byte> scratch(file.scratch_bytes(1));
  bool refused = false;
  int found = 0;
  for (const auto role : roles) {
    std::vector<double> answers(file.columns(role));
    if (answers.empty()) continue;
    const auto done = file.answer(role, row, answers, scratch);
    refused = refused || !done;
    if (!done || meant.refused) continue;
    std::size_t at = 0;
    for (const auto& o : m.outputs) {
      if (static_cast<int>(o.what) != static_cast<int>(role)) continue;
      for (const double y : meant.values[o.from]) found += same(answers[at++], y) ? 0 : 1;
    }
  }
  return found + (refused && !meant.refused ? 1 : 0);
}

/// Models of one step kind alone, or of all; networks are left out: they are lowered to f32.
void check_kind(std::size_t kind, std::uint64_t seeds) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    CAPTURE(kind);
    CAPTURE(seed);
    support::random_options how;
    how.nasty = false; // sums of huge numbers cancel differently in another order
    how.max_steps = 6;
    how.kinds = {kind};
    const ir::model m = support::random_model(seed, how);
    const auto bytes = convert::write::serialize(convert::lower::lower(m));
    const auto file = pounce::model::open(pounce::byte_span(bytes));
    REQUIRE(file);
    std::mt19937_64 engine(seed);
    for (int r = 0; r < 20; ++r) {
      const auto row = support::random_row(m, engine);
      CHECK(differences(m, *file, row) == 0);
    }
  }
}

} // namespace

TEST_SUITE("convert/lower/lower") {
  TEST_CASE("the same model gives the same bytes") {
    const ir::model m = support::random_model(3);
    CHECK(convert::write::serialize(convert::lower::lower(m)) ==
          convert::write::serialize(convert::lower::lower(m)));
  }

  TEST_CASE("steps that choose, compare and count answer exactly as the ir, whatever the row") {
    for (const std::size_t kind : {0U, 1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U, 11U, 12U, 25U, 26U})
      check_kind(kind, 25);
  }

  TEST_CASE("pairs of classes, quantiles and splines answer as the ir, on knots and quantiles too") {
    for (const std::size_t kind : {27U, 28U, 29U, 30U}) check_kind(kind, 40);
  }

  TEST_CASE(
      "forests reach the ir's leaves on their thresholds, beside them, and for missing and unknown values") {
    check_kind(18, 150);
  }
}
