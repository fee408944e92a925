// convert/verify/expect.cpp -- compares a written file with the answers that its owner expects.
#include <convert/verify/expect.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include <pounce/model.hpp>

namespace convert::verify {

namespace {

/// One column of what `pounce predict` prints.
struct column {
  std::string name;
  pounce::role role;
  std::size_t index;  // within the role's answer
  std::size_t target; // for labels
  bool labelled;
};

std::vector<column> columns_of(const pounce::model& file) {
  std::vector<column> all;
  std::size_t index = 0;
  std::size_t target = 0;
  std::optional<pounce::role> last;
  for (const auto& o : file.contents().outputs) {
    if (last != o.what) index = target = 0;
    last = o.what;
    const std::string name(file.contents().text_at(o.name));
    for (std::uint32_t i = 0; i < o.width; ++i) {
      all.push_back({o.width == 1 ? name : name + "_" + std::to_string(i), o.what, index++, target,
                     o.label_count != 0});
    }
    ++target;
  }
  return all;
}

std::optional<double> number_of(std::string_view text) {
  double x = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), x);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return x;
}

std::string shortest(double x) {
  char text[32];
  const auto [end, error] = std::to_chars(text, text + sizeof text, x);
  return {text, end};
}

std::string text_of(const pounce::model& file, const column& c, double answer) {
  if (!c.labelled) return shortest(answer);
  return std::string(file.label(static_cast<std::size_t>(answer), c.target));
}

bool agrees(const std::string& answer, const std::string& expected, double bound, bool network) {
  if (answer == expected) return true;
  const auto a = number_of(answer);
  const auto e = number_of(expected);
  if (!a || !e) return false;
  if (std::isnan(*a) || std::isnan(*e)) return std::isnan(*a) && std::isnan(*e);
  const double size = network ? 1 + std::fabs(*e) : std::max(1.0, std::fabs(*e));
  return *a == *e || std::fabs(*a - *e) <= bound * size;
}

} // namespace

void check_expectation(std::span<const std::byte> file, const expectation& expected) {
  const auto opened = pounce::model::open(file);
  if (!opened) throw refusal(pounce::message(opened.error().code));
  const auto have = columns_of(*opened);
  constexpr double bounds[] = {1e-12, 1e-10, 1e-6, 1e-5};
  const std::uint32_t tolerance = opened->contents().about.tolerance;
  const double bound = expected.tolerance.value_or(bounds[tolerance]);
  const bool network = !expected.tolerance && tolerance == 3;
  std::vector<std::byte> scratch(opened->scratch_bytes(1));

  for (std::size_t c = 0; c < expected.columns.size(); ++c) {
    const auto found =
        std::find_if(have.begin(), have.end(), [&](const auto& h) { return h.name == expected.columns[c]; });
    if (found == have.end()) throw refusal("the model has no answer `" + expected.columns[c] + "`");
    std::vector<double> answers(opened->columns(found->role));
    for (std::size_t r = 0; r < expected.rows.size(); ++r) {
      const auto done = opened->answer(found->role, expected.rows[r], answers, scratch);
      if (!done) throw refusal("row " + std::to_string(r + 1) + ": " + pounce::message(done.error().code));
      const std::string answer = text_of(*opened, *found, answers[found->index]);
      if (!agrees(answer, expected.answers[r][c], bound, network)) {
        throw refusal("row " + std::to_string(r + 1) + ", column `" + expected.columns[c] +
                      "`: the model answers " + answer + ", expected " + expected.answers[r][c]);
      }
    }
  }
}

} // namespace convert::verify
