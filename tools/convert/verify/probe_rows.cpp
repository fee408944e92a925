// convert/verify/probe_rows.cpp -- rows on which a file and its source would differ if they differed anywhere.
#include <convert/verify/probe_rows.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <random>
#include <variant>

namespace convert::verify {

namespace {

/// What the model compares each feature with, and where its ordinary values lie.
struct landmarks {
  std::vector<double> exact;
  double centre = 0;
  double scale = 1;
};

/// The feature that each column of each value copies, followed through steps that keep numbers as they are.
std::vector<std::vector<std::uint32_t>> sources_of(const ir::model& m,
                                                   const std::vector<std::uint32_t>& widths) {
  std::vector<std::vector<std::uint32_t>> source(widths.size());
  for (std::uint32_t i = 0; i < widths[0]; ++i) source[0].push_back(i);
  for (std::size_t i = 0; i < m.steps.size(); ++i) {
    const ir::step& s = m.steps[i];
    auto& of = source[i + 1];
    if (const auto* select = std::get_if<ir::select>(&s.what)) {
      for (const auto& c : select->columns) of.push_back(source[c.from][c.index]);
    } else if (std::holds_alternative<ir::require>(s.what) || std::holds_alternative<ir::impute>(s.what)) {
      of = source[s.input];
    } else {
      of.assign(widths[i + 1], ir::no_feature);
    }
  }
  return source;
}

class collector {
 public:
  explicit collector(const ir::model& m) : marks_(m.features.size()) {
    const auto widths = ir::widths(m);
    const auto sources = sources_of(m, widths);
    for (const auto& s : m.steps) {
      from_ = &sources[s.input];
      std::visit(*this, s.what);
    }
    for (std::size_t f = 0; f < m.features.size(); ++f) {
      const auto codes = static_cast<double>(m.features[f].vocabulary.size());
      for (double code = -1; code < codes; ++code) marks_[f].exact.push_back(code);
    }
  }

  std::vector<landmarks> take() && { return std::move(marks_); }

  void operator()(const ir::forest& f) {
    for (const auto& t : f.trees) {
      for (const auto& n : t.nodes) {
        if (n.is_leaf()) continue;
        if (n.asks != ir::question::in_set) {
          mark(n.feature, n.threshold);
        } else {
          for (std::uint32_t bit = 0; bit < 32 * f.sets[n.set].words.size() + 2; bit += 1 + bit / 8)
            mark(n.feature, bit);
        }
      }
    }
  }
  void operator()(const ir::affine& s) {
    if (s.how == ir::affine::form::multiply_add) return;
    for (std::uint32_t i = 0; i < s.a.size(); ++i) {
      if (auto* m = at(i)) {
        m->centre = s.a[i];
        m->scale = s.how == ir::affine::form::subtract_divide ? s.b[i] : 1 / s.b[i];
      }
    }
  }
  void operator()(const ir::code_map& s) {
    for (std::uint32_t i = 0; i < s.columns.size(); ++i) {
      for (const double key : s.columns[i].keys) mark(i, key);
    }
  }
  void operator()(const ir::bin& s) {
    for (std::uint32_t i = 0; i < s.edges.size(); ++i) {
      for (const double edge : s.edges[i]) mark(i, edge);
    }
  }
  void operator()(const ir::clip& s) {
    for (std::uint32_t i = 0; i < s.low.size(); ++i) {
      mark(i, s.low[i]);
      mark(i, s.high[i]);
    }
  }
  void operator()(const ir::impute& s) {
    for (std::uint32_t i = 0; i < s.fill.size(); ++i) mark(i, s.marker_is_nan ? s.fill[i] : s.marker);
  }
  void operator()(const ir::quantile& s) {
    for (std::uint32_t i = 0; i < s.quantiles.size(); ++i) {
      for (const double q : s.quantiles[i]) mark(i, q);
    }
  }
  void operator()(const ir::spline& s) {
    for (std::uint32_t i = 0; i < s.columns.size(); ++i) {
      for (const double knot : s.columns[i].knots) mark(i, knot);
    }
  }
  /// Where the points are, so that rows are near some of them.
  void operator()(const ir::distance& s) {
    constexpr std::size_t enough = 64;
    const std::size_t width = from_->size();
    for (std::size_t k = 0; k < s.points.size() && k < enough * width; ++k)
      mark(static_cast<std::uint32_t>(k % width), s.points[k]);
  }
  /// Rows that are points, and their coordinates mixed: where distances are equal.
  void operator()(const ir::neighbors& s) {
    const std::size_t width = from_->size();
    const std::size_t points = s.points.size() / width;
    const std::size_t stride = 1 + points / 64;
    for (std::size_t p = 0; p < points; p += stride)
      for (std::uint32_t i = 0; i < width; ++i) mark(i, s.points[p * width + i]);
  }
  template <class Other>
  void operator()(const Other&) {}

 private:
  landmarks* at(std::uint32_t column) {
    const std::uint32_t feature = column < from_->size() ? (*from_)[column] : ir::no_feature;
    return feature == ir::no_feature ? nullptr : &marks_[feature];
  }
  void mark(std::uint32_t column, double x) {
    if (auto* m = at(column)) m->exact.push_back(x);
  }

