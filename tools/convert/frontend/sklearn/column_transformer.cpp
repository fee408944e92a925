// convert/frontend/sklearn/column_transformer.cpp -- ColumnTransformer: each part on its own columns, side by side.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/compose/_column_transformer.py`, `_iter`, `transform`;
//         `sklearn/utils/__init__.py` (`_indexing.py` since 1.5), `_get_column_indices`.
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include <convert/frontend/sklearn/feature_names.hpp>
#include <convert/frontend/sklearn/registry.hpp>

namespace convert::sklearn {

namespace {

/// The columns of the input, for a specification by name, index, slice or mask.
class column_finder {
 public:
  column_finder(pickle::value object, std::uint32_t width) : names_(stated_names(object)), width_(width) {}

  std::vector<std::uint32_t> find(pickle::value spec) const {
    if (is_slice(spec)) return slice(spec);
    if (spec.is_text() || (spec.is_number() && spec.type() != pickle::kind::boolean))
      throw refusal("`" + spec.path() + "`: a single column without a list is not supported");
    const std::vector<pickle::value> entries = spec.elements();
    const bool mask = !entries.empty() && is_boolean(spec, entries.front());
    if (mask && entries.size() != width_) throw refusal("`" + spec.path() + "`: the mask has another width");
    std::vector<std::uint32_t> columns;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (!mask)
        columns.push_back(one(entries[i]));
      else if (entries[i].boolean())
        columns.push_back(static_cast<std::uint32_t>(i));
    }
    return columns;
  }

 private:
  static bool is_slice(pickle::value spec) {
    const bool named = spec.type() == pickle::kind::instance || spec.type() == pickle::kind::call;
    return named && spec.class_name() == "slice";
  }

  static bool is_boolean(pickle::value spec, pickle::value first) {
    return first.type() == pickle::kind::boolean || (spec.is_array() && spec.as_array().type.kind == 'b');
  }

  std::uint32_t one(pickle::value entry) const {
    if (entry.is_text()) {
      const auto found = std::ranges::find(names_, entry.text());
      if (found == names_.end())
        throw refusal("`" + entry.path() + "`: no column is called `" + std::string(entry.text()) + "`");
      return static_cast<std::uint32_t>(found - names_.begin());
    }
    const std::int64_t index = entry.integer();
    const std::int64_t from_front = index < 0 ? index + width_ : index;
    if (from_front < 0 || from_front >= width_)
      throw refusal("`" + entry.path() + "`: column " + std::to_string(index) + " of " +
                    std::to_string(width_));
    return static_cast<std::uint32_t>(from_front);
  }

  /// A bound of a slice: by name it is the column itself, by number one counts from either end and may run over.
  std::int64_t bound(pickle::value v, std::int64_t otherwise) const {
    if (v.is_none()) return otherwise;
    if (v.is_text()) return one(v);
    const std::int64_t index = v.integer();
    return std::clamp<std::int64_t>(index < 0 ? index + width_ : index, 0, width_);
  }

  std::vector<std::uint32_t> slice(pickle::value spec) const {
    const pickle::value bounds = spec.arguments();
    if (bounds.size() != 3) throw refusal("`" + spec.path() + "`: a slice has three bounds");
    if (!bounds[2].is_none() && bounds[2].integer() != 1)
      throw refusal("`" + spec.path() + "`: a slice with steps is not supported");
    const std::int64_t first = bound(bounds[0], 0);
    const std::int64_t last = bound(bounds[1], width_) + (bounds[1].is_text() ? 1 : 0); // a name is included
    std::vector<std::uint32_t> columns;
    for (std::int64_t i = first; i < last; ++i) columns.push_back(static_cast<std::uint32_t>(i));
    return columns;
  }

  std::vector<std::string> names_;
  std::uint32_t width_;
};

/// Later versions keep the indices of each part under its name, whatever the way in which columns were chosen.
std::vector<std::uint32_t> columns_of(pickle::value object, pickle::value part, const column_finder& finder) {
  const auto indices = object.attribute("_transformer_to_input_indices");
  const auto own = indices && part[0].is_text() ? indices->find(part[0].text()) : std::nullopt;
  return finder.find(own ? *own : part[2]);
}

answers column_transformer(context& c, pickle::value object, ir::value input) {
  ir::builder& b = c.build();
  const pickle::value parts = object.required("transformers_");
  const auto weights = object.attribute("transformer_weights");
  const column_finder finder(object, b.width(input));
  std::vector<ir::value> made_parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const pickle::value part = parts[i];
    if (part.size() < 3) throw refusal("`" + part.path() + "`: expected a name, a transformer and columns");
    const pickle::value transformer = part[1];
    const bool is_word = transformer.is_text();
    if (is_word && transformer.text() == "drop") continue;
    if (is_word && transformer.text() != "passthrough")
      throw refusal("`" + transformer.path() + "`: expected a transformer, `drop` or `passthrough`");
    const std::vector<std::uint32_t> columns = columns_of(object, part, finder);
    if (columns.empty()) continue;
    const ir::value picked = b.pick(input, columns);
    ir::value made = is_word ? picked : c.transform(transformer, picked);
    const auto weight = weights && !weights->is_none() ? weights->find(part[0].text()) : std::nullopt;
    if (weight && !weight->is_none()) made = b.scaled(made, weight->number());
    made_parts.push_back(made);
  }
  if (made_parts.empty()) throw refusal("`" + object.path() + "`: no column is left");
  answers made;
  made.transform = b.concat(made_parts);
  return made;
}

constexpr std::array classes = {entry{"ColumnTransformer", column_transformer}};

} // namespace

std::span<const entry> column_transformer_classes() { return classes; }

} // namespace convert::sklearn
