// cli/row_pairs.cpp -- two readers of one file, or rows made from those that travel in the models.
#include <cli/row_pairs.hpp>

#include <algorithm>
#include <cmath>
#include <random>

#include <cli/message.hpp>

namespace cli {

namespace {

constexpr std::size_t mixtures = 1000;

/// Where a feature of one model stands in another, and which code a category of it has there.
struct translation {
  std::vector<std::size_t> place;         // (features of the other), in the one
  std::vector<std::vector<double>> codes; // (features of the other, categories of the one); empty: numbers
};

std::vector<std::string_view> category_texts(const pounce::model& m, std::size_t feature) {
  std::vector<std::string_view> texts;
  const auto& contents = m.contents();
  if (contents.features.empty()) return texts;
  const auto& f = contents.features[feature];
  for (const auto& label : contents.labels.subspan(f.first_label, f.label_count)) {
    texts.push_back(contents.text_at(label.text));
  }
  return texts;
}

std::optional<std::size_t> place_of(const pounce::model& from, const pounce::model& to, std::size_t feature) {
  const auto name = to.feature_name(feature);
  if (name.empty() || from.feature_name(feature).empty()) return feature; // by position
  return from.feature_index(name);
}

/// Errors  stopped: a feature of `to` is none of `from`'s.
translation translate(const pounce::model& from, const pounce::model& to, const std::string& name) {
  if (from.features() != to.features()) {
    throw stopped(input_refused, name,
                  std::to_string(to.features()) + " features, the first model has " +
                      std::to_string(from.features()));
  }
  translation made;
  const auto inputs = inputs_of(to);
  for (std::size_t f = 0; f < to.features(); ++f) {
    const auto place = place_of(from, to, f);
    if (!place) {
      throw stopped(input_refused, name,
                    "its feature " + in_backticks(to.feature_name(f)) + " is none of the first model's");
    }
    made.place.push_back(*place);
    auto& codes = made.codes.emplace_back();
    if (f < inputs.size() && inputs[f].categories.empty()) continue;
    for (const auto text : category_texts(from, *place)) codes.push_back(inputs[f].categories.code_of(text));
  }
  return made;
}

std::vector<double> translated(const translation& how, const std::vector<double>& row) {
  std::vector<double> made;
  for (std::size_t f = 0; f < how.place.size(); ++f) {
    const double x = row[how.place[f]];
    const auto& codes = how.codes[f];
    const bool is_code = x >= 0 && x < static_cast<double>(codes.size()) && x == std::floor(x);
    made.push_back(is_code ? codes[static_cast<std::size_t>(x)] : x);
  }
  return made;
}

std::vector<std::vector<double>> test_rows(const pounce::model& m) {
  const auto& p = m.contents();
  std::vector<std::vector<double>> rows;
  if (p.tests.empty()) return rows;
  const std::size_t stride = p.tests.size() / p.about.test_rows;
  for (std::size_t r = 0; r < p.about.test_rows; ++r) {
    const auto row = p.tests.subspan(r * stride, m.features());
    rows.emplace_back(row.begin(), row.end());
  }
  return rows;
}

/// A number between two rows' numbers, or a little beyond; codes stay codes.
double moved(double x, double other, bool is_category, std::mt19937& random) {
  if (is_category || !std::isfinite(x) || !std::isfinite(other) || random() % 4 != 0) return x;
  const double share = static_cast<double>(random() % 1001) / 1000.0;
  return x + (other - x) * (share * 1.2 - 0.1);
}

void add_mixtures(std::vector<std::vector<double>>& rows, const pounce::model& m) {
  const std::size_t own = rows.size();
  std::mt19937 random(1); // its sequence is the standard's: the same rows everywhere
  std::vector<char> is_category;
  for (std::size_t f = 0; f < m.features(); ++f) is_category.push_back(category_texts(m, f).empty() ? 0 : 1);
  for (std::size_t k = 0; k < mixtures; ++k) {
    std::vector<double> row;
    for (std::size_t f = 0; f < m.features(); ++f) {
      const double x = rows[random() % own][f];
      row.push_back(moved(x, rows[random() % own][f], is_category[f] != 0, random));
    }
    rows.push_back(std::move(row));
  }
}

} // namespace

row_pairs row_pairs::of_file(const std::string& path, const pounce::model& first, const pounce::model& second,
                             first_line header) {
  if (path == "-") throw stopped(wrong_command, "", "rows are read twice: they can not be standard input");
  row_pairs made;
  made.readers_.emplace_back(path, inputs_of(first), header);
  made.readers_.emplace_back(path, inputs_of(second), header);
  return made;
}

row_pairs row_pairs::of_test_rows(const pounce::model& first, const pounce::model& second,
                                  const std::string& name) {
  const auto to_second = translate(first, second, name);
  const auto to_first = translate(second, first, name);
  row_pairs made;
  made.made_first_ = test_rows(first);
  for (const auto& row : test_rows(second)) made.made_first_.push_back(translated(to_first, row));
  if (made.made_first_.empty()) {
    throw stopped(wrong_command, "", "no rows travel in the two files: name a CSV file of rows");
  }
  add_mixtures(made.made_first_, first);
  for (const auto& row : made.made_first_) made.made_second_.push_back(translated(to_second, row));
  return made;
}

bool row_pairs::next() {
  if (readers_.empty()) {
    if (place_ == made_first_.size()) return false;
    first_ = made_first_[place_];
    second_ = made_second_[place_];
    ++place_;
    return true;
  }
  std::vector<std::size_t> lines;
  first_.clear();
  second_.clear();
  const bool more = readers_[0].read(1, first_, lines) != 0;
  readers_[1].read(1, second_, lines);
  if (more) place_ = lines[0];
  return more;
}

} // namespace cli