  std::vector<landmarks> marks_;
  const std::vector<std::uint32_t>* from_ = nullptr;
};

void tidy(landmarks& m) {
  std::sort(m.exact.begin(), m.exact.end());
  m.exact.erase(std::unique(m.exact.begin(), m.exact.end()), m.exact.end());
  if (m.exact.size() > 1 && m.scale == 1 && m.centre == 0) {
    m.centre = m.exact[m.exact.size() / 2];
    const double spread = m.exact.back() - m.exact.front();
    if (std::isfinite(spread) && spread > 0) m.scale = spread / 2;
  }
  if (!std::isfinite(m.scale) || m.scale == 0) m.scale = 1;
}

double beside(double x, std::uint32_t how) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto f = static_cast<float>(x);
  switch (how % 7) {
  case 1: return std::nextafter(x, infinity);
  case 2: return std::nextafter(x, -infinity);
  case 3: return static_cast<double>(f);
  case 4: return static_cast<double>(std::nextafterf(f, std::numeric_limits<float>::infinity()));
  case 5: return static_cast<double>(std::nextafterf(f, -std::numeric_limits<float>::infinity()));
  default: return x;
  }
}

std::uint32_t narrow(std::uint_fast32_t n) { return static_cast<std::uint32_t>(n); }

/// The last five are not for networks in f32, which promise nothing where floats end; nor for waves, which show nothing but the
/// rounding of a large angle; nor for what is bent behind a sum, where huge terms that cancel leave what the order of summation
/// leaves: a kernel's power or tanh, or a model that says that its sums cancel.
constexpr std::array<double, 15> rare{std::numeric_limits<double>::quiet_NaN(),
                                      std::numeric_limits<double>::infinity(),
                                      -std::numeric_limits<double>::infinity(),
                                      0.0,
                                      -0.0,
                                      std::numeric_limits<double>::denorm_min(),
                                      1e-36,
                                      -1e-36,
                                      -0.5,
                                      1.0,
                                      1e300,
                                      -1e300,
                                      3.5e38,
                                      16777217.0,
                                      255.5};

bool is_bent(const ir::step& s) {
  const auto* f = std::get_if<ir::unary>(&s.what);
  const bool flat = f != nullptr && (f->what == ir::function::tanh || f->what == ir::function::square);
  const auto* c = std::get_if<ir::with_constants>(&s.what);
  const bool power = c != nullptr && c->what == ir::operation::power;
  return flat || power || std::holds_alternative<ir::polynomial>(s.what);
}

bool wants_moderate_rows(const ir::model& m) {
  if (m.sums_cancel) return true;
  return std::any_of(m.steps.begin(), m.steps.end(), [&m](const ir::step& s) {
    const auto* f = std::get_if<ir::unary>(&s.what);
    const bool wave = f != nullptr && (f->what == ir::function::sin || f->what == ir::function::cos ||
                                       f->what == ir::function::tan);
    const bool of_a_sum = s.input != 0 && std::holds_alternative<ir::linear>(m.steps[s.input - 1].what);
    return wave || (of_a_sum && is_bent(s)) || std::holds_alternative<ir::network>(s.what);
  });
}

constexpr std::uint64_t most_rows = 300;
constexpr std::uint64_t fewest_rows = 4; // one of them with rarities
constexpr std::uint64_t most_numbers = std::uint64_t{1} << 24;

} // namespace

std::size_t probe_row_count(const ir::model& m) {
  const auto widths = ir::widths(m);
  const auto a_row = std::accumulate(widths.begin(), widths.end(), std::uint64_t{1});
  return std::clamp(most_numbers / a_row, fewest_rows, most_rows);
}

std::vector<std::vector<double>> probe_rows(const ir::model& m, std::size_t count) {
  auto marks = collector(m).take();
  for (auto& mark : marks) tidy(mark);
  std::mt19937 random(20240229); // the same rows for the same model
  const std::size_t rarities = wants_moderate_rows(m) ? rare.size() - 5 : rare.size();
  std::normal_distribution<double> normal;
  std::vector<std::vector<double>> rows;
  for (std::size_t r = 0; r < count; ++r) {
    // Most rows hold nothing that a trainer refuses, so that most rows have an answer.
    const std::uint32_t rare_of_100 = r % 4 == 3 ? 8 : 0;
    std::vector<double> row;
    for (const auto& mark : marks) {
      const bool ordinary = mark.exact.empty() || random() % 3 == 0;
      double x = mark.centre + 2 * mark.scale * normal(random);
      if (!ordinary) x = beside(mark.exact[random() % mark.exact.size()], r % 2 == 0 ? narrow(random()) : 0);
      if (random() % 100 < rare_of_100) x = rare[random() % rarities];
      row.push_back(x);
    }
    rows.push_back(std::move(row));
  }
  // A category feature holds codes: -1, 0, 1, ... or NaN.
  for (auto& row : rows) {
    for (std::size_t f = 0; f < row.size(); ++f) {
      if (!m.features[f].is_category() || std::isnan(row[f])) continue;
      const auto codes = static_cast<double>(m.features[f].vocabulary.size());
      row[f] = std::clamp(std::round(row[f]), -1.0, codes - 1);
    }
  }
  return rows;
}

} // namespace convert::verify
