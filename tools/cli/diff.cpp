// cli/diff.cpp -- pounce diff: where two models disagree.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <convert/verify/answer_columns.hpp>

#include <cli/commands.hpp>
#include <cli/csv.hpp>
#include <cli/input_file.hpp>
#include <cli/number.hpp>
#include <cli/output_file.hpp>
#include <cli/progress.hpp>
#include <cli/row_pairs.hpp>

namespace cli {

namespace {

using convert::verify::answer_column;

/// A model that answers one row at a time, every role once.
class respondent {
 public:
  explicit respondent(const pounce::model& model)
      : model_(&model), columns_(convert::verify::answer_columns(model)), scratch_(model.scratch_bytes(1)) {
    for (std::size_t r = 0; r < pounce::format::roles; ++r) {
      answers_[r].resize(model.columns(static_cast<pounce::role>(r)));
    }
  }

  const std::vector<answer_column>& columns() const { return columns_; }
  const answer_column* column(const std::string& name) const {
    const auto found =
        std::find_if(columns_.begin(), columns_.end(), [&](const auto& c) { return c.name == name; });
    return found == columns_.end() ? nullptr : &*found;
  }

  /// Answers the row with everything; what the model refuses becomes its cell's text.
  void ask(const std::vector<double>& row) {
    for (std::size_t r = 0; r < pounce::format::roles; ++r) {
      refusals_[r].clear();
      if (answers_[r].empty()) continue;
      const auto done = model_->answer(static_cast<pounce::role>(r), row, answers_[r], scratch_);
      if (!done) refusals_[r] = std::string("refused: ") + pounce::message(done.error().code);
    }
  }
  std::string cell(const answer_column& c) const {
    const auto r = static_cast<std::size_t>(c.role);
    return refusals_[r].empty() ? convert::verify::text_of(*model_, c, answers_[r][c.index]) : refusals_[r];
  }

 private:
  const pounce::model* model_;
  std::vector<answer_column> columns_;
  std::vector<std::byte> scratch_;
  std::array<std::vector<double>, pounce::format::roles> answers_;
  std::array<std::string, pounce::format::roles> refusals_;
};

/// What is known of one answer after all rows.
struct tally {
  std::size_t rows = 0;    // that differ
  double largest = 0;      // difference of numbers, relative to max(1, |y|)
  bool has_number = false; // a difference of numbers is among them
};

/// Names of answers that `first` has and `second` does not.
std::vector<std::string> names_missing(const respondent& first, const respondent& second) {
  std::vector<std::string> names;
  for (const auto& c : first.columns()) {
    if (second.column(c.name) == nullptr) names.push_back(c.name);
  }
  return names;
}

void add(tally& of, const answer_column& c, const std::string& a, const std::string& b) {
  ++of.rows;
  if (c.labelled) return;
  const auto x = number_of(a);
  const auto y = number_of(b);
  if (!x || !y) return;
  of.has_number = true;
  of.largest = std::max(of.largest, std::fabs(*x - *y) / std::max(1.0, std::fabs(*y)));
}

std::string rounded(double x) {
  std::array<char, 32> text{};
  (void)std::snprintf(text.data(), text.size(), "%.3g", x);
  return text.data();
}

std::string counted_rows(std::size_t n) { return std::to_string(n) + (n == 1 ? " row" : " rows"); }

/// The looser of the two models' own closeness, unless one is given.
convert::verify::closeness closeness_of(const pounce::model& a, const pounce::model& b,
                                        std::optional<double> given) {
  const auto of_a = convert::verify::closeness_of(a, given);
  const auto of_b = convert::verify::closeness_of(b, given);
  return of_a.bound < of_b.bound ? of_b : of_a;
}

} // namespace

exit_code run(const diff_command& told) {
  const auto first = open_model(told.first);
  const auto second = open_model(told.second);
  row_pairs rows = told.rows.empty()
                       ? row_pairs::of_test_rows(first.model, second.model, input_name(told.second))
                       : row_pairs::of_file(told.rows, first.model, second.model,
                                            told.no_header ? first_line::is_row : first_line::is_header);
  respondent a(first.model);
  respondent b(second.model);
  const auto close = closeness_of(first.model, second.model, told.tolerance);

  output_file out(told.output);
  progress shown;
  std::map<std::string, tally> tallies;
  std::size_t listed = 0;
  std::size_t left_out = 0;
  std::size_t differing_rows = 0;
  std::size_t count = 0;
  std::string text = rows.place_name() + ",answer,first,second\n";
  while (rows.next()) {
    ++count;
    a.ask(rows.first());
    b.ask(rows.second());
    bool differs = false;
    for (const auto& c : a.columns()) {
      const auto* const other = b.column(c.name);
      if (other == nullptr) continue;
      const std::string x = a.cell(c);
      const std::string y = b.cell(*other);
      if (close.holds(x, y)) continue;
      differs = true;
      add(tallies[c.name], c, x, y);
      if (told.limit != 0 && listed == told.limit) {
        ++left_out;
        continue;
      }
      ++listed;
      text += std::to_string(rows.place()) + "," + csv_cell(c.name) + "," + csv_cell(x) + "," + csv_cell(y) +
              "\n";
    }
    differing_rows += differs ? 1 : 0;
    shown.show("rows", count, 0);
  }
  const auto only_first = names_missing(a, b);
  const auto only_second = names_missing(b, a);
  if (listed != 0) out.write(text);
  out.commit();

  const std::string pair = input_name(told.first) + ", " + input_name(told.second);
  for (const auto& name : only_first)
    say_done(input_name(told.second), "has no answer " + in_backticks(name));
  for (const auto& name : only_second)
    say_done(input_name(told.first), "has no answer " + in_backticks(name));
  for (const auto& [name, t] : tallies) {
    say_done(name,
             "differs in " + counted_rows(t.rows) +
                 (t.has_number ? ", by at most " + rounded(t.largest) + " (relative to max(1, |y|))" : ""));
  }
  if (left_out != 0) note("", std::to_string(left_out) + " differences are not listed (--limit 0 lists all)");
  const std::string tolerance = " (tolerance " + text_of(close.bound) + ")";
  say_done(pair, differing_rows == 0
                     ? "the same answers to " + counted_rows(count) + rows.origin() + tolerance
                     : counted_rows(differing_rows) + " of " + std::to_string(count) + rows.origin() +
                           " are answered differently" + tolerance);
  return differing_rows == 0 && only_first.empty() && only_second.empty() ? done : input_refused;
}

} // namespace cli
