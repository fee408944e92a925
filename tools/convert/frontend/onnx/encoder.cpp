// convert/frontend/onnx/encoder.cpp -- OneHotEncoder and LabelEncoder, over numbers and over strings.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/ml/onehotencoder.cc (floats are truncated to integers; of
//           equal categories the last counts), label_encoder.h, label_encoder.cc (of equal keys the first counts; NaN is a
//           key since version 4).
#include <convert/frontend/onnx/operators.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

#include <convert/frontend/onnx/call.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

/// Keys in ascending order with their codes.
using lookup = std::map<double, double>;

ir::code_map::column column_of(const lookup& codes, double otherwise) {
  ir::code_map::column column;
  for (const auto& [key, code] : codes) {
    column.keys.push_back(key);
    column.codes.push_back(code);
  }
  column.unseen = column.missing = otherwise;
  return column;
}

/// The integer whose decimal text is `text`, if it is one.
std::optional<std::int64_t> integer_in(const std::string& text) {
  std::int64_t integer = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), integer);
  if (fault != std::errc() || end != text.data() + text.size() || std::to_string(integer) != text)
    return std::nullopt;
  return integer;
}

/// One lookup a column of a tensor of strings: codes[i] for keys[i].
ir::code_map text_lookup(workspace& w, const tensor& t, const std::vector<std::string>& keys,
                         const std::vector<double>& codes, double otherwise) {
  w.charge(2 * keys.size() * t.form.size());
  ir::code_map map;
  for (std::uint32_t i = 0; i < t.form.size(); ++i) {
    lookup found;
    double of_empty = otherwise;
    for (std::size_t k = 0; k < keys.size(); ++k) {
      if (keys[k].empty()) of_empty = codes[k];
      if (t.is_decimal_text) {
        if (const auto integer = integer_in(keys[k])) found[static_cast<double>(*integer)] = codes[k];
        continue;
      }
      const std::int64_t code = w.code_of(t.lists.at(i), keys[k]);
      if (code >= 0) found[static_cast<double>(code)] = codes[k];
    }
    map.columns.push_back(column_of(found, otherwise));
    map.columns.back().missing = of_empty; // a cell that holds nothing is the empty string
  }
  return map;
}

void blame_features(workspace& w, ir::value x, ir::code_map& map) {
  const auto features = w.build.origins(x);
  for (std::size_t i = 0; i < features.size(); ++i) map.columns[i].feature = features[i];
}

void check_texts(const tensor& t) {
  if (t.is_known() || (t.lists.empty() && !t.is_decimal_text)) throw refusal("its strings are constants");
}

// --- OneHotEncoder

ir::value category_of_number(call& c, const tensor& t, const std::vector<std::int64_t>& categories) {
  lookup codes;
  for (std::size_t i = 0; i < categories.size(); ++i)
    codes[static_cast<double>(categories[i])] = static_cast<double>(i);
  c.w.charge(2 * codes.size() * t.form.size());
  ir::code_map map;
  map.columns.assign(t.form.size(), column_of(codes, -1));
  for (auto& column : map.columns)
    column.unseen_refused = column.missing_refused = c.integer("zeros", 1) == 0;
  ir::value x = c.w.value_of(t);
  blame_features(c.w, c.w.raw_value_of(t), map);
  if (is_real(t.type)) x = truncated(c.w, x);
  return c.w.build.add(x, std::move(map));
}

ir::value category_of_text(call& c, const tensor& t, const std::vector<std::string>& categories) {
  check_texts(t);
  std::vector<double> codes;
  for (std::size_t i = 0; i < categories.size(); ++i) codes.push_back(static_cast<double>(i));
  ir::code_map map = text_lookup(c.w, t, categories, codes, -1);
  for (auto& column : map.columns) {
    column.unseen_refused = c.integer("zeros", 1) == 0;
    column.missing_refused = column.unseen_refused && column.missing < 0;
  }
  blame_features(c.w, t.at, map);
  return c.w.build.add(t.at, std::move(map));
}

void translate_one_hot(call& c) {
  const tensor& t = c.in(0);
  if (t.form.rank() > 2) throw refusal("its input " + text_of(t.form) + " has more than two axes");
  const auto texts = c.texts("cats_strings");
  const auto integers = c.integers("cats_int64s");
  const std::size_t size = integers.empty() ? texts.size() : integers.size();
  if (size == 0 || (!texts.empty() && !integers.empty()))
    throw refusal("it has no categories, or of both kinds");
  if (size * std::max<std::size_t>(t.form.size(), 1) > static_cast<std::size_t>(max_elements))
    throw refusal("it has too many categories");
  if (t.type == element::text ? texts.empty() : integers.empty())
    throw refusal("its categories are of another type");
  if (t.type != element::text) check_type(t, numbers::any);
  const ir::value code =
      t.type == element::text ? category_of_text(c, t, texts) : category_of_number(c, t, integers);
  shape form = t.form;
  form.dims.push_back(static_cast<std::int64_t>(size));
  const ir::one_hot step{std::vector<std::uint32_t>(t.form.size(), static_cast<std::uint32_t>(size))};
  c.out(c.w.computed(element::f32, form, c.w.build.add(code, step)));
}

// --- LabelEncoder

