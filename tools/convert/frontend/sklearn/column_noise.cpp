// convert/frontend/sklearn/column_noise.cpp -- follows columns' noise to a step that spreads it out.
#include <convert/frontend/sklearn/column_noise.hpp>

#include <cmath>
#include <cstdint>
#include <variant>

#include <convert/frontend/sklearn/rounding_noise.hpp>
#include <convert/ir/wiring.hpp>
#include <convert/refusal.hpp>

namespace convert::sklearn {

namespace {

/// A column whose noise is known, perhaps moved and scaled.
struct column {
  const noisy_columns* of = nullptr;
  std::size_t number = 0;
  double size = 0; // of its noise

  double part() const { return of == nullptr ? 0 : of->columns[number].part; }
};

using columns = std::vector<column>;

constexpr double compared =
    1e-4; // finer noise moves what is compared with thresholds by less than anybody sees

[[noreturn]] void refuse(const column& c) {
  throw refusal(
      "`" + c.of->path + "`: column " + std::to_string(c.number) +
      " of its answer is nothing but rounding errors, which scikit-learn does not repeat from machine to "
      "machine either, and a later step makes much of it: fit it again without constant columns and such "
      "that others determine, or with fewer components (n_components=0.9999 leaves them out)");
}

/// What one step makes of the columns: none that is known, unless it is one of these.
struct after {
  const columns& in;
  std::size_t width;

  columns operator()(const ir::require&) const { return in; }
  columns operator()(const ir::impute&) const { return in; }
  columns operator()(const ir::clip&) const { return in; }
  columns operator()(const ir::power&) const { return in; }
  columns operator()(const ir::unary&) const { return in; }
  columns operator()(const ir::affine& s) const {
    columns made;
    for (std::size_t i = 0; i < in.size(); ++i)
      made.push_back(times(in[i], s.how == ir::affine::form::subtract_divide     ? 1 / s.b[i]
                                  : s.how == ir::affine::form::subtract_multiply ? s.b[i]
                                                                                 : s.a[i]));
    return made;
  }
  columns operator()(const ir::with_constants& s) const {
    columns made;
    for (std::size_t i = 0; i < in.size(); ++i) {
      const bool divides = s.what == ir::operation::divide && !s.reversed;
      const bool multiplies = s.what == ir::operation::multiply;
      made.push_back(times(in[i], divides ? 1 / s.constants[i] : multiplies ? s.constants[i] : 1.0));
    }
    return made;
  }
  columns operator()(const ir::spline&) const {
    for (const column& c : in) refuse_compared(c);
    return unknown();
  }
  columns operator()(const ir::quantile& s) const {
    for (std::size_t i = 0; i < in.size(); ++i)
      if (s.quantiles[i].front() != s.quantiles[i].back()) refuse_compared(in[i]);
    return unknown();
  }
  columns operator()(const ir::bin& s) const {
    for (std::size_t i = 0; i < in.size(); ++i)
      if (!s.edges[i].empty()) refuse_compared(in[i]);
    return unknown();
  }
  columns operator()(const ir::forest& s) const {
    for (const ir::tree& tree : s.trees)
      for (const ir::tree_node& node : tree.nodes)
        if (!node.is_leaf() && node.feature < in.size()) refuse_compared(in[node.feature]);
    return unknown();
  }
  template <class Other>
  columns operator()(const Other&) const {
    return unknown();
  }

 private:
  columns unknown() const { return columns(width); }
  static void refuse_compared(const column& c) {
    if (c.part() > compared) refuse(c);
  }
  static column times(column c, double factor) {
    c.size *= std::fabs(factor);
    if (c.part() > most_noise && c.size > most_noise) refuse(c);
    return c;
  }
};

} // namespace

void refuse_spread_noise(const ir::model& m, const std::map<ir::value, noisy_columns>& found) {
  if (found.empty()) return;
  const std::vector<std::uint32_t> widths = ir::widths(m);
  std::vector<columns> known{columns(widths[0])};
  for (std::size_t i = 0; i < m.steps.size(); ++i) {
    const ir::step& s = m.steps[i];
    columns made(widths[i + 1]);
    if (const auto* picked = std::get_if<ir::select>(&s.what)) {
      for (std::size_t k = 0; k < made.size(); ++k)
        made[k] = known[picked->columns[k].from][picked->columns[k].index];
    } else {
      made = std::visit(after{known[s.input], widths[i + 1]}, s.what);
    }
    if (const auto here = found.find(static_cast<ir::value>(i + 1)); here != found.end())
      for (std::size_t k = 0; k < made.size() && k < here->second.columns.size(); ++k)
        made[k] = {&here->second, k, here->second.columns[k].size};
    known.push_back(std::move(made));
  }
}

} // namespace convert::sklearn
