// FORMAT.md's tables are read and compared with the structs, so that the document can not drift.
#include <cstddef>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <pounce/format/about.hpp>
#include <pounce/format/forest.hpp>
#include <pounce/format/header.hpp>
#include <pounce/format/names.hpp>
#include <pounce/format/network.hpp>
#include <pounce/format/section.hpp>
#include <pounce/format/step.hpp>

#include <doctest/doctest.h>

namespace {

using namespace pounce::format;

struct field {
  std::size_t offset;
  std::size_t bytes;
  std::string name;
};

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> found;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, '|');) {
    const auto first = cell.find_first_not_of(' ');
    const auto last = cell.find_last_not_of(' ');
    found.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
  }
  return found;
}

/// Struct name -> the rows of its table.
std::map<std::string, std::vector<field>> tables() {
  std::ifstream in(std::string(POUNCE_TEST_DATA) + "/../include/pounce/format/FORMAT.md");
  std::map<std::string, std::vector<field>> found;
  std::string name;
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("### `", 0) == 0) name = line.substr(5, line.find('`', 5) - 5);
    if (line.rfind("## ", 0) == 0) name.clear();
    const auto parts = cells(line);
    if (name.empty() || parts.size() < 6 || parts[1].find_first_not_of("0123456789") != std::string::npos)
      continue;
    if (parts[1].empty() || parts[2].find_first_not_of("0123456789") != std::string::npos) continue;
    found[name].push_back({std::stoul(parts[1]), std::stoul(parts[2]), parts[4]});
  }
  return found;
}

template <class T>
std::size_t documented_bytes(const std::vector<field>& fields) {
  std::size_t end = 0;
  for (const auto& f : fields) {
    CAPTURE(f.name);
    CHECK(f.offset == end); // no gaps
    end = f.offset + f.bytes;
  }
  return end;
}

std::size_t offset_of(const std::vector<field>& fields, const std::string& name) {
  for (const auto& f : fields) {
    if (f.name == name) return f.offset;
  }
  return static_cast<std::size_t>(-1);
}

} // namespace

