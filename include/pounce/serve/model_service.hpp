// pounce/serve/model_service.hpp -- a model as an answerer of requests: bytes in, bytes out, nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/model.hpp>
#include <pounce/serve/asked.hpp>
#include <pounce/serve/content_type.hpp>
#include <pounce/serve/csv_rows.hpp>
#include <pounce/serve/expected_model.hpp>
#include <pounce/serve/json_answers.hpp>
#include <pounce/serve/json_reader.hpp>
#include <pounce/serve/json_rows.hpp>
#include <pounce/serve/refusal.hpp>
#include <pounce/serve/request.hpp>
#include <pounce/serve/workspace.hpp>

namespace pounce::serving {

/// Answers {"data": rows}, {"instances": rows} and CSV with what the model says; GET with what the model is. Knows
/// no socket, allocates nothing, loops over what it was given and no more.
///
/// Lifetime  looks at the model and the memory.
template <class Arch = default_arch>
class model_service {
 public:
  /// Requires  as lay_out_workspace.
  model_service(const model& of, std::size_t largest_body_bytes, std::span<std::byte> memory) noexcept
      : model_(&of), space_(lay_out_workspace<Arch>(of, largest_body_bytes, memory)) {}

  /// Space for the model's own use between requests.
  std::span<std::byte> scratch() const noexcept { return space_.scratch; }

  void operator()(const request& asked, basic_reply<Arch>& to) noexcept {
    if (asked.method == "GET" || asked.method == "HEAD") return describe(to);
    std::optional<refusal> bad;
    if (asked.method != "POST") {
      bad = refusal{405, "method", "rows are posted"};
    } else {
      bad = answer(asked, to);
    }
    if (!bad && to.body.full())
      bad = refusal{413, "reply_too_large", "the answers are more than a reply may hold: ask for fewer rows"};
    if (bad) refuse(*bad, to);
  }

 private:
  enum class form : std::uint8_t { data, instances };

  std::optional<refusal> answer(const request& asked, basic_reply<Arch>& to) noexcept {
    const body_kind kind = kind_of_body<Arch>(asked.content_type);
    if (kind == body_kind::other || !is_plain_encoding(asked.content_encoding)) {
      return refusal{415, "media_type", "rows are application/json or text/csv, in UTF-8, not compressed"};
    }
    if (kind == body_kind::csv) return answer_csv(asked, to);
    return answer_json(asked, to);
  }

  std::optional<refusal> answer_csv(const request& asked, basic_reply<Arch>& to) noexcept {
    csv_rows<Arch> rows(*model_, space_);
    if (auto bad = rows.read(asked.body, header_of_csv<Arch>(asked.content_type))) return bad;
    json_answers<Arch> answers(*model_, space_, rows.count(), asked.deadline_ns, to.body);
    return answers.write_array(first_answer<Arch>(*model_));
  }

  std::optional<refusal> answer_json(const request& asked, basic_reply<Arch>& to) noexcept {
    json_reader<Arch> reader({asked.body.data(), asked.body.size()});
    json_rows<Arch> rows(*model_, space_, row_number_, asked.body);
    asked_answers wanted;
    std::optional<form> found;
    bool outputs_named = false;
    json_token t = reader.next();
    if (t == json_token::wrong) return not_json(reader);
    if (t != json_token::begin_object)
      return refusal{422, "no_rows", "the request is an object with `data` or `instances`"};
    for (t = reader.next(); t != json_token::end_object; t = reader.next()) {
      if (t == json_token::wrong) return not_json(reader);
      const std::string_view name = said(reader, asked.body);
      std::optional<refusal> bad;
      if (name == "data" || name == "instances") {
        if (found) return refusal{422, "duplicate_name", "the request holds rows twice"};
        found = name == "data" ? form::data : form::instances;
        bad = rows.read(reader);
      } else if (name == "outputs" && !outputs_named) {
        outputs_named = true;
        bad = read_outputs(reader, asked.body, wanted);
      } else {
        bad = refusal{422, "unknown_member",
                      "a request has `data` or `instances`, and `outputs`, each once, but not"};
        bad->byte = reader.position();
        bad->name = name;
      }
      if (bad) return bad;
    }
    if (reader.next() == json_token::wrong) return not_json(reader);
    if (!found) return refusal{422, "no_rows", "the request has neither `data` nor `instances`"};
    return write(*found, wanted, rows.count(), asked.deadline_ns, to);
  }

  std::optional<refusal> write(form found, const asked_answers& wanted, std::size_t count,
                               std::int64_t deadline_ns, basic_reply<Arch>& to) noexcept {
    json_answers<Arch> answers(*model_, space_, count, deadline_ns, to.body);
    const bool one = wanted.count == 0;
    std::optional<refusal> bad;
    if (found == form::data) {
      return one ? answers.write_array(first_answer<Arch>(*model_)) : answers.write_columns(wanted.all());
    }
    to.body.put(R"({"predictions":)");
    bad = one ? answers.write_array(first_answer<Arch>(*model_)) : answers.write_objects(wanted.all());
    to.body.put('}');
    return bad;
  }

  /// A name or an array of names.
  std::optional<refusal> read_outputs(json_reader<Arch>& reader, std::span<char> document,
                                      asked_answers& wanted) const noexcept {
    json_token t = reader.next();
    const bool list = t == json_token::begin_array;
    if (list) t = reader.next();
    for (; t != json_token::end_array; t = list ? reader.next() : json_token::end_array) {
      if (t == json_token::wrong) return not_json(reader);
      if (t != json_token::text) {
        refusal why{422, "not_a_name", "`outputs` is an array of names"};
        why.byte = reader.position();
        return why;
      }
      const std::size_t byte = reader.position();
      const std::string_view name = said(reader, document);
      const auto found = find_answer<Arch>(*model_, name);
      refusal why = refused(errc::no_such_answer);
      why.byte = byte;
      why.name = name;
      if (!found) return why;
      for (const auto& a : wanted.all()) {
        if (a.name == name) return twice(why);
      }
      if (wanted.count == asked_answers::capacity) return twice(why);
      wanted.list[wanted.count++] = *found;
    }
    return std::nullopt;
  }
  static refusal twice(refusal why) noexcept {
    why.code = "duplicate_name";
    why.text = "`outputs` names an answer twice, or too many";
    return why;
  }

  void refuse(const refusal& why, basic_reply<Arch>& to) const noexcept {
    to.body.shrink(0);
    to.status = why.status;
    const bool named = why.feature != refusal::nowhere && why.feature < model_->features();
    write_refusal<Arch>(why, named ? model_->feature_name(why.feature) : std::string_view{}, to.body);
  }

  /// {"model":"<content id>","features":13,"answers":["predict","proba"]}
  void describe(basic_reply<Arch>& to) const noexcept {
    to.body.put(R"({"model":")");
    write_id(model_->id(), to.body);
    to.body.put(R"(","features":)").put(model_->features()).put(R"(,"answers":[)");
    bool first = true;
    for (std::size_t r = 0; r < role_names.size(); ++r) {
      if (model_->outputs(static_cast<role>(r)).empty()) continue;
      to.body.put(first ? "" : ",").put_quoted(role_names[r]);
      first = false;
    }
    to.body.put("]}");
  }

  const model* model_;
  workspace space_;
  std::uint64_t row_number_ = 0; // of the rows by name, over all requests
};

} // namespace pounce::serving
