// pounce/serve/json_rows.hpp -- rows as arrays, or as objects by the names of the features.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/model.hpp>
#include <pounce/row_builder.hpp>
#include <pounce/serve/json_reader.hpp>
#include <pounce/serve/number.hpp>
#include <pounce/serve/refusal.hpp>
#include <pounce/serve/workspace.hpp>

namespace pounce::serving {

/// The refusal of a document that is not JSON.
template <class Arch = default_arch>
refusal not_json(const json_reader<Arch>& reader) noexcept {
  refusal r{400, reader.too_deep() ? "too_deep" : "bad_json", reader.fault()};
  r.byte = reader.position();
  return r;
}

/// What the last name or text of `reader` says. An escaped one is decoded where it stands.
///
/// Requires  the reader reads `document`.
template <class Arch = default_arch>
std::string_view said(const json_reader<Arch>& reader, std::span<char> document) noexcept {
  const std::string_view raw = reader.raw();
  if (!reader.escaped()) return raw;
  char* const to = document.data() + (raw.data() - document.data());
  return {to, decode_json_string<Arch>(raw, to)};
}

/// Fills a workspace's rows from JSON.
///
/// Lifetime  looks at all that it is given.
template <class Arch = default_arch>
class json_rows {
 public:
  json_rows(const model& of, workspace& space, std::uint64_t& row_number, std::span<char> document) noexcept
      : model_(&of), space_(&space), row_number_(&row_number), document_(document) {}

  /// Reads the value that follows: an array of rows, or one row.
  std::optional<refusal> read(json_reader<Arch>& reader) noexcept {
    json_token t = reader.next();
    if (t == json_token::begin_object) return read_object(reader);
    if (t == json_token::wrong) return not_json(reader);
    if (t != json_token::begin_array) {
      return at(reader, refusal{422, "not_rows", "rows are an array of arrays or of objects"});
    }
    const std::size_t begin = reader.position();
    t = reader.next();
    if (t == json_token::wrong) return not_json(reader);
    if (t == json_token::end_array) return std::nullopt;
    if (t != json_token::begin_array && t != json_token::begin_object) return read_array(reader, t, begin);
    for (; t != json_token::end_array; t = reader.next()) {
      std::optional<refusal> bad;
      if (t == json_token::begin_array) {
        const std::size_t at_row = reader.position();
        bad = read_array(reader, reader.next(), at_row);
      } else if (t == json_token::begin_object) {
        bad = read_object(reader);
      } else if (t == json_token::wrong) {
        bad = not_json(reader);
      } else {
        bad = at(reader, refusal{422, "not_a_row", "a value stands where a row is expected"});
      }
      if (bad) return bad;
    }
    return std::nullopt;
  }

  std::size_t count() const noexcept { return count_; }

 private:
  refusal at(const json_reader<Arch>& reader, refusal why,
             std::size_t feature = refusal::nowhere) const noexcept {
    why.byte = reader.position();
    why.row = count_;
    why.feature = feature;
    return why;
  }

  std::optional<std::span<double>> next_row() const noexcept {
    const std::size_t width = model_->features();
    if (space_->rows.size() / width <= count_) return std::nullopt;
    return space_->rows.subspan(count_ * width, width);
  }
  refusal too_many(const json_reader<Arch>& reader) const noexcept {
    return at(reader, refusal{413, "too_many_values", "more values than a request may have"});
  }

  /// Reads a row that begins at the byte `begin` and whose first value is the token `t`.
  std::optional<refusal> read_array(json_reader<Arch>& reader, json_token t, std::size_t begin) noexcept {
    const auto space = next_row();
    if (!space) return too_many(reader);
    row_builder row(*model_, *space);
    std::size_t i = 0;
    for (; t != json_token::end_array; t = reader.next(), ++i) {
      if (t == json_token::wrong) return not_json(reader);
      if (i >= space->size()) { // only to say how many there are
        if (!reader.skip(t)) return not_json(reader);
      } else if (auto bad = put(reader, t, row, i)) {
        return bad;
      }
    }
    if (i != space->size()) {
      refusal why = refused(errc::wrong_width);
      why.byte = begin;
      why.row = count_;
      why.got = i;
      why.wanted = space->size();
      return why;
    }
    ++count_;
    return std::nullopt;
  }

  std::optional<refusal> read_object(json_reader<Arch>& reader) noexcept {
    const auto space = next_row();
    if (!space) return too_many(reader);
    row_builder row(*model_, *space);
    const std::uint64_t this_row = ++*row_number_;
    for (json_token t = reader.next(); t != json_token::end_object; t = reader.next()) {
      if (t == json_token::wrong) return not_json(reader);
      const std::string_view name = said(reader, document_);
      const auto feature = model_->feature_index(name);
      if (!feature || *feature >= space->size()) {
        refusal why = at(reader, refused(errc::no_such_feature));
        why.name = name;
        return why;
      }
      if (space_->seen[*feature] == this_row) {
        return at(reader, refusal{422, "duplicate_name", "a row names a feature twice"}, *feature);
      }
      space_->seen[*feature] = this_row;
      t = reader.next();
      if (t == json_token::wrong) return not_json(reader);
      if (auto bad = put(reader, t, row, *feature)) return bad;
    }
    ++count_;
    return std::nullopt;
  }

  std::optional<refusal> put(const json_reader<Arch>& reader, json_token t, row_builder& row,
                             std::size_t feature) noexcept {
    result<void> done;
    switch (t) {
    case json_token::number: {
      const auto number = decimal<Arch>(reader.raw());
      if (!number || std::isinf(*number)) {
        return at(reader, refusal{422, "number_too_large", "no double is as large as that number"}, feature);
      }
      done = row.set(feature, *number);
      break;
    }
    case json_token::text: done = row.set(feature, said(reader, document_)); break;
    case json_token::null: break; // missing, as the row was made
    case json_token::yes:
    case json_token::no:
      if (!row.is_category(feature)) {
        return at(reader, refusal{422, "not_a_number", "the feature takes numbers, not true or false"},
                  feature);
      }
      done = row.set(feature, t == json_token::yes ? 1.0 : 0.0);
      break;
    default:
      return at(reader, refusal{422, "not_a_value", "an array or object stands where a value is expected"},
                feature);
    }
    if (!done) return at(reader, refused(done.error()), feature);
    return std::nullopt;
  }

  const model* model_;
  workspace* space_;
  std::uint64_t* row_number_;
  std::span<char> document_; // (bytes)
  std::size_t count_ = 0;
};

} // namespace pounce::serving
