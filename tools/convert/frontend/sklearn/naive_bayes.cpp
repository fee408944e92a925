// convert/frontend/sklearn/naive_bayes.cpp -- naive Bayes over normal, binary, counted and categorical features.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/naive_bayes.py`, `_check_X` and `_joint_log_likelihood` of each
//         class; `sklearn/utils/validation.py`, `check_array` with an integer dtype.
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <span>
#include <string>

#include <convert/frontend/sklearn/bernoulli_noise.hpp>
#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/leaf_classes.hpp>
#include <convert/frontend/sklearn/posterior.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

answers classified_by(context& c, pickle::value object, ir::value joint) {
  answers made;
  made.classes.push_back(by_log_likelihood(c, object, joint, labels_of(object.required("classes_"))));
  return made;
}

/// All columns of x again and again: (times, columns).
ir::value repeated(ir::builder& b, ir::value x, std::size_t times) {
  return b.concat(std::vector<ir::value>(times, x));
}

/// A matrix (classes, columns) of the object.
std::vector<double> by_class(pickle::value object, std::string_view name, std::uint32_t columns,
                             std::size_t classes) {
  const pickle::value matrix = object.required(name);
  std::vector<double> numbers = matrix_of(matrix, columns);
  if (numbers.size() != classes * columns)
    throw refusal("`" + matrix.path() + "`: " + std::to_string(numbers.size() / columns) + " rows for " +
                  std::to_string(classes) + " classes");
  return numbers;
}

std::size_t class_count(pickle::value object) { return labels_of(object.required("classes_")).size(); }

/// log(prior) + (-sum(log(2 pi var)) / 2 - sum((x - theta)^2 / var) / 2) for each class.
answers gaussian(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::builder& b = c.build();
  const ir::value x = validated(c, input, accepts::finite);
  const std::uint32_t columns = b.width(x);
  const std::size_t classes = class_count(object);
  const auto theta = by_class(object, "theta_", columns, classes);
  const auto var = by_class(object, object.has("var_") ? "var_" : "sigma_", columns, classes);
  std::vector<double> log_prior = per_column(object, "class_prior_", static_cast<std::uint32_t>(classes));
  for (double& p : log_prior) p = std::log(p);
  std::vector<double> log_norm;
  for (std::size_t k = 0; k < classes; ++k) {
    std::vector<double> logs;
    for (const double v : std::span(var).subspan(k * columns, columns))
      logs.push_back(std::log(2.0 * std::numbers::pi * v));
    log_norm.push_back(-0.5 * pairwise_sum(logs));
  }
  const ir::value apart =
      b.add(repeated(b, x, classes), ir::with_constants{ir::operation::subtract, false, theta});
  const ir::value squares = b.add(apart, ir::unary{ir::function::square});
  const ir::value scaled = b.add(squares, ir::with_constants{ir::operation::divide, false, var});
  const ir::value distance =
      b.add(scaled, ir::reduce{ir::reduce::kind::pairwise_sum, static_cast<std::uint32_t>(classes)});
  const ir::value likelihood =
      b.add(b.scaled(distance, 0.5), ir::with_constants{ir::operation::subtract, true, log_norm});
  return classified_by(c, object,
                       b.add(likelihood, ir::with_constants{ir::operation::add, false, log_prior}));
}

/// x . feature_log_prob, and a bias.
ir::value weighted(context& c, pickle::value object, ir::value x, const std::vector<double>& bias) {
  const auto classes = static_cast<std::uint32_t>(class_count(object));
  ir::linear step{classes, by_class(object, "feature_log_prob_", c.build().width(x), classes), bias};
  return c.build().add(x, std::move(step));
}

std::vector<double> log_prior(pickle::value object) {
  return per_column(object, "class_log_prior_", static_cast<std::uint32_t>(class_count(object)));
}

answers multinomial(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  const ir::value x = validated(c, input, accepts::finite);
  return classified_by(c, object, weighted(c, object, x, log_prior(object)));
}

/// The prior counts where there is but one class.
answers complement(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  const ir::value x = validated(c, input, accepts::finite);
  std::vector<double> bias = log_prior(object);
  if (bias.size() != 1) bias.assign(bias.size(), 0.0);
  return classified_by(c, object, weighted(c, object, x, bias));
}

