// convert/verify/verify.cpp -- opens what was written with pounce and compares it with the ir, row by row.
#include <convert/verify/verify.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <variant>

#include <convert/ir/evaluate.hpp>
#include <convert/ir/evaluate_step.hpp>
#include <convert/refusal.hpp>
#include <convert/verify/noise.hpp>
#include <pounce/model.hpp>

namespace convert::verify {

namespace {

constexpr std::array roles{pounce::role::predict, pounce::role::proba, pounce::role::raw,
                           pounce::role::transform, pounce::role::graph};

constexpr auto sixth_digit = static_cast<std::uint32_t>(pounce::format::tolerance_class::float_sums);

[[noreturn]] void differs(const std::string& what) {
  throw refusal("the converted model does not answer as the source does (" + what +
                "): this is an error in pounce, please report it; nothing was written");
}

pounce::errc code_of(ir::row_refusal::kind why) {
  switch (why) {
  case ir::row_refusal::kind::missing: return pounce::errc::missing_refused;
  case ir::row_refusal::kind::infinite: return pounce::errc::infinite_refused;
  case ir::row_refusal::kind::out_of_range: return pounce::errc::out_of_range;
  case ir::row_refusal::kind::beyond_float: return pounce::errc::beyond_float;
  case ir::row_refusal::kind::unseen: return pounce::errc::unseen_refused;
  }
  return pounce::errc::out_of_range;
}

/// Whether the iteration that couples probabilities could end a round earlier or later within the tolerance of what it was
/// given: its answers jump there.
bool is_close_end(const ir::pair_coupling& s, ir::rounding rounded, const std::vector<double>& pairs,
                  double tolerance) {
  constexpr double jump = 10; // tolerances: without another round the answers move by about one
  const auto coupled = ir::apply(s, pairs, rounded);
  for (const double by : {tolerance, -tolerance}) {
    auto moved = pairs;
    for (double& p : moved) p = std::clamp(p + by, 0.0, 1.0);
    const auto there = ir::apply(s, moved, rounded);
    for (std::size_t i = 0; i < coupled.size(); ++i)
      if (std::fabs(there[i] - coupled[i]) > jump * tolerance) return true;
  }
  return false;
}

/// Whether a decision could fall either way within the tolerance of what it was made from.
bool is_close_call(const ir::model& m, const ir::evaluation& e, ir::value decided, double tolerance) {
  if (decided == 0) return false;
  const ir::step& s = m.steps[decided - 1];
  if (const auto* coupling = std::get_if<ir::pair_coupling>(&s.what))
    return is_close_end(*coupling, {s.f32}, e.values[s.input], tolerance);
  const auto* const decide = std::get_if<ir::decide>(&s.what);
  if (decide == nullptr) return false;
  auto from = e.values[s.input];
  if (decide->how == ir::decide::kind::threshold) return std::fabs(from[0] - decide->threshold) <= tolerance;
  if (from.size() < 2) return false;
  std::nth_element(from.begin(), from.begin() + 1, from.end(), std::greater<>());
  return std::fabs(from[0] - from[1]) <= tolerance * std::max(1.0, std::fabs(from[0]));
}

/// Compares one row's answers and keeps count.
class comparison {
 public:
  comparison(const ir::model& m, const pounce::model& file)
      : model_(m), file_(file), scratch_(file.scratch_bytes(1)) {
    for (const auto& o : m.outputs) outputs_.push_back(&o);
    std::stable_sort(outputs_.begin(), outputs_.end(), [](auto* a, auto* b) { return a->what < b->what; });
  }

  void row(std::span<const double> row, std::size_t number) {
    const ir::evaluation expected = ir::evaluate(model_, row);
    row_name_ = "probe row " + std::to_string(number);
    if (expected.refused) {
      check_refusal(row, *expected.refused);
      return;
    }
    row_ = row;
    noise_.reset();
    row_is_noisy_ = row_is_lost_ = false;
    for (const auto role : roles) check_role(role, row, expected);
    ++found_.rows;
    if (row_is_noisy_) found_.noisy.push_back(number);
    if (row_is_lost_) ++found_.lost;
  }

  report found() const { return found_; }

