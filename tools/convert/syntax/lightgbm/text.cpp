// convert/syntax/lightgbm/text.cpp -- cutting a model file into header, trees and what follows them.
//
// Source  LightGBM 4.6, `src/boosting/gbdt_model_text.cpp`, `GBDT::LoadModelFromString` and `SaveModelToString`;
//         `python-package/lightgbm/basic.py`, `_load_pandas_categorical`.
#include <convert/syntax/lightgbm/text.hpp>

#include <convert/refusal.hpp>
#include <convert/syntax/lightgbm/line_reader.hpp>
#include <convert/syntax/lightgbm/number_list.hpp>

namespace convert::lightgbm {

namespace {

constexpr std::string_view tree_head = "Tree=";
constexpr std::string_view pandas_head = "pandas_categorical:";

/// "[key: value]"
entry parameter(std::string_view line, std::size_t number) {
  if (line.size() < 2 || line.front() != '[' || line.back() != ']') return {line, {}, number};
  const std::string_view inside = line.substr(1, line.size() - 2);
  const auto colon = inside.find(": ");
  if (colon == std::string_view::npos) return {inside, {}, number};
  return {inside.substr(0, colon), inside.substr(colon + 2), number};
}

entry key_value(std::string_view line, std::size_t number) {
  const auto equals = line.find('=');
  if (equals == std::string_view::npos) return {line, {}, number};
  return {line.substr(0, equals), line.substr(equals + 1), number};
}

/// The lines before the first tree, empty ones skipped.
void read_header(text& made, line_reader& lines) {
  made.header.name = "the header";
  while (!lines.at_end() && !lines.peek().starts_with(tree_head)) {
    const std::string_view line = lines.next();
    if (line == "end of trees" || line == "feature importances:")
      return; // no trees; 2.1 has no word for their end
    if (!line.empty()) made.header.entries.push_back(key_value(line, lines.number()));
  }
}

block read_tree(line_reader& lines, std::size_t index) {
  lines.next(); // "Tree=0"
  block made{"tree " + std::to_string(index), {}};
  while (!lines.at_end() && !lines.peek().empty()) {
    const std::string_view line = lines.next();
    if (line.find('=') == std::string_view::npos)
      throw refusal("line " + std::to_string(lines.number()) + ": expected key=value");
    made.entries.push_back(key_value(line, lines.number()));
  }
  while (!lines.at_end() && lines.peek().empty()) lines.next();
  return made;
}

/// LightGBM jumps by these sizes: a file in which they are wrong is not the one that was saved.
void check_sizes(const text& made, const std::vector<std::size_t>& starts) {
  const auto sizes = made.header.find("tree_sizes");
  if (!sizes) return;
  const auto bytes = integers_of(made.header, *sizes, made.trees.size());
  for (std::size_t i = 0; i + 1 < starts.size(); ++i)
    if (static_cast<std::int64_t>(starts[i + 1] - starts[i]) != bytes[i])
      throw refusal("line " + std::to_string(sizes->line) + ": tree " + std::to_string(i) + " has " +
                    std::to_string(starts[i + 1] - starts[i]) + " bytes, not the " +
                    std::to_string(bytes[i]) +
                    " that `tree_sizes` says: the file was changed after it was saved");
}

void read_rest(text& made, line_reader& lines) {
  bool inside = false;
  while (!lines.at_end()) {
    const std::string_view line = lines.next();
    if (line.starts_with(pandas_head)) made.pandas_categorical = line.substr(pandas_head.size());
    if (line == "parameters:") {
      inside = true;
    } else if (line == "end of parameters") {
      inside = false;
    } else if (inside && !line.empty()) {
      made.parameters.push_back(parameter(line, lines.number()));
    }
  }
}

} // namespace

std::optional<entry> block::find(std::string_view key) const {
  for (std::size_t i = entries.size(); i-- > 0;)
    if (entries[i].key == key) return entries[i];
  return std::nullopt;
}

entry block::required(std::string_view key) const {
  if (const auto found = find(key)) return *found;
  throw refusal(name + ": there is no `" + std::string(key) + "`");
}

text read(std::string_view bytes) {
  line_reader lines(bytes);
  text made;
  read_header(made, lines);
  std::vector<std::size_t> starts;
  while (!lines.at_end() && lines.peek().starts_with(tree_head)) {
    starts.push_back(lines.offset());
    made.trees.push_back(read_tree(lines, made.trees.size()));
  }
  check_sizes(made, starts);
  read_rest(made, lines);
  return made;
}

} // namespace convert::lightgbm
