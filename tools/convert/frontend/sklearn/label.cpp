// convert/frontend/sklearn/label.cpp -- class labels and categories with the text that Python prints for them.
//
// Source  CPython 3.11, `Python/pystrtod.c`, `PyOS_double_to_string` with 'r'; numpy 1.24, `float32.__str__`.
#include <convert/frontend/sklearn/estimator.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace convert::sklearn {

namespace {

/// The shortest digits that read back as x, laid out as Python does: fixed from 1e-4 up to below 1e16.
template <class Float>
std::string python_text(Float x) {
  if (std::isnan(x)) return "nan";
  if (std::isinf(x)) return x < 0 ? "-inf" : "inf";
  std::array<char, 64> buffer{};
  const auto exponent_form =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), x, std::chars_format::scientific);
  std::string text(buffer.data(), exponent_form.ptr);
  const auto e = text.find('e');
  const std::string_view power = std::string_view(text).substr(e + 1);
  int exponent = 0;
  const bool signed_plus = power.starts_with('+');
  std::from_chars(power.data() + (signed_plus ? 1 : 0), power.data() + power.size(), exponent);
  if (exponent < -4 || exponent >= 16) return text;
  const auto fixed = std::to_chars(buffer.data(), buffer.data() + buffer.size(), x, std::chars_format::fixed);
  text.assign(buffer.data(), fixed.ptr);
  if (text.find('.') == std::string::npos) text += ".0";
  return text;
}

ir::label real_label(double x, bool f32) {
  return {ir::label::kind::real, f32 ? python_text(static_cast<float>(x)) : python_text(x), x};
}

ir::label boolean_label(bool b) { return {ir::label::kind::boolean, b ? "True" : "False", b ? 1.0 : 0.0}; }

ir::label integer_label(std::int64_t i) {
  return {ir::label::kind::integer, std::to_string(i), static_cast<double>(i)};
}

class label_reader {
 public:
  explicit label_reader(std::vector<std::size_t>* missing_at) : missing_at_(missing_at) {}

  void add(ir::label label) { labels_.push_back(std::move(label)); }

  void add_missing(pickle::value where, std::string text) {
    if (!missing_at_) throw refusal("`" + where.path() + "`: " + text + " is not a label");
    missing_at_->push_back(labels_.size());
    add({ir::label::kind::text, std::move(text), 0});
  }

  void add_real(pickle::value where, double x, bool f32) {
    if (std::isnan(x))
      add_missing(where, "nan");
    else
      add(real_label(x, f32));
  }

  void add_object(pickle::value v) {
    switch (v.type()) {
    case pickle::kind::none: return add_missing(v, "None");
    case pickle::kind::text: return add({ir::label::kind::text, std::string(v.text()), 0});
    case pickle::kind::boolean: return add(boolean_label(v.boolean()));
    case pickle::kind::integer: return add(integer_label(v.integer()));
    case pickle::kind::real: return add_real(v, v.number(), false);
    case pickle::kind::array:
      if (v.as_array().shape.empty() && v.as_array().type.kind != 'O') return add_array(v);
      break;
    default: break;
    }
    throw refusal("`" + v.path() + "`: a label is neither a text nor a number");
  }

  void add_array(pickle::value v) {
    const pickle::array& a = v.as_array();
    switch (a.type.kind) {
    case 'U':
    case 'S':
      for (auto& text : a.texts()) add({ir::label::kind::text, std::move(text), 0});
      return;
    case 'b':
      for (const auto b : a.integers()) add(boolean_label(b != 0));
      return;
    case 'i':
    case 'u':
      for (const auto i : a.integers()) add(integer_label(i));
      return;
    case 'f':
      for (const double x : a.numbers()) add_real(v, x, a.type.item_bytes == 4);
      return;
    case 'O':
      for (const auto object : a.objects) add_object(object);
      return;
    default:
      throw refusal("`" + v.path() + "`: labels of numpy type `" + a.type.kind + "` are not supported");
    }
  }

  std::vector<ir::label> take() { return std::move(labels_); }

 private:
  std::vector<ir::label> labels_;
  std::vector<std::size_t>* missing_at_;
};

} // namespace

std::string text_of(double x) { return python_text(x); }

std::vector<ir::label> labels_of(pickle::value array, std::vector<std::size_t>* missing_at) {
  label_reader reader(missing_at);
  if (array.is_array())
    reader.add_array(array);
  else
    for (const auto v : array.elements()) reader.add_object(v);
  return reader.take();
}

} // namespace convert::sklearn
