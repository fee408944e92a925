// convert/lower/names.cpp -- features, labels, answers and notes, with their hash tables.
#include <convert/lower/names.hpp>

#include <algorithm>
#include <bit>
#include <string>

namespace convert::lower {

namespace format = pounce::format;

std::uint32_t text_table::number_of(std::string_view text) {
  const auto [known, added] = known_.emplace(std::string(text), static_cast<std::uint32_t>(ends_.size()));
  if (added) {
    bytes_ += text;
    ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
  }
  return known->second;
}

namespace {

struct range {
  std::uint32_t first;
  std::uint32_t count;
};

/// A hash table over `names`, as format::name_hash describes; of equal names the first is found.
range append_index(const std::vector<std::string>& names, image& to) {
  const range cells{static_cast<std::uint32_t>(to.name_index.size()),
                    static_cast<std::uint32_t>(std::bit_ceil(2 * names.size()))};
  to.name_index.resize(to.name_index.size() + cells.count, 0);
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    std::uint32_t cell = format::name_hash(names[i]) & (cells.count - 1);
    while (to.name_index[cells.first + cell] != 0) cell = (cell + 1) & (cells.count - 1);
    to.name_index[cells.first + cell] = i + 1;
  }
  return cells;
}

range append_labels(const std::vector<ir::label>& labels, image& to) {
  const range all{static_cast<std::uint32_t>(to.labels.size()), static_cast<std::uint32_t>(labels.size())};
  for (const auto& l : labels) {
    format::label record{};
    record.text = to.texts.number_of(l.text);
    record.kind = static_cast<format::label_kind>(l.type);
    record.number = l.is_number() ? l.number : 0;
    to.labels.push_back(record);
  }
  return all;
}

void append_feature(const ir::feature& f, image& to) {
  format::feature record{};
  record.name = to.texts.number_of(f.name);
  if (f.is_category()) {
    const range labels = append_labels(f.vocabulary, to);
    record.first_label = labels.first;
    record.label_count = labels.count;
    std::vector<std::string> texts;
    for (const auto& l : f.vocabulary) texts.push_back(l.text);
    const range cells = append_index(texts, to);
    record.index_first = cells.first;
    record.index_count = cells.count;
  }
  to.features.push_back(record);
}

} // namespace

void lower_names(const ir::model& m, const address_plan& plan, const std::vector<std::uint32_t>& widths,
                 image& to) {
  std::vector<ir::output> outputs = m.outputs;
  std::stable_sort(outputs.begin(), outputs.end(),
                   [](const auto& a, const auto& b) { return a.what < b.what; });
  for (const auto& o : outputs) {
    const range labels = append_labels(o.labels, to);
    format::output record{};
    record.name = to.texts.number_of(o.name);
    record.what = static_cast<format::role>(o.what);
    record.address = plan.address[o.from];
    record.width = widths[o.from];
    record.first_label = labels.first;
    record.label_count = labels.count;
    to.outputs.push_back(record);
  }
  std::vector<std::string> names;
  for (const auto& f : m.features) {
    append_feature(f, to);
    names.push_back(f.name);
  }
  const bool named = std::any_of(names.begin(), names.end(), [](const auto& n) { return !n.empty(); });
  if (named) {
    const range cells = append_index(names, to);
    to.about.feature_index_first = cells.first;
    to.about.feature_index_count = cells.count;
  }
  auto notes = m.provenance;
  std::stable_sort(notes.begin(), notes.end());
  for (const auto& [key, text] : notes)
    to.notes.push_back({to.texts.number_of(key), to.texts.number_of(text)});
}

} // namespace convert::lower
