// convert/frontend/sklearn/hist_input.cpp -- the ColumnTransformer inside histogram gradient boosting.
//
// Source    scikit-learn 1.4 .. 1.9, sklearn/ensemble/_hist_gradient_boosting/gradient_boosting.py,
// _preprocess_X:
//           an OrdinalEncoder over `is_categorical_` (unknown and missing are NaN; infinity raises), then a
//           check of the other columns that raises for nothing. Before 1.4 there is no `_preprocessor`.
#include <convert/frontend/sklearn/hist_input.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

[[noreturn]] void refuse(pickle::value v, const std::string& fault) {
  throw refusal("`" + v.path() + "`: " + fault);
}

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

pickle::value fitted_encoder(pickle::value preprocessor) {
  const pickle::value steps = preprocessor.required("transformers_");
  for (const pickle::value& step : steps.elements()) {
    if (!step.is_sequence() || step.size() != 3 || !step[0].is_text())
      refuse(steps, "not a list of named steps");
    if (step[0].text() == "encoder") return step[1];
    if (step[0].text() != "numerical")
      refuse(steps, "step `" + std::string(step[0].text()) + "` is not supported");
  }
  refuse(steps, "there is no step `encoder`");
}

ir::code_map::column map_of(context& c, ir::value input, std::uint32_t column, pickle::value categories) {
  std::vector<std::size_t> missing;
  const std::vector<ir::label> labels = labels_of(categories, &missing);
  std::vector<ir::label> present;
  std::vector<double>
      codes; // of those that are present: the encoder numbers missing ones too, but answers NaN
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (std::find(missing.begin(), missing.end(), i) != missing.end()) continue;
    present.push_back(labels[i]);
    codes.push_back(static_cast<double>(i));
  }
  const std::vector<double> keys = c.category_codes(input, column, present);
  std::vector<std::size_t> order(keys.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
  ir::code_map::column made;
  for (const std::size_t i : order) {
    made.keys.push_back(keys[i]);
    made.codes.push_back(codes[i]);
  }
  made.unseen = nan;
  made.missing = nan;
  return made;
}

/// Categories that are their own codes: the row itself, without negative ones where they raise.
ir::value plain_input(context& c, pickle::value object, ir::value input) {
  const auto flags = object.attribute("is_categorical_");
  if (c.written_by() >= version{1, 2, 0} || !flags || flags->is_none()) return input;
  ir::builder& b = c.build();
  const std::vector<double> categorical = flags->numbers();
  if (categorical.size() != b.width(input))
    refuse(*flags, "it does not fit " + std::to_string(b.width(input)) + " features");
  std::vector<std::uint32_t> coded;
  for (std::uint32_t i = 0; i < categorical.size(); ++i)
    if (categorical[i] != 0) coded.push_back(i);
  if (coded.empty()) return input;
  ir::require not_negative;
  not_negative.missing_allowed = true;
  not_negative.infinite_allowed = true;
  not_negative.lowest = 0;
  const ir::value checked = b.add(b.pick(input, coded), std::move(not_negative));
  ir::select all;
  std::uint32_t next = 0;
  for (std::uint32_t i = 0; i < categorical.size(); ++i)
    all.columns.push_back(categorical[i] != 0 ? ir::select::column{checked, next++}
                                              : ir::select::column{input, i});
  return b.add(input, std::move(all));
}

} // namespace

ir::value hist_input(context& c, pickle::value object, ir::value input) {
  ir::builder& b = c.build();
  check_width(c, object, input);
  const auto preprocessor = object.attribute("_preprocessor");
  if (!preprocessor || preprocessor->is_none()) return plain_input(c, object, input);
  const pickle::value flags = object.required("is_categorical_");
  const std::vector<double> categorical = flags.numbers();
  if (categorical.size() != b.width(input))
    refuse(flags, "it does not fit " + std::to_string(b.width(input)) + " features");
  std::vector<std::uint32_t> coded;
  std::vector<std::uint32_t> plain;
  for (std::uint32_t i = 0; i < categorical.size(); ++i) (categorical[i] != 0 ? coded : plain).push_back(i);
  const pickle::value encoder = fitted_encoder(*preprocessor);
  const auto lists = encoder.required("categories_").elements();
  if (lists.size() != coded.size())
    refuse(encoder, "categories of " + std::to_string(lists.size()) + " columns, not of " +
                        std::to_string(coded.size()));
  ir::code_map map;
  for (std::size_t i = 0; i < coded.size(); ++i) map.columns.push_back(map_of(c, input, coded[i], lists[i]));
  const ir::value read = validated(c, b.pick(input, coded), accepts::finite_or_missing);
  const ir::value codes = b.add(read, std::move(map));
  if (plain.empty()) return codes;
  const ir::value both[] = {codes, b.pick(input, plain)};
  return b.concat(both);
}

} // namespace convert::sklearn
