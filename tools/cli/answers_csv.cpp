// cli/answers_csv.cpp -- one run of the program a role, then the rows' cells side by side.
#include <cli/answers_csv.hpp>

#include <algorithm>
#include <array>
#include <string_view>

#include <convert/refusal.hpp>

#include <cli/csv.hpp>
#include <cli/message.hpp>
#include <cli/number.hpp>

namespace cli {

namespace {

constexpr std::array<std::string_view, pounce::format::roles> role_names{"predict", "proba", "raw",
                                                                         "transform", "graph"};

/// Refuses what the model does not answer.
void check_wanted(const pounce::model& model, const std::vector<std::string>& wanted) {
  std::vector<std::string_view> known;
  for (const auto& o : model.contents().outputs) {
    known.push_back(role_names[static_cast<std::size_t>(o.what)]);
    known.push_back(model.contents().text_at(o.name));
  }
  for (const auto& name : wanted) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string all;
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    for (const auto k : known) all += (all.empty() ? "" : ", ") + in_backticks(k);
    throw convert::refusal("the model has no answer " + in_backticks(name) + ", but " + all);
  }
}

} // namespace

answers_csv::answers_csv(const pounce::model& model, const std::vector<std::string>& wanted)
    : model_(&model) {
  check_wanted(model, wanted);
  const auto is_wanted = [&](std::string_view name) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), name) != wanted.end();
  };
  for (std::size_t r = 0; r < role_names.size(); ++r) {
    group made;
    made.what = static_cast<pounce::role>(r);
    for (const auto& o : model.outputs(made.what)) {
      if (is_wanted(role_names[r]) || is_wanted(model.contents().text_at(o.name))) {
        made.outputs.push_back(&o);
        made.first_columns.push_back(made.columns);
      }
      made.columns += o.width;
    }
    if (!made.outputs.empty()) groups_.push_back(std::move(made));
  }
}

std::string answers_csv::header() const {
  std::string text;
  for (const auto& g : groups_) {
    for (const auto* o : g.outputs) {
      const std::string name(model_->contents().text_at(o->name));
      for (std::uint32_t i = 0; i < o->width; ++i) {
        text += text.empty() ? "" : ",";
        text += csv_cell(o->width == 1 ? name : name + "_" + std::to_string(i));
      }
    }
  }
  return text + "\n";
}

pounce::result<void> answers_csv::append(std::span<const double> numbers, std::string& text) {
  const std::size_t n = numbers.size() / model_->features();
  scratch_.resize(std::max(scratch_.size(), model_->scratch_bytes(n)));
  for (auto& g : groups_) {
    g.numbers.resize(n * g.columns);
    const auto done = model_->answer(g.what, pounce::rows(numbers, model_->features()), g.numbers, scratch_);
    if (!done) return done;
  }
  for (std::size_t r = 0; r < n; ++r) {
    const std::size_t line = text.size();
    for (const auto& g : groups_) {
      if (text.size() != line) text.push_back(',');
      append_cells(g, r, text);
    }
    text.push_back('\n');
  }
  return {};
}

void answers_csv::append_cells(const group& from, std::size_t row, std::string& text) const {
  const auto& contents = model_->contents();
  bool first = true;
  for (std::size_t k = 0; k < from.outputs.size(); ++k) {
    const auto& o = *from.outputs[k];
    const double* const cells = from.numbers.data() + row * from.columns + from.first_columns[k];
    for (std::uint32_t i = 0; i < o.width; ++i) {
      if (!first) text.push_back(',');
      first = false;
      if (o.label_count == 0) {
        text += text_of(cells[i]);
      } else if (cells[i] >= 0 && cells[i] < o.label_count) { // one that is not a label stays empty
        const auto label = o.first_label + static_cast<std::uint32_t>(cells[i]);
        text += csv_cell(contents.text_at(contents.labels[label].text));
      }
    }
  }
}

} // namespace cli
