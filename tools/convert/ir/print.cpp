// convert/ir/print.cpp -- a model as text.
#include <convert/ir/print.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <type_traits>

#include <convert/ir/check.hpp>
#include <convert/ir/fields.hpp>

namespace convert::ir {

namespace {

constexpr std::size_t shown_of_a_list = 6;

std::string number_text(double x) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), x);
  return {text.data(), end.ptr};
}

template <std::size_t Count, class Enum>
std::string_view named(const std::array<std::string_view, Count>& names, Enum e) {
  const auto index = static_cast<std::size_t>(e);
  return index < Count ? names[index] : std::string_view("?");
}

using names3 = std::array<std::string_view, 3>;
using names4 = std::array<std::string_view, 4>;

std::string_view name_of(affine::form e) {
  return named(names3{"subtract_divide", "subtract_multiply", "multiply_add"}, e);
}
std::string_view name_of(norm::kind e) { return named(names3{"l1", "l2", "max"}, e); }
std::string_view name_of(normalize_sum::zero_sum e) {
  return named(names3{"nan", "uniform", "unchanged"}, e);
}
std::string_view name_of(distance::kind e) {
  return named(names4{"squared_euclidean", "euclidean", "manhattan", "chebyshev"}, e);
}
std::string_view name_of(spline::ends e) { return named(names3{"extended", "wrapped", "straight"}, e); }
std::string_view name_of(neighbors::metric e) {
  return named(names4{"euclidean", "manhattan", "chebyshev", "minkowski"}, e);
}
std::string_view name_of(decide::kind e) {
  return named(std::array<std::string_view, 5>{"argmax", "threshold", "first_greater", "last_greater",
                                               "last_until_nan"},
               e);
}
std::string_view name_of(reduce::kind e) {
  return named(std::array<std::string_view, 10>{"sum", "mean", "min", "max", "product", "sum_squares",
                                                "sum_absolute", "l2", "log_sum_exp", "pairwise_sum"},
               e);
}

void append(std::string& to, bool yes) { to += yes ? "yes" : "no"; }
void append(std::string& to, double x) { to += number_text(x); }
void append(std::string& to, std::uint32_t n) {
  to += n == no_feature ? std::string("none") : std::to_string(n);
}

template <class Enum>
requires std::is_enum_v<Enum>
void append(std::string& to, Enum e) { to += name_of(e); }

template <class Struct>
requires std::is_class_v<Struct>
void append(std::string& to, const Struct& s);

template <class Item>
void append(std::string& to, const std::vector<Item>& list) {
  to += '[';
  for (std::size_t i = 0; i < std::min(list.size(), shown_of_a_list); ++i) {
    if (i > 0) to += ", ";
    append(to, list[i]);
  }
  if (list.size() > shown_of_a_list) to += ", ... " + std::to_string(list.size());
  to += ']';
}

template <class Member>
bool is_default(const Member& is, const Member& otherwise) {
  if constexpr (std::is_same_v<Member, bool> || std::is_same_v<Member, double> ||
                std::is_same_v<Member, std::uint32_t>)
    return is == otherwise;
  else
    return false;
}

template <class Struct>
std::string members_of(const Struct& s) {
  std::string text;
  const Struct otherwise{};
  const auto add = [&](const auto& member) {
    if (is_default(s.*(member.at), otherwise.*(member.at))) return;
    text += text.empty() ? "" : " ";
    text += member.name;
    text += '=';
    append(text, s.*(member.at));
  };
  std::apply([&](const auto&... member) { (add(member), ...); }, fields(&s));
  return text;
}

template <class Struct>
requires std::is_class_v<Struct>
void append(std::string& to, const Struct& s) { to += '{' + members_of(s) + '}'; }

std::size_t depth_of(const tree& t) {
  std::vector<std::uint32_t> level{0};
  std::size_t depth = 0;
  while (true) {
    std::vector<std::uint32_t> next;
    for (const std::uint32_t at : level)
      if (!t.nodes[at].is_leaf()) next.insert(next.end(), {t.nodes[at].left, t.nodes[at].right});
    if (next.empty()) return depth;
    ++depth;
    level = std::move(next);
  }
}

/// A forest in numbers: its nodes would fill the screen.
std::string summary_of(const forest& f) {
  std::size_t nodes = 0;
  std::size_t depth = 0;
  for (const tree& t : f.trees) {
    nodes += t.nodes.size();
    depth = std::max(depth, depth_of(t));
  }
  std::string text = "trees=" + std::to_string(f.trees.size()) + " nodes=" + std::to_string(nodes) +
                     " depth=" + std::to_string(depth) + " outputs=" + std::to_string(f.outputs);
  if (f.input_f32) text += " input_f32";
  if (f.sum_f32) text += " sum_f32";
  if (f.vector_leaves) text += " vector_leaves";
  if (!f.sets.empty()) text += " sets=" + std::to_string(f.sets.size());
  text += " base=";
  append(text, f.base);
  return text;
}

