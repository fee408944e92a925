// convert/frontend/sklearn/member.cpp -- members of ensembles seen from their ensemble.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/multiclass.py`, `_predict_binary` and
//         `_threshold_for_binary_predict`.
#include <convert/frontend/sklearn/member.hpp>

#include <string>

namespace convert::sklearn {

const classified& only_target(pickle::value member, const answers& made) {
  if (made.classes.size() != 1) throw refusal("`" + member.path() + "`: expected a classifier of one target");
  return made.classes.front();
}

ir::value predicted_number(context& c, pickle::value member, const answers& made) {
  const classified& target = only_target(member, made);
  ir::code_map::column map;
  bool same = true;
  for (std::size_t i = 0; i < target.labels.size(); ++i) {
    const ir::label& label = target.labels[i];
    if (!label.is_number())
      throw refusal("`" + member.path() + "`: class `" + label.text + "` is not a number");
    map.keys.push_back(static_cast<double>(i));
    map.codes.push_back(label.number);
    same = same && label.number == map.keys.back();
  }
  if (same) return target.index;
  ir::code_map step;
  step.columns.push_back(std::move(map));
  return c.build().add(target.index, step);
}

binary_score binary_score_of(context& c, pickle::value member, const answers& made) {
  ir::builder& b = c.build();
  binary_score score;
  if (made.classes.empty() && made.numbers)
    score = {*made.numbers, 0.5};
  else if (made.raw)
    score = {*made.raw, 0.0};
  else if (const auto proba = only_target(member, made).proba; proba && b.width(*proba) == 2)
    score = {b.slice(*proba, 1, 1), 0.5};
  else
    throw refusal("`" + member.path() + "`: expected a score or two probabilities");
  if (b.width(score.score) != 1) throw refusal("`" + member.path() + "`: expected one score");
  return score;
}

} // namespace convert::sklearn
