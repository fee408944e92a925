// convert/frontend/sklearn/estimator.cpp -- dispatch by class, and categories as codes in the row.
//
// Source  scikit-learn 1.2.1, `sklearn/base.py`, `BaseEstimator.__getstate__` (`_sklearn_version`).
#include <convert/frontend/sklearn/estimator.hpp>

#include <algorithm>
#include <charconv>
#include <string>

#include <convert/frontend/sklearn/refused_class.hpp>
#include <convert/frontend/sklearn/registry.hpp>

namespace convert::sklearn {

namespace {

/// Pipelines in searches in votes in stacks: nobody goes this deep, and an object that holds itself does.
constexpr std::uint32_t max_depth = 64;

/// An object can stand in several places, each with its own input. Without a bound, pipelines that hold a
/// pipeline twice, which holds one twice, and so on, would grow without end.
constexpr std::uint32_t max_uses = 16;

/// The version of scikit-learn that wrote the object. Classes of other packages (imbalanced-learn's ensembles) do not say
/// it: then it is that of what they hold, the last of their members or steps.
version version_of(pickle::value object) {
  for (std::uint32_t depth = 0; depth < max_depth && object.type() == pickle::kind::instance; ++depth) {
    if (const auto written = object.attribute("_sklearn_version"); written && written->is_text())
      return parse_version(written->text());
    auto parts = object.attribute("estimators_");
    if (!parts) parts = object.attribute("steps");
    if (!parts || !parts->is_sequence() || parts->size() == 0) break;
    const pickle::value last = (*parts)[parts->size() - 1];
    object = last.is_sequence() && last.size() == 2 ? last[1] : last;
  }
  return {};
}

} // namespace

version parse_version(std::string_view text) {
  version v;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::uint32_t* part : {&v.major, &v.minor, &v.patch}) {
    const auto [next, error] = std::from_chars(at, end, *part);
    if (error != std::errc{}) break; // "1.5.dev0", "0.24rc1": what comes before it counts
    if (next == end || *next != '.') break;
    at = next + 1;
  }
  return v;
}

answers context::dispatch(pickle::value object, ir::value input, bool only_transform) {
  const auto place = "`" + object.path() + "`: ";
  if (object.type() != pickle::kind::instance) throw refusal(place + "expected an estimator");
  if (depth_ == max_depth) throw refusal(place + "objects are nested too deeply");
  const entry* found = find_class(object.qualified_name());
  if (!found) throw refusal(place + unsupported_class(object));

  const auto key = std::tuple(object.index(), input, only_transform);
  if (const auto before = built_.find(key); before != built_.end()) return before->second;
  if (++uses_[object.index()] > max_uses) throw refusal(place + "the same object is used too often");

  const version outer = version_;
  const bool outer_only_transform = only_transform_;
  only_transform_ = only_transform;
  if (const version written = version_of(object); written != version{}) version_ = written;
  ++depth_;
  answers made = found->build(*this, object, input);
  --depth_;
  version_ = outer;
  only_transform_ = outer_only_transform;
  built_.emplace(key, made);
  return made;
}

answers context::estimator(pickle::value object, ir::value input) { return dispatch(object, input, false); }

ir::value context::transform(pickle::value object, ir::value input) {
  const answers made = dispatch(object, input, true);
  if (!made.transform)
    throw refusal("`" + object.path() + "`: class `" + std::string(object.qualified_name()) +
                  "` does not transform");
  return *made.transform;
}

void vocabulary_index::add(const ir::label& category, std::size_t place) {
  by_text_.emplace(category.text, place);
  if (category.is_number()) by_number_.emplace(category.number, place);
}

std::size_t vocabulary_index::place(std::vector<ir::label>& vocabulary, const ir::label& category) {
  for (; known_ < vocabulary.size(); ++known_) add(vocabulary[known_], known_);
  if (const auto same = by_text_.find(category.text); same != by_text_.end()) return same->second;
  const auto same = category.is_number() ? by_number_.find(category.number) : by_number_.end();
  if (same != by_number_.end()) return same->second;
  vocabulary.push_back(category);
  add(category, known_);
  return known_++;
}

std::vector<double> context::category_codes(ir::value input, std::uint32_t column,
                                            const std::vector<ir::label>& categories) {
  const std::uint32_t feature = build_.origins(input).at(column);
  const bool numeric = std::ranges::all_of(categories, &ir::label::is_number);
  const bool is_category = feature != ir::no_feature && build_.feature_at(feature).is_category();
  std::vector<double> codes;
  codes.reserve(categories.size());
  if (numeric && !is_category) {
    if (feature != ir::no_feature) numeric_features_.insert(feature);
    for (const auto& category : categories) codes.push_back(category.number);
    return codes;
  }
  if (feature == ir::no_feature)
    throw refusal("column " + std::to_string(column) + " holds texts but is not a copy of a feature");
  ir::feature& source = build_.feature_at(feature);
  if (numeric_features_.contains(feature))
    throw refusal("feature `" + source.name + "` is read as texts and as numbers");
  vocabulary_index& index = vocabularies_[feature];
  for (const auto& category : categories)
    codes.push_back(static_cast<double>(index.place(source.vocabulary, category)));
  return codes;
}

} // namespace convert::sklearn
