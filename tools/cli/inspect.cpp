// cli/inspect.cpp -- pounce inspect: what is in a model, for people and for programs.
#include <algorithm>
#include <string>

#include <cli/commands.hpp>
#include <cli/input_file.hpp>
#include <cli/json_text.hpp>
#include <cli/model_facts.hpp>
#include <cli/output_file.hpp>

namespace cli {

namespace {

/// `text` with spaces up to `width`; numbers stand at its right end.
std::string left(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text + " ";
}
std::string right(std::uint64_t number, std::size_t width) {
  const std::string text = std::to_string(number);
  return std::string(width - std::min(width, text.size()), ' ') + text + " ";
}

/// Names and labels are a file's: no control character of theirs reaches a terminal.
std::string shown(std::string_view text) {
  std::string clean(text);
  for (char& c : clean) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  }
  return clean;
}

std::string labels_text(const std::vector<std::string>& labels, std::string_view what) {
  constexpr std::size_t most = 8;
  if (labels.empty()) return {};
  std::string text = ", " + std::to_string(labels.size()) + " " + std::string(what) + ":";
  for (std::size_t i = 0; i < std::min(most, labels.size()); ++i)
    text += (i == 0 ? " " : ", ") + shown(labels[i]);
  return text + (labels.size() > most ? ", ..." : "");
}

std::size_t widest(const std::vector<model_facts::column>& columns) {
  std::size_t width = 0;
  for (const auto& c : columns) width = std::max(width, c.name.size());
  return std::min<std::size_t>(width, 40);
}

std::string columns_text(const model_facts& facts) {
  constexpr std::size_t most = 40;
  std::string text = "inputs        " + std::to_string(facts.inputs.size()) + "\n";
  for (std::size_t i = 0; i < std::min(most, facts.inputs.size()); ++i) {
    const auto& c = facts.inputs[i];
    text += right(i, 6) + " " + left(shown(c.name), widest(facts.inputs)) +
            (c.labels.empty() ? "number" : "category" + labels_text(c.labels, "known")) + "\n";
  }
  if (facts.inputs.size() > most)
    text += "       and " + std::to_string(facts.inputs.size() - most) + " more\n";
  text += "answers       " + std::to_string(facts.outputs.size()) + "\n";
  for (const auto& c : facts.outputs) {
    const std::string columns = c.width == 1 ? " column" : " columns";
    text += "       " + left(shown(c.name), widest(facts.outputs)) + std::to_string(c.width) + columns +
            labels_text(c.labels, "labels") + "\n";
  }
  return text;
}

std::string steps_text(const model_facts& facts) {
  std::string text = "steps         " + std::to_string(facts.steps.size()) + "\n";
  for (std::size_t i = 0; i < facts.steps.size(); ++i) {
    const auto& s = facts.steps[i];
    text += right(i, 6) + " " + left(std::string(s.kind), 14) + right(s.input_width, 6) + "to" +
            right(s.output_width, 7) + (s.detail.empty() ? "" : " " + s.detail + ",") + " for " + s.roles +
            "\n";
  }
  return text;
}

std::string sections_text(const model_facts& facts) {
  std::string text = "sections      " + std::to_string(facts.sections.size()) + "\n";
  for (const auto& s : facts.sections) {
    text += "       " + s.kind + right(s.bytes, 12) + "bytes at " + std::to_string(s.offset) + "\n";
  }
  return text;
}

std::string text_of(const model_facts& facts, const std::string& name) {
  std::string text =
      name + ": " + std::to_string(facts.file_bytes) + " bytes, format " + facts.format_version + "\n";
  text += "content id    " + facts.content_id + "\n";
  for (const auto& [key, value] : facts.notes) text += left(shown(key), 13) + shown(value) + "\n";
  text += columns_text(facts) + steps_text(facts) + sections_text(facts);
  text += "memory        a prediction reads at most " + std::to_string(facts.hot_bytes) + " bytes on " +
          std::to_string(facts.hot_pages) + (facts.hot_pages == 1 ? " page" : " pages") +
          " of the file, works in " + std::to_string(facts.scratch_bytes) + " bytes" +
          (facts.needs_scratch ? " of the caller's" : " of stack") + "\n";
  text += "test rows     " + std::to_string(facts.test_rows) + ", answers within " + facts.tolerance + "\n";
  return text;
}

void append_columns(json_text& json, const std::vector<model_facts::column>& columns) {
  json.open('[');
  for (const auto& c : columns) {
    json.open('{').key("name").value(c.name);
    if (!c.role.empty()) json.key("role").value(c.role).key("columns").value(c.width);
    json.key("labels").open('[');
    for (const auto& label : c.labels) json.value(label);
    json.close(']').close('}');
  }
  json.close(']');
}

void append_insides(json_text& json, const model_facts& facts) {
  json.key("steps").open('[');
  for (const auto& s : facts.steps) {
    json.open('{').key("kind").value(s.kind).key("input_width").value(s.input_width);
    json.key("output_width").value(s.output_width).key("for").value(s.roles);
    if (!s.detail.empty()) json.key("detail").value(s.detail);
    json.close('}');
  }
  json.close(']').key("sections").open('[');
  for (const auto& s : facts.sections) {
    json.open('{').key("kind").value(s.kind).key("offset").value(s.offset).key("bytes").value(s.bytes).close(
        '}');
  }
  json.close(']').key("notes").open('{');
  for (const auto& [key, value] : facts.notes) json.key(key).value(value);
  json.close('}');
}

std::string json_of(const model_facts& facts, const std::string& name) {
  json_text json;
  json.open('{').key("file").value(name).key("bytes").value(facts.file_bytes);
  json.key("format").value(facts.format_version).key("content_id").value(facts.content_id);
  json.key("inputs");
  append_columns(json, facts.inputs);
  json.key("outputs");
  append_columns(json, facts.outputs);
  append_insides(json, facts);
  json.key("hot_bytes").value(facts.hot_bytes).key("hot_pages").value(facts.hot_pages);
  json.key("scratch_bytes").value(facts.scratch_bytes);
  json.key("caller_brings_scratch").value(facts.needs_scratch ? 1U : 0U);
  json.key("test_rows").value(facts.test_rows).key("tolerance").value(facts.tolerance).close('}');
  return json.text() + "\n";
}

} // namespace

exit_code run(const inspect_command& told) {
  const auto opened = open_model(told.model);
  const auto facts = facts_of(opened.model);
  const std::string name = input_name(told.model);
  output_file("-").write(told.json ? json_of(facts, name) : text_of(facts, name));
  return done;
}

} // namespace cli
