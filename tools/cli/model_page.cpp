// cli/model_page.cpp -- three paths.
#include <cli/model_page.hpp>

#include <utility>

#include <pounce/serve/refusal.hpp>

#include <cli/json_text.hpp>
#include <cli/model_facts.hpp>
#include <cli/page.hpp>
#include <cli/sample_request.hpp>

namespace cli {

namespace {

std::string note_of(const model_facts& facts, std::string_view key) {
  for (const auto& [name, text] : facts.notes) {
    if (name == key) return text;
  }
  return {};
}

/// "Pipeline (scikit-learn 1.4.2)"
std::string about_text(const model_facts& facts) {
  const std::string from = note_of(facts, "framework") + " " + note_of(facts, "version");
  return note_of(facts, "class") + (from == " " ? "" : " (" + from + ")");
}

void append_labels(json_text& json, const std::vector<std::string>& labels) {
  if (labels.empty()) return;
  json.key("labels").open('[');
  for (const auto& label : labels) json.value(label);
  json.close(']');
}

} // namespace

std::string page_facts(const pounce::model& model, const std::string& file) {
  const auto facts = facts_of(model);
  const auto sample = sample_row(model);
  json_text json;
  json.open('{').key("file").value(file).key("about").value(about_text(facts));
  json.key("id").value(facts.content_id).key("bytes").value(facts.file_bytes).key("features").open('[');
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const bool named = i < facts.inputs.size() && !facts.inputs[i].name.empty();
    json.open('{').key("name").value(named ? facts.inputs[i].name : "x" + std::to_string(i));
    json.key("sample").json(sample[i]);
    if (i < facts.inputs.size()) append_labels(json, facts.inputs[i].labels);
    json.close('}');
  }
  json.close(']').key("answers").open('[');
  for (const auto& answer : facts.outputs) {
    json.open('{').key("name").value(answer.name).key("role").value(answer.role);
    append_labels(json, answer.labels);
    json.close('}');
  }
  return json.close(']').close('}').text();
}

void model_page::operator()(const pounce::serving::request& asked, pounce::serving::reply& to) noexcept {
  if (asked.method != "GET" && asked.method != "HEAD") return (*service_)(asked, to);
  if (asked.path == "/") {
    to.content_type = "text/html; charset=utf-8";
    to.body.put(page);
  } else if (asked.path == "/model") {
    to.body.put(facts_);
  } else {
    to.status = 404;
    pounce::serving::write_refusal<>({404, "no_such_page", "there are / and /model"}, {}, to.body);
  }
}

} // namespace cli
