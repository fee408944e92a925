// convert/pass/fold_scale.cpp -- finds scalers in front of weights, judges them, folds them.
#include <convert/pass/fold_scale.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include <convert/ir/wiring.hpp>
#include <convert/pass/facts.hpp>

namespace convert::pass {

namespace {

using ir::operation;
using form = ir::affine::form;

/// The step as an affine, if it is one in f64.
std::optional<ir::affine> scaling_of(const ir::step& s) {
  if (s.f32) return std::nullopt;
  if (const auto* scaler = std::get_if<ir::affine>(&s.what)) return *scaler;
  const auto* one = std::get_if<ir::with_constants>(&s.what);
  if (one == nullptr || (one->reversed && one->what != operation::add && one->what != operation::multiply))
    return std::nullopt;
  const std::vector<double> zeros(one->constants.size(), 0.0);
  const std::vector<double> ones(one->constants.size(), 1.0);
  switch (one->what) {
  case operation::add: return ir::affine{form::multiply_add, ones, one->constants};
  case operation::subtract: return ir::affine{form::subtract_divide, one->constants, ones};
  case operation::multiply: return ir::affine{form::multiply_add, one->constants, zeros};
  case operation::divide: return ir::affine{form::subtract_divide, zeros, one->constants};
  default: return std::nullopt;
  }
}

double scaled(const ir::affine& s, std::size_t i, double x) {
  switch (s.how) {
  case form::subtract_divide: return (x - s.a[i]) / s.b[i];
  case form::subtract_multiply: return (x - s.a[i]) * s.b[i];
  case form::multiply_add: return x * s.a[i] + s.b[i];
  }
  return x;
}

/// |z| of x == 0: the centre in units of the scale.
double centre(const ir::affine& s, std::size_t i) { return std::fabs(scaled(s, i, 0.0)); }

double weight_for(const ir::affine& s, std::size_t i, double w) {
  switch (s.how) {
  case form::subtract_divide: return w / s.b[i];
  case form::subtract_multiply: return w * s.b[i];
  case form::multiply_add: return w * s.a[i];
  }
  return w;
}

/// Finite constants, a scale that neither vanishes nor explodes.
bool is_sane(const ir::affine& s, std::size_t i) {
  const double scale = std::fabs(s.how == form::multiply_add ? s.a[i] : s.b[i]);
  const double offset = std::fabs(s.how == form::multiply_add ? s.b[i] : s.a[i]);
  return scale >= 1e-15 && scale <= 1e15 && offset <= 1e15;
}

bool stays_finite(const ir::affine& s, std::size_t i, const known& x) {
  constexpr double most = std::numeric_limits<double>::max();
  return std::isfinite(scaled(s, i, std::max(x.low, -most))) &&
         std::isfinite(scaled(s, i, std::min(x.high, most)));
}

/// A sum of products in twice the precision, the same on every machine: errors of products by fma, of sums by
/// Knuth's two-sum (Ogita, Rump, Oishi 2005, algorithm 5.3).
class exact_sum {
 public:
  explicit exact_sum(double start) : high_(start) {}
  void add_product(double a, double b) {
    const double product = a * b;
    const double sum = high_ + product;
    const double part = sum - high_;
    low_ += ((high_ - (sum - part)) + (product - part)) + std::fma(a, b, -product);
    high_ = sum;
  }
  double value() const { return high_ + low_; }

