// convert/frontend/xgboost/pickled_booster.cpp -- the handle of a Booster, and early stopping.
//
// Source  xgboost 1.0.2 to 3.5, `python-package/xgboost/core.py`, `Booster.__getstate__` and `best_iteration` (an
//         attribute of the Python object before 2.0, of the model later); `python-package/xgboost/sklearn.py`.
#include <convert/frontend/xgboost/pickled_booster.hpp>

#include <limits>

#include <convert/refusal.hpp>

namespace convert::xgboost {

namespace {

std::optional<std::uint32_t> count_attribute(std::optional<pickle::value> found) {
  if (!found || !found->is_number()) return std::nullopt;
  const std::int64_t count = found->integer();
  if (count < 0 || count >= std::numeric_limits<std::int32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(count);
}

} // namespace

std::string_view handle_of(pickle::value booster) {
  const auto handle = booster.type() == pickle::kind::instance ? booster.attribute("handle") : std::nullopt;
  if (!handle || handle->is_none()) throw refusal("`" + booster.path() + "`: the model was never fitted");
  return handle->bytes();
}

request trees_of(const learner& l, pickle::value wrapper) {
  request r;
  if (l.is_linear()) return r;
  if (l.written_by < version{1, 4, 0}) {
    const bool all = wrapper.class_name() == "XGBRanker"; // its `ntree_limit` is 0
    if (!all) r.trees_of_a_group = count_attribute(wrapper.attribute("best_ntree_limit"));
    return r;
  }
  std::optional<std::uint32_t> best = l.best_iteration;
  if (l.written_by < version{2, 0, 0})
    best = count_attribute(wrapper.required("_Booster").attribute("best_iteration"));
  if (best) r.iterations = *best + 1;
  return r;
}

} // namespace convert::xgboost
