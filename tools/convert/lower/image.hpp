// convert/lower/image.hpp -- a file before it has bytes: one list a section.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <pounce/format/about.hpp>
#include <pounce/format/forest.hpp>
#include <pounce/format/names.hpp>
#include <pounce/format/network.hpp>
#include <pounce/format/step.hpp>

namespace convert::lower {

/// The texts of a file, each once.
class text_table {
 public:
  /// The number of `text`, which is added if it is new.
  std::uint32_t number_of(std::string_view text);

  const std::vector<std::uint32_t>& ends() const { return ends_; }
  const std::string& bytes() const { return bytes_; }

 private:
  std::unordered_map<std::string, std::uint32_t> known_;
  std::vector<std::uint32_t> ends_;
  std::string bytes_;
};

/// All sections of a file. The names are those of view::program.
struct image {
  pounce::format::about about{};
  std::vector<pounce::format::step> steps;
  std::vector<pounce::format::output> outputs;
  std::vector<pounce::format::forest> forests;
  std::vector<pounce::format::slot> slots;
  std::vector<pounce::format::tree> trees;
  std::vector<pounce::format::layer> layers;
  std::vector<std::uint32_t> indices;
  std::vector<double> numbers;
  std::vector<std::uint32_t> words;
  std::vector<pounce::format::node> nodes;
  std::vector<pounce::format::wide_node> wide_nodes;
  std::vector<double> leaves;
  std::vector<float> leaves_f32;
  std::vector<float> panels;
  std::vector<pounce::format::feature> features;
  std::vector<pounce::format::label> labels;
  std::vector<std::uint32_t> name_index;
  text_table texts;
  std::vector<double> tests; // (about.test_rows, features + about.test_columns)
  std::vector<pounce::format::note> notes;
};

} // namespace convert::lower
