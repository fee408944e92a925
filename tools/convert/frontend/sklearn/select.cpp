// convert/frontend/sklearn/select.cpp -- feature selection: which columns stay.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/feature_selection/_base.py`, `SelectorMixin.transform`;
//         `_univariate_selection.py`, `_get_support_mask` of each class; `_variance_threshold.py`; `_rfe.py`,
//         `RFE.predict`; `_sequential.py`.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/select_from_model.hpp>
#include <convert/frontend/sklearn/support.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

using mask = std::vector<bool>;

std::vector<double> scores_of(pickle::value object) {
  std::vector<double> scores = object.required("scores_").numbers();
  for (double& s : scores)
    if (std::isnan(s)) s = std::numeric_limits<double>::lowest();
  return scores;
}

template <class Keep>
mask kept_where(const std::vector<double>& numbers, Keep keep) {
  mask kept;
  for (const double x : numbers) kept.push_back(keep(x));
  return kept;
}

mask best(const std::vector<double>& scores, double wanted) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return scores[i]; });
  mask kept(scores.size(), false);
  const double count = std::min(wanted, static_cast<double>(scores.size()));
  for (std::size_t i = 0; static_cast<double>(i) < count; ++i) kept[order[order.size() - 1 - i]] = true;
  return kept;
}

/// numpy's percentile with linear interpolation.
double percentile(std::vector<double> sorted, double percent) {
  std::ranges::sort(sorted);
  const double at = static_cast<double>(sorted.size() - 1) * (percent / 100);
  const double below = std::floor(at);
  const double share = at - below;
  const double a = sorted[static_cast<std::size_t>(below)];
  const double b = sorted[std::min(static_cast<std::size_t>(below) + 1, sorted.size() - 1)];
  return share >= 0.5 ? b - (b - a) * (1 - share) : a + (b - a) * share;
}

mask best_percent(pickle::value object, double percent) {
  const std::vector<double> scores = scores_of(object);
  if (scores.empty() || !(percent >= 0 && percent <= 100))
    throw refusal("`" + object.path() + "`: percentile " + text_of(percent) + " is not supported");
  if (percent == 100) return mask(scores.size(), true);
  if (percent == 0) return mask(scores.size(), false);
  const double threshold = percentile(scores, 100 - percent);
  mask kept = kept_where(scores, [&](double s) { return s > threshold; });
  auto left = static_cast<std::int64_t>(static_cast<double>(scores.size()) * percent / 100);
  left -= std::ranges::count(kept, true);
  for (std::size_t i = 0; i < scores.size() && left > 0; ++i) {
    if (scores[i] != threshold) continue;
    kept[i] = true;
    --left;
  }
  return kept;
}

/// Benjamini and Hochberg's bound on false discoveries.
mask few_false_discoveries(const std::vector<double>& p, double alpha) {
  std::vector<double> sorted = p;
  std::ranges::sort(sorted);
  const auto count = static_cast<double>(p.size());
  double largest = -1;
  for (std::size_t i = 0; i < sorted.size(); ++i)
    if (sorted[i] <= alpha / count * static_cast<double>(i + 1)) largest = sorted[i];
  return kept_where(p, [&](double x) { return x <= largest; });
}

mask by_mode(pickle::value object, std::string_view mode, pickle::value parameter) {
  if (mode == "percentile") return best_percent(object, parameter.number());
  if (mode == "k_best") {
    const std::vector<double> scores = scores_of(object);
    const bool all = parameter.is_text() && parameter.text() == "all";
    return all ? mask(scores.size(), true) : best(scores, parameter.number());
  }
  const std::vector<double> p = object.required("pvalues_").numbers();
  const double alpha = parameter.number();
  if (mode == "fpr") return kept_where(p, [&](double x) { return x < alpha; });
  if (mode == "fdr") return few_false_discoveries(p, alpha);
  if (mode == "fwe")
    return kept_where(p, [&](double x) { return x < alpha / static_cast<double>(p.size()); });
  throw refusal("`" + object.path() + "`: mode `" + std::string(mode) + "` is not supported");
}

answers selected(context& c, pickle::value object, ir::value input, const mask& kept) {
  answers made;
  made.transform = kept_columns(c, object, validated(c, input, accepts::finite), kept);
  return made;
}

answers univariate(context& c, pickle::value object, ir::value input, std::string_view mode,
                   const char* parameter) {
  return selected(c, object, input, by_mode(object, mode, object.required(parameter)));
}

answers k_best(context& c, pickle::value object, ir::value input) {
  return univariate(c, object, input, "k_best", "k");
}
answers percent(context& c, pickle::value object, ir::value input) {
  return univariate(c, object, input, "percentile", "percentile");
}
answers fpr(context& c, pickle::value object, ir::value input) {
  return univariate(c, object, input, "fpr", "alpha");
}
answers fdr(context& c, pickle::value object, ir::value input) {
  return univariate(c, object, input, "fdr", "alpha");
}
answers fwe(context& c, pickle::value object, ir::value input) {
  return univariate(c, object, input, "fwe", "alpha");
}
answers generic(context& c, pickle::value object, ir::value input) {
  return univariate(c, object, input, object.required("mode").text(), "param");
}

/// Neither NaN nor infinity is looked for.
answers variance(context& c, pickle::value object, ir::value input) {
  const double threshold = object.required("threshold").number();
  const auto kept =
      kept_where(object.required("variances_").numbers(), [&](double v) { return v > threshold; });
  answers made;
  made.transform = kept_columns(c, object, input, kept);
  return made;
}

ir::value supported(context& c, pickle::value object, pickle::value estimator, ir::value input) {
  const ir::value x = allows_missing(c, estimator) ? input : validated(c, input, accepts::finite);
  const auto kept = kept_where(object.required("support_").numbers(), [](double b) { return b != 0; });
  return kept_columns(c, object, x, kept);
}

answers sequential(context& c, pickle::value object, ir::value input) {
  answers made;
  made.transform = supported(c, object, object.required("estimator"), input);
  return made;
}

/// As the last step it predicts with the estimator that it was left with.
answers recursive(context& c, pickle::value object, ir::value input) {
  const bool only_transform = c.only_transform();
  const pickle::value estimator = object.required("estimator_");
  const ir::value x = supported(c, object, estimator, input);
  if (!only_transform) return c.estimator(estimator, x);
  answers made;
  made.transform = x;
  return made;
}

constexpr std::array classes = {
    entry{"GenericUnivariateSelect", generic},
    entry{"RFE", recursive},
    entry{"RFECV", recursive},
    entry{"SelectFdr", fdr},
    entry{"SelectFpr", fpr},
    entry{"SelectFromModel", select_from_model},
    entry{"SelectFwe", fwe},
    entry{"SelectKBest", k_best},
    entry{"SelectPercentile", percent},
    entry{"SequentialFeatureSelector", sequential},
    entry{"VarianceThreshold", variance},
};

} // namespace

std::span<const entry> select_classes() { return classes; }

} // namespace convert::sklearn