/// x . (log p - log(1 - p)) + (log prior + sum(log(1 - p))) for each class, x after binarize.
answers bernoulli(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::builder& b = c.build();
  ir::value x = validated(c, input, accepts::finite);
  const pickle::value threshold = object.required("binarize");
  if (!threshold.is_none()) x = b.add(x, ir::unary{ir::function::greater, threshold.number()});
  const std::uint32_t columns = b.width(x);
  const std::size_t classes = class_count(object);
  bernoulli_classes of{
      columns, by_class(object, "feature_log_prob_", columns, classes), {}, log_prior(object)};
  ir::linear step{static_cast<std::uint32_t>(classes), of.log_p, {}};
  for (std::size_t k = 0; k < classes; ++k) {
    for (double& log_p : std::span(step.weights).subspan(k * columns, columns)) {
      of.log_rest.push_back(std::log(1 - std::exp(log_p)));
      log_p -= of.log_rest.back();
    }
    of.bias[k] += pairwise_sum(std::span(of.log_rest).last(columns));
  }
  judge_bernoulli(b, object, of, !threshold.is_none());
  step.bias = std::move(of.bias);
  return classified_by(c, object, b.add(x, std::move(step)));
}

/// Columns become the codes that integers cut off at the point are: 0 for what is above -1 and below 1, and so on.
/// What is not above -1 is refused, and what is past the last category gets a code that nobody knows.
ir::value category_codes(context& c, ir::value input, const std::vector<std::size_t>& counts) {
  ir::require not_negative;
  not_negative.lowest = -1;
  not_negative.lowest_excluded = true;
  ir::bin whole;
  for (const std::size_t count : counts) {
    std::vector<double> edges(count);
    std::iota(edges.begin(), edges.end(), 1.0);
    whole.edges.push_back(std::move(edges));
  }
  return c.build().add(c.build().add(input, not_negative), std::move(whole));
}

/// The sum over the features of the logarithm that stands at their category, and the prior.
answers categorical(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::builder& b = c.build();
  const std::uint32_t columns = b.width(input);
  const std::size_t classes = class_count(object);
  const std::vector<pickle::value> tables = object.required("feature_log_prob_").elements();
  if (tables.size() != columns)
    throw refusal("`" + object.path() + ".feature_log_prob_`: " + std::to_string(tables.size()) +
                  " tables for " + std::to_string(columns) + " features");
  std::vector<std::vector<double>> logs; // (columns) of (classes, categories)
  std::vector<std::size_t> counts;
  for (const pickle::value table : tables) {
    logs.push_back(table.numbers());
    if (classes == 0 || logs.back().empty() || logs.back().size() % classes != 0)
      throw refusal("`" + table.path() + "`: " + std::to_string(logs.back().size()) + " numbers for " +
                    std::to_string(classes) + " classes");
    counts.push_back(logs.back().size() / classes);
  }
  const std::vector<std::uint32_t> features = b.origins(input);
  const ir::value codes = category_codes(c, input, counts);
  ir::code_map at;
  for (std::size_t k = 0; k < classes; ++k)
    for (std::uint32_t i = 0; i < columns; ++i) {
      ir::code_map::column map;
      map.keys.resize(counts[i]);
      std::iota(map.keys.begin(), map.keys.end(), 0.0);
      const auto own = std::span(logs[i]).subspan(k * counts[i], counts[i]);
      map.codes.assign(own.begin(), own.end());
      map.unseen_refused = true;
      map.missing_refused = true;
      map.feature = features[i];
      at.columns.push_back(std::move(map));
    }
  const ir::value found = b.add(repeated(b, codes, classes), std::move(at));
  const ir::value sums = b.add(found, ir::reduce{ir::reduce::kind::sum, static_cast<std::uint32_t>(classes)});
  return classified_by(c, object,
                       b.add(sums, ir::with_constants{ir::operation::add, false, log_prior(object)}));
}

constexpr std::array table = {
    entry{"BernoulliNB", bernoulli}, entry{"CategoricalNB", categorical}, entry{"ComplementNB", complement},
    entry{"GaussianNB", gaussian},   entry{"MultinomialNB", multinomial},
};

} // namespace

std::span<const entry> naive_bayes_classes() { return table; }

} // namespace convert::sklearn