TEST_SUITE("format/document") {
  TEST_CASE("every struct's table has the struct's size and no gaps") {
    auto t = tables();
    CHECK(documented_bytes<header>(t["header"]) == sizeof(header));
    CHECK(documented_bytes<section>(t["section"]) == sizeof(section));
    CHECK(documented_bytes<about>(t["about"]) == sizeof(about));
    CHECK(documented_bytes<step>(t["step"]) == sizeof(step));
    CHECK(documented_bytes<forest>(t["forest"]) == sizeof(forest));
    CHECK(documented_bytes<slot>(t["slot"]) == sizeof(slot));
    CHECK(documented_bytes<pounce::format::tree>(t["tree"]) == sizeof(pounce::format::tree));
    CHECK(documented_bytes<node>(t["node"]) == sizeof(node));
    CHECK(documented_bytes<wide_node>(t["wide_node"]) == sizeof(wide_node));
    CHECK(documented_bytes<layer>(t["layer"]) == sizeof(layer));
    CHECK(documented_bytes<output>(t["output"]) == sizeof(output));
    CHECK(documented_bytes<feature>(t["feature"]) == sizeof(feature));
    CHECK(documented_bytes<label>(t["label"]) == sizeof(label));
    CHECK(documented_bytes<note>(t["note"]) == sizeof(note));
  }

#define CHECK_FIELD(type, name)                                                                              \
  CHECK_MESSAGE(offset_of(t[#type], #name) == offsetof(type, name), #type "." #name)

  TEST_CASE("every field stands where its table says") {
    auto t = tables();
    CHECK_FIELD(header, magic);
    CHECK_FIELD(header, major);
    CHECK_FIELD(header, minor);
    CHECK_FIELD(header, header_bytes);
    CHECK_FIELD(header, file_bytes);
    CHECK_FIELD(header, section_count);
    CHECK_FIELD(header, requirements);
    CHECK_FIELD(header, hints);
    CHECK_FIELD(header, header_crc32c);
    CHECK_FIELD(header, content_id);
    CHECK_FIELD(header, reserved);
    CHECK_FIELD(section, kind);
    CHECK_FIELD(section, element_bytes);
    CHECK_FIELD(section, offset);
    CHECK_FIELD(section, length_bytes);
    CHECK_FIELD(section, crc32c);
    CHECK_FIELD(about, feature_count);
    CHECK_FIELD(about, scratch_columns);
    CHECK_FIELD(about, workspace_bytes);
    CHECK_FIELD(about, test_rows);
    CHECK_FIELD(about, test_columns);
    CHECK_FIELD(about, tolerance);
    CHECK_FIELD(about, feature_index_first);
    CHECK_FIELD(about, feature_index_count);
    CHECK_FIELD(step, kind);
    CHECK_FIELD(step, variant);
    CHECK_FIELD(step, flags);
    CHECK_FIELD(step, roles);
    CHECK_FIELD(step, input);
    CHECK_FIELD(step, input_width);
    CHECK_FIELD(step, output);
    CHECK_FIELD(step, output_width);
    CHECK_FIELD(step, a);
    CHECK_FIELD(step, b);
    CHECK_FIELD(step, c);
    CHECK_FIELD(step, alpha);
    CHECK_FIELD(step, beta);
    CHECK_FIELD(forest, flags);
    CHECK_FIELD(forest, first_slot);
    CHECK_FIELD(forest, slot_count);
    CHECK_FIELD(forest, slot_bits);
    CHECK_FIELD(forest, first_tree);
    CHECK_FIELD(forest, tree_count);
    CHECK_FIELD(forest, child_bits);
    CHECK_FIELD(forest, leaf_width);
    CHECK_FIELD(forest, first_node);
    CHECK_FIELD(forest, node_count);
    CHECK_FIELD(forest, first_leaf);
    CHECK_FIELD(forest, leaf_rows);
    CHECK_FIELD(forest, input_width);
    CHECK_FIELD(forest, output_width);
    CHECK_FIELD(slot, column);
    CHECK_FIELD(slot, kind);
    CHECK_FIELD(slot, missing);
    CHECK_FIELD(slot, flags);
    CHECK_FIELD(slot, missing_key);
    CHECK_FIELD(slot, first);
    CHECK_FIELD(slot, count);
    CHECK_FIELD(node, key);
    CHECK_FIELD(node, link);
    CHECK_FIELD(wide_node, slot);
    CHECK_FIELD(wide_node, child);
    CHECK_FIELD(layer, inputs);
    CHECK_FIELD(layer, outputs);
    CHECK_FIELD(layer, first);
    CHECK_FIELD(layer, layout);
    CHECK_FIELD(layer, activation);
    CHECK_FIELD(layer, alpha);
    CHECK_FIELD(layer, beta);
    CHECK_FIELD(output, name);
    CHECK_FIELD(output, what);
    CHECK_FIELD(output, address);
    CHECK_FIELD(output, width);
    CHECK_FIELD(output, first_label);
    CHECK_FIELD(output, label_count);
    CHECK_FIELD(feature, name);
    CHECK_FIELD(feature, first_label);
    CHECK_FIELD(feature, label_count);
    CHECK_FIELD(feature, index_first);
    CHECK_FIELD(feature, index_count);
    CHECK_FIELD(label, text);
    CHECK_FIELD(label, kind);
    CHECK_FIELD(label, number);
    CHECK_FIELD(note, key);
    CHECK_FIELD(note, text);
  }

  TEST_CASE("the table of sections is the list of known sections, in order") {
    std::ifstream in(std::string(POUNCE_TEST_DATA) + "/../include/pounce/format/FORMAT.md");
    std::size_t next = 0;
    for (std::string line; std::getline(in, line);) {
      const auto parts = cells(line);
      if (parts.size() != 5) continue;
      std::string letters = parts[1];
      const bool skipped = letters.rfind('-', 0) == 0;
      if (skipped) letters.erase(0, 1);
      if (letters.size() != 4 ||
          letters.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != std::string::npos)
        continue;
      REQUIRE(next < known_sections.size());
      const char name[5] = {letters[0], letters[1], letters[2], letters[3], 0};
      CHECK(static_cast<std::uint32_t>(known_sections[next].kind) ==
            (four_letters(name) | (skipped ? ancillary : 0)));
      CHECK(known_sections[next].element_bytes == std::stoul(parts[3]));
      ++next;
    }
    CHECK(next == known_sections.size());
  }
}
