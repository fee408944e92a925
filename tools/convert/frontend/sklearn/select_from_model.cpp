// convert/frontend/sklearn/select_from_model.cpp -- SelectFromModel: the mask is not stored, so it is computed.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/feature_selection/_from_model.py`, `_calculate_threshold` and
//         `SelectFromModel._get_support_mask`.
#include <convert/frontend/sklearn/select_from_model.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <string>

#include <convert/frontend/sklearn/importances.hpp>
#include <convert/frontend/sklearn/support.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

double median(std::vector<double> x) {
  std::ranges::sort(x);
  const std::size_t half = x.size() / 2;
  return x.size() % 2 == 1 ? x[half] : (x[half - 1] + x[half]) / 2;
}

double mean(const std::vector<double>& x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

/// `rounded` if the trainer may have got another last bit.
struct bound {
  double value = 0;
  bool rounded = false;
};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  const auto last = text.find_last_not_of(' ');
  return first == std::string_view::npos ? std::string_view{} : text.substr(first, last - first + 1);
}

bound named_bound(pickle::value object, std::string_view text, const std::vector<double>& scores) {
  double scale = 1;
  const auto star = text.find('*');
  if (star != std::string_view::npos) {
    const std::string_view factor = trimmed(text.substr(0, star));
    const auto [end, error] = std::from_chars(factor.data(), factor.data() + factor.size(), scale);
    if (error != std::errc{} || end != factor.data() + factor.size())
      throw refusal("`" + object.path() + "`: threshold `" + std::string(text) + "` is not supported");
    text = trimmed(text.substr(star + 1));
  }
  if (text == "mean") return {scale * mean(scores), true};
  if (text == "median") return {scale * median(scores), scale != 1};
  throw refusal("`" + object.path() + "`: threshold `" + std::string(text) + "` is not supported");
}

bool is_close_to_one(std::optional<pickle::value> v) {
  return v && v->is_number() && std::abs(v->number() - 1.0) <= 1e-8 + 1e-5;
}

/// What an L1 penalty sets to zero is left out by default.
bool is_sparse_by_penalty(pickle::value estimator) {
  const auto penalty = estimator.attribute("penalty");
  if (penalty && penalty->is_text() && penalty->text() == "l1") return true;
  const auto name = estimator.class_name();
  if (name.find("Lasso") != std::string_view::npos) return true;
  const bool elastic = name.find("ElasticNet") != std::string_view::npos;
  return elastic && (is_close_to_one(estimator.attribute("l1_ratio_")) ||
                     is_close_to_one(estimator.attribute("l1_ratio")));
}

bound threshold_of(pickle::value object, pickle::value estimator, const importances& found) {
  const auto said = object.attribute("threshold");
  if (said && said->is_text()) return named_bound(object, said->text(), found.scores);
  if (said && !said->is_none()) return {said->number(), !found.exact};
  if (is_sparse_by_penalty(estimator)) return {1e-5, !found.exact};
  return named_bound(object, "mean", found.scores);
}

[[noreturn]] void refuse_close_call(pickle::value object, std::size_t feature) {
  throw refusal("`" + object.path() + "`: feature " + std::to_string(feature) +
                " is so close to the threshold that rounding decides");
}

bool is_close(double a, double b) { return std::abs(a - b) <= 1e-11 * std::max(std::abs(a), std::abs(b)); }

std::vector<bool> most_important(pickle::value object, const importances& found, std::int64_t wanted) {
  const auto& scores = found.scores;
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return -scores[i]; });
  const auto count =
      static_cast<std::size_t>(std::clamp<std::int64_t>(wanted, 0, static_cast<std::int64_t>(scores.size())));
  std::vector<bool> kept(scores.size(), false);
  for (std::size_t i = 0; i < count; ++i) kept[order[i]] = true;
  if (count == 0 || count == scores.size() || found.exact) return kept;
  const double last = scores[order[count - 1]];
  if (last != 0 && is_close(last, scores[order[count]])) refuse_close_call(object, order[count]);
  return kept;
}

std::int64_t wanted_features(pickle::value object, std::size_t all) {
  const auto resolved = object.attribute("max_features_"); // since 1.1, what a callable said
  const auto said = resolved ? resolved : object.attribute("max_features");
  if (!said || said->is_none()) return static_cast<std::int64_t>(all);
  if (!said->is_number()) throw refusal("`" + object.path() + "`: max_features is not a number");
  return said->integer();
}

double norm_order(pickle::value object) {
  const auto order = object.attribute("norm_order");
  return order && order->is_number() ? order->number() : 1.0;
}

/// `auto` is coef_ where there is one, else feature_importances_.
void check_getter(pickle::value object, pickle::value estimator) {
  const auto getter = object.attribute("importance_getter"); // since 0.24
  if (!getter) return;
  const std::string_view by_itself = estimator.has("coef_") ? "coef_" : "feature_importances_";
  if (!getter->is_text() || (getter->text() != "auto" && getter->text() != by_itself))
    throw refusal("`" + object.path() +
                  "`: importance_getter other than `auto`, `coef_` and "
                  "`feature_importances_` is not supported");
}

} // namespace

answers select_from_model(context& c, pickle::value object, ir::value input) {
  const auto fitted = object.attribute("estimator_");
  const pickle::value estimator = fitted ? *fitted : object.required("estimator");
  check_getter(object, estimator);
  const importances found = importances_of(estimator, c.build().width(input), norm_order(object));
  const bound threshold = threshold_of(object, estimator, found);
  std::vector<bool> kept = most_important(object, found, wanted_features(object, found.scores.size()));
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const double score = found.scores[i];
    const bool close_call = threshold.rounded && score != 0 && is_close(score, threshold.value);
    if (kept[i] && close_call) refuse_close_call(object, i);
    if (score < threshold.value) kept[i] = false;
  }
  const ir::value x = allows_missing(c, estimator) ? input : validated(c, input, accepts::finite);
  answers made;
  made.transform = kept_columns(c, object, x, kept);
  return made;
}

} // namespace convert::sklearn
