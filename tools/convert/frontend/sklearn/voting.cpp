// convert/frontend/sklearn/voting.cpp -- VotingClassifier and VotingRegressor.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/ensemble/_voting.py`, `VotingClassifier.predict`, `predict_proba`
//         and `transform`, `VotingRegressor.predict`, `_weights_not_none`.
#include <array>
#include <numeric>
#include <string>

#include <convert/frontend/sklearn/member.hpp>
#include <convert/frontend/sklearn/registry.hpp>

namespace convert::sklearn {

namespace {

struct members {
  std::vector<pickle::value> objects;
  std::vector<answers> made;
};

members all_members(context& c, pickle::value object, ir::value input) {
  members all;
  all.objects = object.required("estimators_").elements();
  for (const pickle::value member : all.objects) all.made.push_back(c.estimator(member, input));
  if (all.objects.empty()) throw refusal("`" + object.path() + "`: nobody votes");
  return all;
}

bool is_dropped(pickle::value named) {
  return named.is_none() || (named.is_text() && named.text() == "drop");
}

/// One weight a member: those of dropped estimators are left out. All 1 without weights.
std::vector<double> weights_of(pickle::value object, std::size_t count) {
  const auto said = object.attribute("weights");
  if (!said || said->is_none()) return std::vector<double>(count, 1.0);
  const std::vector<double> all = said->numbers();
  const pickle::value named = object.required("estimators");
  std::vector<double> kept;
  for (std::size_t i = 0; i < named.size() && i < all.size(); ++i)
    if (!is_dropped(named[i][1])) kept.push_back(all[i]);
  if (kept.size() != count)
    throw refusal("`" + object.path() + "`: " + std::to_string(kept.size()) + " weights for " +
                  std::to_string(count) + " estimators");
  return kept;
}

/// numpy.average: of floats without weights in floats, of anything else in doubles.
ir::value average(ir::builder& b, pickle::value object, const std::vector<ir::value>& votes) {
  const auto said = object.attribute("weights");
  const bool equal = !said || said->is_none();
  const std::vector<double> weights = weights_of(object, votes.size());
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  const ir::value side_by_side = b.concat(votes);
  return b.add(side_by_side, ir::combine{weights, sum}, equal && b.is_f32(side_by_side));
}

ir::value probabilities(pickle::value member, const answers& made) {
  const auto proba = only_target(member, made).proba;
  if (!proba) throw refusal("`" + member.path() + "`: soft voting needs probabilities");
  return *proba;
}

answers soft(context& c, pickle::value object, const members& all, std::vector<ir::label> labels) {
  std::vector<ir::value> votes;
  for (std::size_t i = 0; i < all.objects.size(); ++i)
    votes.push_back(probabilities(all.objects[i], all.made[i]));
  answers made;
  if (c.only_transform()) {
    if (!object.required("flatten_transform").boolean())
      throw refusal("`" + object.path() + "`: flatten_transform=False is not supported");
    made.transform = c.build().concat(votes);
    return made;
  }
  const ir::value proba = average(c.build(), object, votes);
  made.classes.push_back({c.build().add(proba, ir::decide{}), std::move(labels), proba});
  return made;
}

/// Members are trained on class indices, so what they predict is one.
answers hard(context& c, pickle::value object, const members& all, std::vector<ir::label> labels) {
  ir::builder& b = c.build();
  std::vector<ir::value> predicted;
  for (std::size_t i = 0; i < all.objects.size(); ++i)
    predicted.push_back(predicted_number(c, all.objects[i], all.made[i]));
  answers made;
  if (c.only_transform()) {
    made.transform = b.concat(predicted);
    return made;
  }
  const auto classes = static_cast<std::uint32_t>(labels.size());
  const ir::one_hot hot{std::vector<std::uint32_t>(predicted.size(), classes)};
  const ir::value ballots = b.add(b.concat(predicted), hot);
  const ir::value counts = b.add(ballots, ir::combine{weights_of(object, predicted.size()), 1.0});
  made.classes.push_back({b.add(counts, ir::decide{}), std::move(labels), std::nullopt});
  return made;
}

answers voting_classifier(context& c, pickle::value object, ir::value input) {
  const members all = all_members(c, object, input);
  std::vector<ir::label> labels = labels_of(object.required("classes_"));
  const auto voting = object.required("voting").text();
  if (voting == "soft") return soft(c, object, all, std::move(labels));
  if (voting == "hard") return hard(c, object, all, std::move(labels));
  throw refusal("`" + object.path() + "`: voting `" + std::string(voting) + "` is not supported");
}

answers voting_regressor(context& c, pickle::value object, ir::value input) {
  const members all = all_members(c, object, input);
  std::vector<ir::value> predicted;
  for (std::size_t i = 0; i < all.objects.size(); ++i) {
    if (!all.made[i].numbers || c.build().width(*all.made[i].numbers) != 1)
      throw refusal("`" + all.objects[i].path() + "`: expected a regressor of one target");
    predicted.push_back(*all.made[i].numbers);
  }
  answers made;
  if (c.only_transform())
    made.transform = c.build().concat(predicted);
  else
    made.numbers = average(c.build(), object, predicted);
  return made;
}

constexpr std::array classes = {
    entry{"VotingClassifier", voting_classifier},
    entry{"VotingRegressor", voting_regressor},
};

} // namespace

std::span<const entry> voting_classes() { return classes; }

} // namespace convert::sklearn