std::string picked_text(const select& s) {
  std::string text;
  for (std::size_t i = 0; i < s.columns.size();) {
    // A run of neighbours from one value is one word: v3[0..4].
    const auto first = s.columns[i];
    std::uint32_t last = first.index;
    for (++i; i < s.columns.size() && s.columns[i].from == first.from && s.columns[i].index == last + 1; ++i)
      ++last;
    text += " v" + std::to_string(first.from) + "[" + std::to_string(first.index);
    if (last != first.index) text += ".." + std::to_string(last);
    text += ']';
  }
  return text;
}

std::string quoted(const std::string& text) { return '"' + text + '"'; }

std::string labels_text(const std::vector<label>& labels) {
  std::string text;
  for (std::size_t i = 0; i < std::min(labels.size(), shown_of_a_list); ++i)
    text += (i > 0 ? ", " : "") + (labels[i].is_number() ? labels[i].text : quoted(labels[i].text));
  if (labels.size() > shown_of_a_list) text += ", ... " + std::to_string(labels.size());
  return text;
}

} // namespace

std::string_view name_of(function what) {
  static constexpr std::array<std::string_view, 49> names{"identity",
                                                          "absolute",
                                                          "negative",
                                                          "reciprocal",
                                                          "square",
                                                          "sqrt",
                                                          "exp",
                                                          "exp2",
                                                          "expm1",
                                                          "log",
                                                          "log2",
                                                          "log10",
                                                          "log1p",
                                                          "logistic",
                                                          "tanh",
                                                          "relu",
                                                          "softplus",
                                                          "softsign",
                                                          "leaky_relu",
                                                          "elu",
                                                          "celu",
                                                          "selu",
                                                          "gelu",
                                                          "gelu_tanh",
                                                          "mish",
                                                          "hard_logistic",
                                                          "hard_swish",
                                                          "erf",
                                                          "floor",
                                                          "ceil",
                                                          "round_even",
                                                          "sign",
                                                          "sin",
                                                          "cos",
                                                          "tan",
                                                          "cbrt",
                                                          "to_f32",
                                                          "greater",
                                                          "is_nan",
                                                          "logical_not",
                                                          "probit",
                                                          "atan",
                                                          "float_logistic",
                                                          "float_tanh",
                                                          "float_exp",
                                                          "float_log",
                                                          "float_erf",
                                                          "float_gelu",
                                                          "float_gelu_tanh"};
  return named(names, what);
}

std::string_view name_of(operation what) {
  static constexpr std::array<std::string_view, 14> names{
      "add",  "subtract",   "multiply", "divide",        "power", "minimum",     "maximum",
      "less", "less_equal", "greater",  "greater_equal", "equal", "logical_and", "logical_or"};
  return named(names, what);
}

std::string_view name_of(role what) {
  static constexpr std::array<std::string_view, 5> names{"predict", "proba", "raw", "transform", "graph"};
  return named(names, what);
}

std::string text_of(const step& s) {
  std::string text = kind_name(s.what);
  if (s.f32) text += " f32";
  if (const auto* picked = std::get_if<select>(&s.what)) return text + picked_text(*picked);
  text += " v" + std::to_string(s.input);
  const std::string members = std::visit(
      [](const auto& what) {
        if constexpr (std::is_same_v<std::decay_t<decltype(what)>, forest>)
          return summary_of(what);
        else
          return members_of(what);
      },
      s.what);
  return members.empty() ? text : text + ' ' + members;
}

std::string text_of(const model& m) {
  const auto columns = widths(m);
  std::string text;
  for (std::size_t i = 0; i < m.features.size(); ++i) {
    text += "v0[" + std::to_string(i) + "] " + quoted(m.features[i].name);
    if (m.features[i].is_category()) text += ": " + labels_text(m.features[i].vocabulary);
    text += '\n';
  }
  for (std::size_t i = 0; i < m.steps.size(); ++i)
    text += "v" + std::to_string(i + 1) + "(" + std::to_string(columns[i + 1]) +
            ") = " + text_of(m.steps[i]) + '\n';
  for (const output& out : m.outputs) {
    text += std::string(name_of(out.what)) + ' ' + quoted(out.name) + " = v" + std::to_string(out.from);
    if (!out.labels.empty()) text += ": " + labels_text(out.labels);
    text += '\n';
  }
  for (const auto& [key, note] : m.provenance) text += "# " + key + ": " + note + '\n';
  return text;
}

} // namespace convert::ir