 private:
  double high_;
  double low_ = 0;
};

/// Rows of weights behind a scaler, whether a `linear`'s or a first layer's.
struct weights_of {
  std::vector<double>& weights; // (outputs, inputs), row-major
  std::vector<double>& bias;    // (outputs)
  std::size_t inputs;
  bool in_f32;
};

std::optional<weights_of> weights_in(ir::step& s, const std::vector<std::uint32_t>& widths,
                                     const options& how) {
  if (s.f32) return std::nullopt;
  if (auto* sums = std::get_if<ir::linear>(&s.what))
    return weights_of{sums->weights, sums->bias, widths[s.input], false};
  auto* layers = std::get_if<ir::network>(&s.what);
  if (layers == nullptr || layers->layers.empty() || layers->fused) return std::nullopt;
  auto& first = layers->layers.front();
  return weights_of{first.weights, first.bias, first.inputs, !how.f64_networks};
}

/// Input `at` of the weights is column `column` of the scaler.
struct scaled_input {
  std::size_t at;
  std::size_t column;
};

bool is_harmless(const ir::affine& s, const std::vector<scaled_input>& inputs, const weights_of& w) {
  constexpr double unit = 0x1p-53;
  for (std::size_t o = 0; o < w.bias.size(); ++o) {
    double offset = 0;
    for (const auto [at, column] : inputs) {
      const double before = w.weights[o * w.inputs + at];
      const double after = weight_for(s, column, before);
      if (!std::isfinite(before) || !std::isfinite(after)) return false;
      if (before != 0 && std::fabs(after) < 1e-290) return false;
      offset += std::fabs(before) * centre(s, column);
    }
    if (2 * static_cast<double>(w.inputs + 3) * unit * offset > 1e-11) return false;
    if (w.in_f32 && offset > 16) return false;
  }
  return std::all_of(inputs.begin(), inputs.end(), [&](const scaled_input& i) {
    return is_sane(s, i.column) && (!w.in_f32 || centre(s, i.column) <= 8);
  });
}

void fold(const ir::affine& s, const std::vector<scaled_input>& inputs, const weights_of& w) {
  for (std::size_t o = 0; o < w.bias.size(); ++o) {
    exact_sum bias(w.bias[o]);
    for (const auto [at, column] : inputs) {
      double& weight = w.weights[o * w.inputs + at];
      const double before = std::exchange(weight, weight_for(s, column, weight));
      if (s.how == form::multiply_add)
        bias.add_product(before, s.b[column]);
      else
        bias.add_product(-weight, s.a[column]);
    }
    w.bias[o] = bias.value();
  }
}

/// The `require` steps between weights and a scaler, and the value behind them.
struct path {
  ir::value from = 0;
  std::vector<const ir::require*> checks;
};

/// Follows `v` back through checks that nobody else reads; from is 0 if somebody does.
path path_from(const ir::model& m, ir::value v, const std::vector<std::uint32_t>& readers) {
  path p;
  for (p.from = v; p.from != 0; p.from = m.steps[p.from - 1].input) {
    if (readers[p.from] != 1) return {};
    const auto* checked = std::get_if<ir::require>(&m.steps[p.from - 1].what);
    if (checked == nullptr) return p;
    p.checks.push_back(checked);
  }
  return p;
}

/// Whether every check says the same of x and of what the scaler makes of it, and no x overflows there and not here.
bool rows_agree(const path& p, const ir::affine& s, const std::vector<scaled_input>& inputs, const facts& x,
                const options& how) {
  const bool in_range = std::any_of(p.checks.begin(), p.checks.end(), [](const ir::require* check) {
    return check->in_float_range || check->lowest > -std::numeric_limits<double>::infinity() ||
           check->lowest_excluded;
  });
  if (in_range) return false;
  return how.ignore_overflow || std::all_of(inputs.begin(), inputs.end(), [&](const scaled_input& i) {
           return stays_finite(s, i.column, x[i.column]);
         });
}

/// The scaler's whole value goes into the weights.
void fold_whole(ir::model& m, const path& p, const weights_of& w, const std::vector<facts>& all,
                const options& how) {
  ir::step& scaler = m.steps[p.from - 1];
  const auto s = scaling_of(scaler);
  if (!s) return;
  std::vector<scaled_input> inputs;
  for (std::size_t i = 0; i < w.inputs; ++i) inputs.push_back({i, i});
  if (!is_harmless(*s, inputs, w) || !rows_agree(p, *s, inputs, all[scaler.input], how)) return;
  fold(*s, inputs, w);
  ir::select same; // compose_select takes it out
  for (std::uint32_t i = 0; i < w.inputs; ++i) same.columns.push_back({scaler.input, i});
  scaler = ir::step{0, std::move(same), false};
}

/// The columns that a select picks from one scaler go into the weights, if nobody else reads the scaler.
void fold_picked(ir::model& m, const path& p, const weights_of& w, const std::vector<facts>& all,
                 const std::vector<std::uint32_t>& readers, const options& how) {
  auto& columns = std::get<ir::select>(m.steps[p.from - 1].what).columns;
  std::vector<ir::value> done;
  for (std::size_t first = 0; first < columns.size(); ++first) {
    const ir::value from = columns[first].from;
    if (from == 0 || readers[from] != 1 || std::find(done.begin(), done.end(), from) != done.end()) continue;
    done.push_back(from);
    const ir::step& scaler = m.steps[from - 1];
    const auto s = scaling_of(scaler);
    if (!s) continue;
    std::vector<scaled_input> inputs;
    for (std::size_t i = first; i < columns.size(); ++i)
      if (columns[i].from == from) inputs.push_back({i, columns[i].index});
    if (!is_harmless(*s, inputs, w) || !rows_agree(p, *s, inputs, all[scaler.input], how)) continue;
    fold(*s, inputs, w);
    for (const auto& input : inputs) columns[input.at].from = scaler.input;
  }
}

} // namespace

void fold_scale(ir::model& m, const options& how) {
  const auto widths = ir::widths(m);
  const auto readers = ir::reader_counts(m);
  const auto all = facts_of(m);
  for (ir::step& s : m.steps) {
    const auto w = weights_in(s, widths, how);
    if (!w) continue;
    const path p = path_from(m, s.input, readers);
    if (p.from == 0) continue;
    if (std::holds_alternative<ir::select>(m.steps[p.from - 1].what))
      fold_picked(m, p, *w, all, readers, how);
    else
      fold_whole(m, p, *w, all, how);
  }
}

} // namespace convert::pass
