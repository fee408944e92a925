// convert/frontend/lightgbm/booster.cpp -- the header, and the sum of the trees.
//
// Source  LightGBM 2.0.12 to 4.6, `src/boosting/gbdt_model_text.cpp`, `GBDT::LoadModelFromString`;
//         `src/boosting/gbdt_prediction.cpp`, `GBDT::PredictRaw` (never averaged) and `GBDT::Predict` (averages a
//         random forest, then links).
#include <convert/frontend/lightgbm/booster.hpp>

#include <algorithm>
#include <limits>

#include <convert/frontend/lightgbm/linear_tree.hpp>
#include <convert/frontend/lightgbm/objective.hpp>
#include <convert/frontend/lightgbm/tree.hpp>
#include <convert/refusal.hpp>
#include <convert/syntax/lightgbm/number_list.hpp>

namespace convert::lightgbm {

namespace {

std::uint32_t count_in(const block& b, const entry& e, std::int64_t least) {
  const std::int64_t n = integer_of(b, e);
  if (n < least || n > std::numeric_limits<std::int32_t>::max())
    refuse_at(b, e, std::to_string(n) + " is out of range");
  return static_cast<std::uint32_t>(n);
}

/// 2.1 was the first to write a version. What came before it is read where it means the same.
std::uint32_t format_of(const block& header) {
  const auto written = header.find("version");
  if (!written) return 0;
  constexpr std::string_view known[] = {"v2", "v3", "v4"};
  for (std::uint32_t i = 0; i < 3; ++i)
    if (written->value == known[i]) return i + 2;
  refuse_at(header, *written, "version `" + std::string(written->value) + "` is not known");
}

template <class Text>
std::vector<Text> words_of(std::string_view line) {
  std::vector<Text> words;
  for_each_word(line, [&](std::string_view word) { words.emplace_back(word); });
  return words;
}

/// Before 2.0.10 poisson had no exponential. Until 2.2.2 a random forest had no link: 2.1 put it into the leaves and 2.2
/// forgot it; 2.2.3 links the mean, and writes the same version as they.
void refuse_ambiguous(const booster& m) {
  if (m.format == 0 && !m.objective.empty() && m.objective.front() == "poisson")
    throw refusal(
        "the model is of LightGBM 2.0, whose poisson objective changed its meaning between releases; load it "
        "with a later LightGBM and save it anew");
  if (m.format <= 2 && m.averages && !answers_raw(m))
    throw refusal("the random forest is of a LightGBM before 2.3, and whether its leaves are probabilities "
                  "or its answer "
                  "lacks the objective `" +
                  m.objective.front() +
                  "` depends on the release, which the file does not tell; train it with a later one");
}

} // namespace

booster read_booster(std::string_view bytes) {
  booster m;
  m.file = read(bytes);
  const block& header = m.file.header;
  m.format = format_of(header);
  m.features = count_in(header, header.required("max_feature_idx"), 0) + 1;
  const std::uint32_t classes = count_in(header, header.required("num_class"), 1);
  const auto trees = header.find("num_tree_per_iteration");
  m.outputs = trees ? count_in(header, *trees, 1) : classes;
  constexpr std::uint32_t most_outputs = 1U << 16; // memory follows this number
  if (m.outputs > most_outputs)
    throw refusal("the header: " + std::to_string(m.outputs) + " outputs are too many");
  m.averages = header.has("average_output");
  if (const auto objective = header.find("objective")) m.objective = words_of<std::string>(objective->value);
  const entry names = header.required("feature_names");
  m.feature_names = words_of<std::string>(names.value);
  if (m.feature_names.size() != m.features)
    refuse_at(header, names,
              std::to_string(m.feature_names.size()) + " names for " + std::to_string(m.features) +
                  " features");
  if (const auto infos = header.find("feature_infos"))
    m.feature_infos = words_of<std::string_view>(infos->value);
  refuse_ambiguous(m);
  return m;
}

scores answered(ir::builder& b, const booster& model, ir::value row, std::optional<std::size_t> iterations) {
  if (b.width(row) != model.features)
    throw refusal("the model takes " + std::to_string(model.features) + " features, not " +
                  std::to_string(b.width(row)));
  const std::size_t count = std::min(iterations.value_or(model.iterations()), model.iterations());
  std::vector<tree_text> trees;
  for (std::size_t i = 0; i < count * model.outputs; ++i)
    trees.push_back(read_tree(model.file.trees[i], model.features));
  const bool linear = std::ranges::any_of(trees, &tree_text::is_linear);
  scores made;
  made.raw =
      linear ? sum_of_linear_trees(b, trees, model.outputs, row) : sum_of_trees(b, trees, model.outputs, row);
  const ir::value mean = model.averages ? b.divided(made.raw, static_cast<double>(count)) : made.raw;
  made.predict = linked(b, model, mean);
  return made;
}

} // namespace convert::lightgbm
