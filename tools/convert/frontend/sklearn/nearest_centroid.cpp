// convert/frontend/sklearn/nearest_centroid.cpp -- NearestCentroid, with the class priors that it has since 1.6.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/neighbors/_nearest_centroid.py`, `predict` and
//         `_decision_function`; `sklearn/discriminant_analysis.py`, `DiscriminantAnalysisPredictionMixin`.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/euclidean.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

enum class metric : std::uint8_t { euclidean, manhattan };

metric metric_of(pickle::value object) {
  const pickle::value said = object.required("metric");
  if (said.is_text() && said.text() == "euclidean") return metric::euclidean;
  if (said.is_text() && said.text() == "manhattan") return metric::manhattan;
  throw refusal("`" + object.path() + "`: metric `" +
                (said.is_text() ? std::string(said.text()) : "a function") + "` is not supported");
}

/// Distances to all centroids; squared if they are Euclidean.
ir::value distances_to(ir::builder& b, ir::value x, const std::vector<double>& centroids, metric how) {
  if (how == metric::manhattan) return b.add(x, ir::distance{ir::distance::kind::manhattan, centroids});
  return squared_euclidean(b, x, centroids);
}

/// -distance^2 + 2 log prior, in units of the spread within the classes.
ir::value discriminant_scores(context& c, pickle::value object, ir::value x, std::vector<double> centroids,
                              metric how, std::vector<double> prior) {
  ir::builder& b = c.build();
  const std::uint32_t columns = b.width(x);
  std::vector<double> spread = per_column(object, "within_class_std_dev_", columns);
  std::ranges::replace(spread, 0.0, 1.0);
  for (std::size_t i = 0; i < centroids.size(); ++i) centroids[i] /= spread[i % columns];
  const ir::value scaled =
      validated(c, b.add(x, ir::with_constants{ir::operation::divide, false, spread}), accepts::finite);
  ir::value distance = distances_to(b, scaled, centroids, how);
  if (how == metric::euclidean) distance = b.add(distance, ir::unary{ir::function::sqrt});
  const ir::value square = b.add(distance, ir::unary{ir::function::square});
  for (double& p : prior) p = 2.0 * std::log(p);
  return b.add(b.add(square, ir::unary{ir::function::negative}),
               ir::with_constants{ir::operation::add, false, std::move(prior)});
}

/// numpy.isclose(prior, 1 / classes).all()
bool are_equal(const std::vector<double>& prior) {
  const double share = 1.0 / static_cast<double>(prior.size());
  return std::ranges::all_of(prior, [=](double p) { return std::fabs(p - share) <= 1e-8 + 1e-5 * share; });
}

answers nearest_centroid(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::builder& b = c.build();
  const metric how = metric_of(object);
  const ir::value x = validated(c, input, accepts::finite);
  std::vector<ir::label> labels = labels_of(object.required("classes_"));
  const std::vector<double> centroids = matrix_of(object.required("centroids_"), b.width(x));
  const auto classes = static_cast<std::uint32_t>(labels.size());
  if (centroids.size() != std::size_t{classes} * b.width(x))
    throw refusal("`" + object.path() + ".centroids_`: " + std::to_string(centroids.size() / b.width(x)) +
                  " rows for " + std::to_string(classes) + " classes");
  answers made;
  std::optional<ir::value> proba;
  std::optional<ir::value> scores;
  const bool has_priors = object.has("class_prior_");
  const std::vector<double> prior =
      has_priors ? per_column(object, "class_prior_", classes) : std::vector<double>(classes, 1.0 / classes);
  const bool has_decisions = has_priors && how == metric::euclidean;
  const bool decides_by_scores = has_priors && !are_equal(prior);
  if (has_decisions || decides_by_scores) scores = discriminant_scores(c, object, x, centroids, how, prior);
  if (has_decisions) {
    proba = b.add(*scores, ir::softmax{});
    made.raw = scores;
    if (classes == 2) {
      const std::array<std::uint32_t, 2> swapped = {1, 0};
      made.raw = b.add(b.pick(*scores, swapped), ir::elementwise{ir::operation::subtract});
    }
  }
  const ir::value decided_by =
      decides_by_scores ? *scores
                        : b.add(distances_to(b, x, centroids, how), ir::unary{ir::function::negative});
  made.classes.push_back({b.add(decided_by, ir::decide{}), std::move(labels), proba});
  return made;
}

constexpr std::array classes = {entry{"NearestCentroid", nearest_centroid}};

} // namespace

std::span<const entry> nearest_centroid_classes() { return classes; }

} // namespace convert::sklearn
