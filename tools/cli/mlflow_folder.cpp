// cli/mlflow_folder.cpp -- MLmodel: two levels of `flavors:` in YAML's plain block style, which is how MLflow writes it.
//
// Source  mlflow 1.0 to 3.1, `mlflow/models/model.py`, `Model.save`; `mlflow/sklearn`, `mlflow/xgboost`, `mlflow/lightgbm`,
//         `mlflow/onnx`, `save_model`: under which key each flavor names its file.
#include <cli/mlflow_folder.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <vector>

#include <convert/refusal.hpp>

#include <cli/input_file.hpp>
#include <cli/message.hpp>

namespace cli {

namespace {

namespace fs = std::filesystem;

struct supported_flavor {
  std::string_view name;
  std::string_view file_key;
};

constexpr std::array supported{supported_flavor{"sklearn", "pickled_model"},
                               supported_flavor{"xgboost", "data"}, supported_flavor{"lightgbm", "data"},
                               supported_flavor{"onnx", "data"}};

/// "    key: value" in parts; a value of several lines, a list or a comment is none.
struct line {
  std::size_t indent = 0;
  std::string_view key;
  std::string_view value;
};

std::string_view unquoted(std::string_view text) {
  const bool quoted =
      text.size() >= 2 && (text.front() == '\'' || text.front() == '"') && text.back() == text.front();
  return quoted ? text.substr(1, text.size() - 2) : text;
}

std::optional<line> line_of(std::string_view text) {
  if (text.ends_with('\r')) text.remove_suffix(1);
  const std::size_t indent = std::min(text.find_first_not_of(' '), text.size());
  text.remove_prefix(indent);
  if (text.empty() || text.front() == '#' || text.front() == '-') return std::nullopt;
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view value = text.substr(colon + 1);
  value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
  return line{indent, text.substr(0, colon), unquoted(value)};
}

std::vector<line> lines_of(std::string_view text) {
  std::vector<line> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (const auto found = line_of(text.substr(0, end))) lines.push_back(*found);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

struct flavor {
  std::string_view name;
  std::vector<line> entries;
};

/// What stands under `flavors:`, each with the lines of its own level.
std::vector<flavor> flavors_in(const std::vector<line>& lines) {
  std::vector<flavor> flavors;
  bool inside = false;
  std::size_t name_indent = 0;
  std::size_t entry_indent = 0;
  for (const line& l : lines) {
    if (l.indent == 0) {
      inside = l.key == "flavors";
    } else if (inside && (flavors.empty() || l.indent <= name_indent)) {
      name_indent = l.indent;
      entry_indent = 0;
      flavors.push_back({l.key, {}});
    } else if (inside) {
      if (entry_indent == 0) entry_indent = l.indent;
      if (l.indent == entry_indent) flavors.back().entries.push_back(l);
    }
  }
  return flavors;
}

std::string list_of(const std::vector<flavor>& flavors) {
  std::string text;
  for (const flavor& f : flavors) text += (text.empty() ? "" : ", ") + std::string(f.name);
  return text;
}

std::optional<std::string_view> value_in(const flavor& f, std::string_view key) {
  const auto found =
      std::find_if(f.entries.begin(), f.entries.end(), [&](const line& l) { return l.key == key; });
  if (found == f.entries.end()) return std::nullopt;
  return found->value;
}

constexpr std::string_view xgboost_wrappers = "xgboost.sklearn.";

/// Of XGBoost's wrappers MLflow saves the booster, and loads it into an object of their class: from 1.22 on it says which.
void refuse_classifier(const flavor& f, std::string_view file) {
  const std::string_view made = value_in(f, "model_class").value_or("");
  if (!made.starts_with(xgboost_wrappers) || !made.ends_with("Classifier")) return;
  throw convert::refusal("it holds an " + std::string(made.substr(xgboost_wrappers.size())) +
                         " as the booster `" + std::string(file) +
                         "`, which answers scores, not classes: convert the classifier's own pickle, "
                         "or that file for what its booster answers");
}

/// A wrapper that stopped early predicts with its best iterations, its booster with all.
void refuse_early_stop(const flavor& f, const std::string& file) {
  if (!value_in(f, "model_class").value_or("").starts_with(xgboost_wrappers)) return;
  const auto bytes = read_all(file);
  constexpr std::string_view key = "best_iteration";
  const auto same = [](std::byte b, char c) { return b == static_cast<std::byte>(c); };
  if (std::search(bytes.begin(), bytes.end(), key.begin(), key.end(), same) != bytes.end())
    throw convert::refusal(
        "it holds a model that stopped early as a booster, which answers with all trees, not with the "
        "best iterations: convert the model's own pickle, or `" +
        file + "` for what its booster answers");
}

/// Whether a path stays in the folder that it starts from.
bool is_inside(const fs::path& path) {
  const bool upwards =
      std::any_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".."; });
  return !path.empty() && path.is_relative() && !upwards;
}

struct named_model {
  flavor of;
  std::string file;
};

/// Lifetime: refers to `mlmodel`.
named_model named_in(std::string_view mlmodel) {
  const auto flavors = flavors_in(lines_of(mlmodel));
  if (flavors.empty()) throw convert::refusal("it names no flavors");
  for (const auto& known : supported) {
    const auto found =
        std::find_if(flavors.begin(), flavors.end(), [&](const auto& f) { return f.name == known.name; });
    if (found == flavors.end()) continue;
    const auto file = value_in(*found, known.file_key);
    if (!file)
      throw convert::refusal("its flavor " + std::string(known.name) + " has no `" +
                             std::string(known.file_key) + "`");
    if (!is_inside(*file)) throw convert::refusal("`" + std::string(*file) + "` is not a file in its folder");
    refuse_classifier(*found, *file);
    return {*found, std::string(*file)};
  }
  throw convert::refusal(
      "its flavors are " + list_of(flavors) +
      ": none of sklearn, xgboost, lightgbm and onnx: log the model as one of these, a network "
      "by mlflow.onnx");
}

} // namespace

std::string model_named_by(std::string_view mlmodel) { return named_in(mlmodel).file; }

std::string model_file_of(const std::string& input) {
  if (input == "-") return input;
  std::error_code none; // what can not be looked at is said when it is opened
  const bool is_folder = fs::is_directory(input, none);
  const fs::path described = is_folder ? fs::path(input) / "MLmodel" : fs::path(input);
  if (described.filename() != "MLmodel" || !fs::is_regular_file(described, none)) return input;
  const auto bytes = read_all(described.string());
  std::string text(bytes.size(), '\0');
  std::transform(bytes.begin(), bytes.end(), text.begin(), [](std::byte b) { return static_cast<char>(b); });
  std::string file;
  blaming(input_name(described.string()), [&] {
    const named_model found = named_in(text);
    file = (described.parent_path() / found.file).string();
    refuse_early_stop(found.of, file);
  });
  return file;
}

} // namespace cli