/// Keys or values: of one of the kinds that the attributes know.
struct side {
  element type = element::undefined;
  std::vector<std::string> texts;
  std::vector<double> numbers;

  std::size_t size() const { return type == element::text ? texts.size() : numbers.size(); }
};

side side_of(const call& c, const std::string& prefix) {
  side s;
  if (c.has_attribute(prefix + "_strings")) {
    s.type = element::text;
    s.texts = c.texts(prefix + "_strings");
  } else if (c.has_attribute(prefix + "_int64s")) {
    s.type = element::i64;
    for (const std::int64_t integer : c.integers(prefix + "_int64s"))
      s.numbers.push_back(static_cast<double>(integer));
  } else if (c.has_attribute(prefix + "_floats")) {
    s.type = element::f32;
    s.numbers = c.reals(prefix + "_floats");
  } else if (const constant* t = c.tensor_attribute(prefix + "_tensor")) {
    s.type = t->type;
    s.texts = t->texts;
    if (t->type != element::text) s.numbers = numbers_of(*t);
  } else {
    throw refusal("attribute `" + prefix + "_*` is missing");
  }
  return s;
}

/// What stands for all other keys.
side default_of(const call& c, element type) {
  side s;
  s.type = type;
  if (const constant* t = c.tensor_attribute("default_tensor")) {
    if (t->type != type || t->form.size() != 1) throw refusal("`default_tensor` does not fit the values");
    s.texts = t->texts;
    if (type != element::text) s.numbers = numbers_of(*t);
  } else if (type == element::text) {
    s.texts = {c.text("default_string", "_Unused")};
  } else if (type == element::i64) {
    s.numbers = {static_cast<double>(c.integer("default_int64", -1))};
  } else {
    s.numbers = {static_cast<double>(c.real("default_float", -0.0F))};
  }
  return s;
}

/// The values as numbers; of strings their codes in a new list, which `list` is set to.
std::vector<double> value_codes(workspace& w, const side& values, const side& otherwise, list_index& list) {
  if (values.type != element::text) {
    std::vector<double> codes = values.numbers;
    codes.push_back(otherwise.numbers[0]);
    return codes;
  }
  label_list labels;
  std::vector<double> codes;
  std::map<std::string, std::size_t> places;
  std::vector<std::string> texts = values.texts;
  texts.push_back(otherwise.texts[0]);
  for (const std::string& text : texts) {
    const auto [at, fresh] = places.emplace(text, places.size());
    if (fresh) labels.texts.push_back(text);
    codes.push_back(static_cast<double>(at->second));
  }
  list = w.add_list(std::move(labels));
  return codes;
}

ir::code_map number_lookup(const call& c, const tensor& t, const side& keys,
                           const std::vector<double>& codes) {
  lookup found;
  double of_nan = codes.back();
  for (std::size_t i = keys.numbers.size(); i-- > 0;) { // the first of equal keys stays
    if (!std::isnan(keys.numbers[i]))
      found[keys.numbers[i]] = codes[i];
    else if (c.version >= 4)
      of_nan = codes[i];
  }
  c.w.charge(2 * found.size() * t.form.size());
  ir::code_map map;
  map.columns.assign(t.form.size(), column_of(found, codes.back()));
  for (auto& column : map.columns) column.missing = of_nan;
  return map;
}

/// Version 1: classes_strings are keys of their places, or values of them, as the input's type says.
void sides_of_version_1(const call& c, side& keys, side& values) {
  side texts;
  texts.type = element::text;
  texts.texts = c.texts("classes_strings");
  side places;
  places.type = element::i64;
  for (std::size_t i = 0; i < texts.texts.size(); ++i) places.numbers.push_back(static_cast<double>(i));
  const bool from_text = c.in(0).type == element::text;
  keys = from_text ? texts : places;
  values = from_text ? places : texts;
}

void translate_label_encoder(call& c) {
  const tensor& t = c.in(0);
  side keys;
  side values;
  if (c.version < 2) {
    sides_of_version_1(c, keys, values);
  } else {
    keys = side_of(c, "keys");
    values = side_of(c, "values");
  }
  if (keys.size() != values.size() || keys.size() == 0) throw refusal("its keys and values differ in number");
  if (keys.type != t.type) throw refusal("its keys are not of " + name_of(t.type));
  list_index list = 0;
  const auto codes = value_codes(c.w, values, default_of(c, values.type), list);
  ir::value made = 0;
  if (t.type == element::text) {
    check_texts(t);
    std::vector<std::string> first_wins(keys.texts.rbegin(), keys.texts.rend());
    const std::vector<double> codes_reversed(codes.rbegin() + 1, codes.rend());
    made = c.w.build.add(t.at, text_lookup(c.w, t, first_wins, codes_reversed, codes.back()));
  } else {
    check_type(t, numbers::any);
    made = c.w.build.add(c.w.value_of(t), number_lookup(c, t, keys, codes));
  }
  c.out(values.type == element::text ? c.w.coded(list, t.form, made)
                                     : c.w.computed(values.type, t.form, made));
}

} // namespace

std::span<const operator_entry> encoder_operators() {
  static constexpr operator_entry entries[] = {
      {ml, "OneHotEncoder", false, translate_one_hot, 1},
      {ml, "LabelEncoder", false, translate_label_encoder, 1},
  };
  return entries;
}

} // namespace convert::onnx
