// cli/model_facts.cpp -- from the sections of a file to names and numbers.
#include <cli/model_facts.hpp>

#include <array>

#include <pounce/format/load.hpp>

#include <cli/content_id.hpp>

namespace cli {

namespace {

constexpr std::array<std::string_view, pounce::format::step_kinds> step_names{
    "select",      "require",     "impute",     "indicate",   "code_map",      "one_hot",
    "affine",      "clip",        "bin",        "power",      "unary",         "with_constants",
    "elementwise", "interpolate", "norm",       "polynomial", "linear",        "network",
    "forest",      "combine",     "reduce",     "softmax",    "normalize_sum", "complement",
    "distance",    "decide",      "pair_votes", "pair_sums",  "pair_coupling", "quantile",
    "spline",      "neighbors",   "top"};

constexpr std::array<std::string_view, pounce::format::roles> role_names{"predict", "proba", "raw",
                                                                         "transform", "graph"};

std::string kind_of(std::uint32_t code) {
  std::string text;
  for (int i = 0; i < 4; ++i) {
    const auto c = static_cast<char>((code >> (8 * i)) & 0x7FU); // without the bit of ancillary sections
    text += c > ' ' && c < 0x7F ? c : '?';
  }
  return text;
}

bool is_hot(std::uint32_t kind) {
  using enum pounce::format::section_kind;
  for (const auto cold : {features, labels, name_index, text_ends, text, tests, provenance}) {
    if (kind == static_cast<std::uint32_t>(cold)) return false;
  }
  return (kind & pounce::format::ancillary) == 0;
}

std::vector<std::string> texts_of(const pounce::view::program& p, std::uint32_t first, std::uint32_t count) {
  std::vector<std::string> texts;
  for (const auto& label : p.labels.subspan(first, count)) texts.emplace_back(p.text_at(label.text));
  return texts;
}

std::string detail_of(const pounce::view::program& p, const pounce::format::step& s) {
  if (s.kind == pounce::format::step_kind::forest) {
    const auto& f = p.forests[s.a.first];
    return std::to_string(f.tree_count) + " trees, " + std::to_string(f.node_count) + " nodes, " +
           (f.leaf_rows == 0 ? "leaves in them, " : std::to_string(f.leaf_rows) + " leaf rows, ") +
           std::to_string(f.slot_count) + " slots";
  }
  if (s.kind != pounce::format::step_kind::network) return {};
  std::string text;
  for (const auto& l : p.layers.subspan(s.a.first, s.a.count)) {
    text += (text.empty() ? "" : ", ") + std::to_string(l.inputs) + " to " + std::to_string(l.outputs);
  }
  return "layers " + text;
}

std::string roles_of(std::uint32_t bits) {
  std::string text;
  for (std::size_t r = 0; r < role_names.size(); ++r) {
    if ((bits >> r & 1U) != 0) text.append(text.empty() ? "" : ", ").append(role_names[r]);
  }
  return text;
}

void add_columns(const pounce::view::program& p, model_facts& facts) {
  for (const auto& f : p.features) {
    facts.inputs.push_back(
        {std::string(p.text_at(f.name)), texts_of(p, f.first_label, f.label_count), {}, 1});
  }
  for (const auto& o : p.outputs) {
    facts.outputs.push_back({std::string(p.text_at(o.name)), texts_of(p, o.first_label, o.label_count),
                             name_of(o.what), o.width});
  }
}

void add_sections(const pounce::view::program& p, model_facts& facts) {
  for (std::uint32_t i = 0; i < p.header.section_count; ++i) {
    const std::size_t entry = sizeof(pounce::format::header) + i * sizeof(pounce::format::section);
    const auto s = pounce::format::load<pounce::format::section>(p.bytes, entry);
    facts.sections.push_back({kind_of(s.kind), s.offset, s.length_bytes});
    if (!is_hot(s.kind)) continue;
    facts.hot_bytes += s.length_bytes;
    facts.hot_pages = (s.offset + s.length_bytes + 4095) / 4096; // hot sections come first, and in order
  }
}

std::string tolerance_of(std::uint32_t code) {
  static constexpr std::array<const char*, 4> texts{"1e-12 of max(1, |y|)", "1e-10 of max(1, |y|)",
                                                    "1e-06 of max(1, |y|)", "1e-05 + 1e-05 |y|"};
  return code < texts.size() ? texts[code] : "unknown";
}

} // namespace

std::string_view name_of(pounce::format::step_kind kind) {
  const auto i = static_cast<std::size_t>(kind);
  return i < step_names.size() ? step_names[i] : "unknown";
}

std::string_view name_of(pounce::role what) {
  const auto i = static_cast<std::size_t>(what);
  return i < role_names.size() ? role_names[i] : "unknown";
}

model_facts facts_of(const pounce::model& model) {
  const auto& p = model.contents();
  model_facts facts;
  facts.file_bytes = p.bytes.size();
  facts.content_id = text_of(model.id());
  facts.format_version = std::to_string(p.header.major) + "." + std::to_string(p.header.minor);
  add_columns(p, facts);
  for (const auto& s : p.steps) {
    facts.steps.push_back(
        {name_of(s.kind), s.input_width, s.output_width, roles_of(s.roles), detail_of(p, s)});
  }
  add_sections(p, facts);
  for (const auto& n : p.notes) facts.notes.emplace_back(p.text_at(n.key), p.text_at(n.text));
  facts.scratch_bytes = model.scratch_bytes(1);
  facts.needs_scratch = model.scratch_bytes() != 0;
  facts.test_rows = p.tests.empty() ? 0 : p.about.test_rows;
  facts.tolerance = tolerance_of(p.about.tolerance);
  return facts;
}

} // namespace cli
