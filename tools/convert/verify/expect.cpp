// convert/verify/expect.cpp -- compares a written file with the answers that its owner expects.
#include <convert/verify/expect.hpp>

#include <algorithm>
#include <string>

#include <convert/verify/answer_columns.hpp>
#include <pounce/model.hpp>

namespace convert::verify {

void check_expectation(std::span<const std::byte> file, const expectation& expected) {
  const auto opened = pounce::model::open(file);
  if (!opened) throw refusal(pounce::message(opened.error().code));
  const auto have = answer_columns(*opened);
  const closeness close = closeness_of(*opened, expected.tolerance);
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
      if (!close.holds(answer, expected.answers[r][c])) {
        throw refusal("row " + std::to_string(r + 1) + ", column `" + expected.columns[c] +
                      "`: the model answers " + answer + ", expected " + expected.answers[r][c]);
      }
    }
  }
}

} // namespace convert::verify
