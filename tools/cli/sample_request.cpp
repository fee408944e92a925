// cli/sample_request.cpp -- from stored rows to one that a caller might send.
#include <cli/sample_request.hpp>

#include <cmath>
#include <cstddef>
#include <span>

#include <cli/json_text.hpp>
#include <cli/number.hpp>

namespace cli {

namespace {

/// With three digits: what somebody would type.
double rounded(double number) {
  if (!std::isfinite(number) || number == 0) return number;
  const double scale = std::pow(10.0, 2 - std::floor(std::log10(std::fabs(number))));
  const double near = std::round(number * scale) / scale;
  return std::isfinite(near) ? near : number;
}

std::span<const pounce::format::label> labels_of(const pounce::view::program& p, std::size_t feature) {
  if (feature >= p.features.size()) return {};
  const auto& f = p.features[feature];
  if (!pounce::in_range(f.first_label, f.label_count, p.labels.size())) return {};
  return p.labels.subspan(f.first_label, f.label_count);
}

std::string value_of(const pounce::view::program& p, std::size_t feature, double number) {
  using enum pounce::format::label_kind;
  if (!std::isfinite(number)) return "null";
  const auto labels = labels_of(p, feature);
  if (labels.empty()) return text_of(number);
  if (number < 0 || number >= static_cast<double>(labels.size())) return "\"\"";
  const auto& label = labels[static_cast<std::size_t>(number)];
  return label.kind == integer || label.kind == real ? text_of(label.number)
                                                     : json_string(p.text_at(label.text));
}

std::size_t test_rows(const pounce::model& model) {
  const auto& p = model.contents();
  const std::size_t width = model.features() + p.about.test_columns;
  return width == 0 ? 0 : p.tests.size() / width;
}

double stored(const pounce::model& model, std::size_t row, std::size_t feature) {
  const auto& p = model.contents();
  return p.tests[row * (model.features() + p.about.test_columns) + feature];
}

/// The first value that is neither missing nor unseen, else the first category or what is stored.
double telling_value(const pounce::model& model, std::size_t feature) {
  const bool is_category = !labels_of(model.contents(), feature).empty();
  const std::size_t rows = test_rows(model);
  for (std::size_t r = 0; r < rows; ++r) {
    const double number = stored(model, r, feature);
    if (std::isfinite(number) && (!is_category || number >= 0)) return is_category ? number : rounded(number);
  }
  return is_category || rows == 0 ? 0.0 : stored(model, 0, feature);
}

bool is_answered(const pounce::model& model, const std::vector<double>& row) {
  const auto& outputs = model.contents().outputs;
  if (outputs.empty()) return false;
  std::vector<double> answers(model.columns(outputs[0].what));
  std::vector<std::byte> scratch(model.scratch_bytes(1));
  return model.answer(outputs[0].what, std::span<const double>(row), answers, scratch).has_value();
}

} // namespace

std::vector<std::string> sample_row(const pounce::model& model) {
  const std::size_t width = model.features();
  std::vector<double> row(width);
  for (std::size_t i = 0; i < width; ++i) row[i] = telling_value(model, i);
  if (!is_answered(model, row) && test_rows(model) != 0) {
    for (std::size_t i = 0; i < width; ++i) row[i] = stored(model, 0, i);
  }
  std::vector<std::string> values;
  values.reserve(width);
  for (std::size_t i = 0; i < width; ++i) values.push_back(value_of(model.contents(), i, row[i]));
  return values;
}

std::string sample_request(const pounce::model& model) {
  std::string text;
  for (const auto& value : sample_row(model)) text += (text.empty() ? "" : ", ") + value;
  return "{\"data\": [[" + text + "]]}";
}

} // namespace cli