 private:
  void check_refusal(std::span<const double> row, const ir::row_refusal& why) {
    for (const auto role : roles) {
      if (file_.columns(role) == 0) continue;
      answers_.assign(file_.columns(role), 0);
      const auto done = file_.answer(role, row, answers_, scratch_);
      // One role may not need the step that refuses; all together do.
      if (!done && done.error().code == code_of(why.why) && done.error().feature == why.feature) {
        ++found_.refused;
        return;
      }
    }
    differs(row_name_ + " should be refused");
  }

  void check_role(pounce::role role, std::span<const double> row, const ir::evaluation& expected) {
    const std::size_t width = file_.columns(role);
    if (width == 0) return;
    answers_.assign(width, 0);
    if (const auto done = file_.answer(role, row, answers_, scratch_); !done) {
      differs(row_name_ + ": " + pounce::message(done.error().code));
    }
    std::size_t at = 0;
    for (const auto* o : outputs_) {
      if (static_cast<int>(o->what) != static_cast<int>(role)) continue;
      for (std::size_t c = 0; c < expected.values[o->from].size(); ++c)
        check_number(*o, c, answers_[at++], expected);
    }
  }

  /// Whether an answer is as near to the other as the row's own noise: then it proves nothing.
  bool is_noise(const ir::output& o, std::size_t column, double answer, const ir::evaluation& e) {
    constexpr double often = 4; // times as far as it moved in a few tries
    if (!noise_) noise_.emplace(model_, row_, e);
    const double expected = e.values[o.from][column];
    const double moved = noise_->of(o.from, column);
    const bool explained =
        !o.labels.empty() ? moved > 0 : std::fabs(answer - expected) <= often * moved || std::isinf(moved);
    if (!explained) return false;
    row_is_noisy_ = true;
    if (!pounce::detail::near(answer, expected, sixth_digit)) row_is_lost_ = true;
    return true;
  }

  void check_number(const ir::output& o, std::size_t column, double answer, const ir::evaluation& e) {
    const std::uint32_t tolerance = file_.contents().about.tolerance;
    const double expected = e.values[o.from][column];
    if (!o.labels.empty()) {
      if (answer != expected && !is_close_call(model_, e, o.from, 1e-5) && !is_noise(o, column, answer, e))
        differs(row_name_ + ", `" + o.name + "`");
      return;
    }
    if (!pounce::detail::near(answer, expected, tolerance) && !is_close_call(model_, e, o.from, 1e-5)) {
      if (is_noise(o, column, answer, e)) return;
      differs(row_name_ + ", `" + o.name + "`: " + std::to_string(answer) + " instead of " +
              std::to_string(expected));
    }
    if (std::isfinite(answer) && std::isfinite(expected)) {
      const double difference = std::fabs(answer - expected) / std::max(1.0, std::fabs(expected));
      found_.largest_difference = std::max(found_.largest_difference, difference);
    }
  }

  const ir::model& model_;
  const pounce::model& file_;
  std::vector<const ir::output*> outputs_;
  std::vector<std::byte> scratch_;
  std::vector<double> answers_;
  std::string row_name_;
  std::span<const double> row_;
  std::optional<noise> noise_; // of the row, once it is asked for
  bool row_is_noisy_ = false;
  bool row_is_lost_ = false;
  report found_;
};

} // namespace

report verify(const ir::model& m, std::span<const std::byte> file,
              std::span<const std::vector<double>> rows) {
  const auto opened = pounce::model::open(file);
  if (!opened) {
    differs(std::string("byte ") + std::to_string(opened.error().where) + ": " +
            pounce::message(opened.error().code));
  }
  comparison compare(m, *opened);
  for (std::size_t i = 0; i < rows.size(); ++i) compare.row(rows[i], i);
  return compare.found();
}

std::vector<double> test_rows(const ir::model& m, std::span<const std::vector<double>> rows,
                              std::size_t count) {
  std::vector<double> tests;
  for (const auto& row : rows) {
    const ir::evaluation e = ir::evaluate(m, row);
    if (count == 0) break;
    if (e.refused) continue;
    --count;
    tests.insert(tests.end(), row.begin(), row.end());
    auto outputs = m.outputs;
    std::stable_sort(outputs.begin(), outputs.end(),
                     [](const auto& a, const auto& b) { return a.what < b.what; });
    for (const auto& o : outputs) tests.insert(tests.end(), e.values[o.from].begin(), e.values[o.from].end());
  }
  return tests;
}

} // namespace convert::verify
