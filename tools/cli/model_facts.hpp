// cli/model_facts.hpp -- a model file described: what `pounce inspect` shows as text and as JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <pounce/model.hpp>

namespace cli {

std::string_view name_of(pounce::format::step_kind kind);
std::string_view name_of(pounce::role what);

struct model_facts {
  struct column {
    std::string name;
    std::vector<std::string> labels; // categories or classes
    std::string_view role;           // of an answer
    std::uint32_t width = 1;
  };
  struct step {
    std::string_view kind;
    std::uint32_t input_width;
    std::uint32_t output_width;
    std::string roles;  // "predict, proba": the answers that need it
    std::string detail; // "100 trees, 2000 nodes"
  };
  struct section {
    std::string kind;
    std::uint64_t offset;
    std::uint64_t bytes;
  };

  std::uint64_t file_bytes = 0;
  std::string content_id;
  std::string format_version;
  std::vector<column> inputs;
  std::vector<column> outputs;
  std::vector<step> steps;
  std::vector<section> sections;
  std::vector<std::pair<std::string, std::string>> notes;
  std::uint64_t hot_bytes = 0;     // of the sections that a prediction may read
  std::uint64_t hot_pages = 0;     // of 4 KiB, from the file's first on: where those sections lie
  std::uint64_t scratch_bytes = 0; // that a prediction of one row works in
  bool needs_scratch = false;      // from the caller: more than the stack gives
  std::uint32_t test_rows = 0;
  std::string tolerance;
};

model_facts facts_of(const pounce::model& model);

} // namespace cli
