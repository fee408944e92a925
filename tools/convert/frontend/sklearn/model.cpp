// convert/frontend/sklearn/model.cpp -- features in, steps by class, answers out under their printed names.
//
// Source  scikit-learn 0.23.2 to 1.9: what predict, predict_proba, decision_function and transform answer.
#include <convert/frontend/sklearn/model.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include <convert/frontend/sklearn/estimator.hpp>
#include <convert/frontend/sklearn/feature_names.hpp>
#include <convert/frontend/sklearn/unsupported.hpp>

namespace convert::sklearn {

namespace {

/// Whether the step makes the same numbers of every row.
bool is_constant(const ir::step& s) {
  const auto* products = std::get_if<ir::polynomial>(&s.what);
  return products != nullptr && std::ranges::all_of(products->products, &std::vector<std::uint32_t>::empty);
}

void answer_classes(ir::builder& b, std::vector<classified> targets) {
  const bool several = targets.size() > 1;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const std::string suffix = several ? "_" + std::to_string(i) : "";
    if (targets[i].proba) b.answer(ir::role::proba, "proba" + suffix, *targets[i].proba);
    b.answer(ir::role::predict, "predict" + suffix, targets[i].index, std::move(targets[i].labels));
  }
}

void answer_all(ir::builder& b, pickle::value root, answers made) {
  const bool predicts = !made.classes.empty() || made.numbers;
  answer_classes(b, std::move(made.classes));
  if (made.numbers) b.answer(ir::role::predict, "predict", *made.numbers);
  if (made.label_proba) b.answer(ir::role::proba, "proba", *made.label_proba);
  if (made.raw) b.answer(ir::role::raw, "raw", *made.raw);
  if (predicts || !made.transform) return;
  if (b.width(*made.transform) == 0)
    throw refusal("`" + root.path() +
                  "`: its transform has no columns, so there is nothing that it could answer");
  b.answer(ir::role::transform, "transform", *made.transform);
}

/// Which columns of each value are codes of a category, as they stand in the row.
class category_tracer {
 public:
  explicit category_tracer(const ir::model& m) : model_(m) {
    columns_.emplace_back(m.features.size(), ir::no_feature);
    for (std::uint32_t i = 0; i < m.features.size(); ++i)
      if (m.features[i].is_category()) columns_[0][i] = i;
    const auto widths = ir::widths(m);
    for (std::size_t i = 0; i < m.steps.size(); ++i) columns_.push_back(made_by(m.steps[i], widths[i + 1]));
  }

  /// Codes are copied, checked, filled and looked up; nothing else may be done with them.
  void insist(ir::value v, const std::string& reader) const {
    for (const std::uint32_t feature : columns_[v])
      if (feature != ir::no_feature)
        throw refusal("feature `" + model_.features[feature].name + "` holds texts, but " + reader);
  }

 private:
  std::vector<std::uint32_t> made_by(const ir::step& s, std::uint32_t width) const {
    if (const auto* picked = std::get_if<ir::select>(&s.what)) {
      std::vector<std::uint32_t> made;
      for (const auto& column : picked->columns) made.push_back(columns_[column.from][column.index]);
      return made;
    }
    const bool copies =
        std::holds_alternative<ir::require>(s.what) || std::holds_alternative<ir::impute>(s.what);
    if (copies) return columns_[s.input];
    const bool reads_codes =
        std::holds_alternative<ir::code_map>(s.what) || std::holds_alternative<ir::indicate_missing>(s.what);
    if (!reads_codes && !is_constant(s)) insist(s.input, "is read as a number too");
    return std::vector<std::uint32_t>(width, ir::no_feature);
  }

  const ir::model& model_;
  std::vector<std::vector<std::uint32_t>> columns_;
};

void refuse_texts_as_numbers(const ir::model& m) {
  const category_tracer tracer(m);
  for (const ir::output& out : m.outputs) tracer.insist(out.from, "is answered as it is");
}

/// What a model needs to know of a column.
enum class need : std::uint8_t { nothing, whether_missing, value };

/// What each feature is needed for, from the answers back to the row. A check that nothing comes after checks values.
std::vector<need> needs_of_features(const ir::model& m) {
  std::vector<std::vector<need>> needs;
  for (const std::uint32_t width : ir::widths(m)) needs.emplace_back(width, need::nothing);
  for (const ir::output& out : m.outputs) needs[out.from].assign(needs[out.from].size(), need::value);
  for (std::size_t i = m.steps.size(); i-- > 0;) {
    const ir::step& s = m.steps[i];
    const std::vector<need>& made = needs[i + 1];
    const auto ask = [&](ir::value from, std::size_t column, need what) {
      needs[from][column] = std::max(needs[from][column], what);
    };
    if (const auto* picked = std::get_if<ir::select>(&s.what)) {
      for (std::size_t k = 0; k < made.size(); ++k)
        ask(picked->columns[k].from, picked->columns[k].index, made[k]);
      continue;
    }
    if (is_constant(s)) continue;
    const auto* flags = std::get_if<ir::indicate_missing>(&s.what);
    const bool checks = std::holds_alternative<ir::require>(s.what);
    for (std::size_t k = 0; k < needs[s.input].size(); ++k) {
      const bool only_missing =
          flags != nullptr ? flags->marker_is_nan : checks && made[k] == need::whether_missing;
      ask(s.input, k, only_missing ? need::whether_missing : need::value);
    }
  }
  return needs.front();
}

/// A column of a table that the model drops may hold texts, a name or a ticket, whatever they are: they are categories that
/// nobody asks for. So may one that a MissingIndicator alone looks at: it does not say what it has seen.
void take_any_text(ir::model& m) {
  const std::vector<need> needs = needs_of_features(m);
  for (std::size_t i = 0; i < needs.size(); ++i) {
    ir::feature& f = m.features[i];
    const bool of_table = f.name != "x" + std::to_string(i); // an array's columns have no names
    if (needs[i] == need::value || (needs[i] == need::whether_missing && !of_table)) continue;
    if (!f.name.empty() && !f.is_category()) f.vocabulary.push_back({ir::label::kind::text, "", 0});
  }
}

void note_origin(ir::builder& b, pickle::value root) {
  const std::string_view package = root.qualified_name().substr(0, root.qualified_name().find('.'));
  b.note("framework", package == "sklearn" ? "scikit-learn" : std::string(package));
  b.note("class", std::string(root.class_name()));
  if (const auto written = root.attribute("_sklearn_version"); written && written->is_text())
    b.note("version", std::string(written->text()));
}

/// The row's features. Where nothing says how many there are, the class that would have had to say it may be unknown: then that
/// is the reason.
std::vector<ir::feature> known_features_of(pickle::value root) {
  try {
    return features_of(root);
  } catch (const refusal&) {
    const auto parts = unsupported_parts(root);
    if (!parts.empty()) throw refusal(parts.front());
    throw;
  }
}

} // namespace

ir::model read(pickle::value root) {
  if (root.type() != pickle::kind::instance) throw refusal("`" + root.path() + "`: expected an estimator");
  ir::builder b(known_features_of(root));
  context c(b);
  answers made = c.estimator(root, b.row());
  answer_all(b, root, std::move(made));
  note_origin(b, root);
  ir::model m = std::move(b).take();
  refuse_spread_noise(m, c.all_noisy_columns());
  refuse_texts_as_numbers(m);
  take_any_text(m);
  return m;
}

} // namespace convert::sklearn
