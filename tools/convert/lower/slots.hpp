// convert/lower/slots.hpp -- which prepared keys a forest needs, and the key that each split compares with.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include <convert/ir/forest.hpp>
#include <convert/lower/image.hpp>

namespace convert::lower {

/// The slots of one forest: a distinct (feature, question, missing rule, category set) each.
class slot_table {
 public:
  /// Collects what all splits of `f` ask and appends slots, thresholds and category words to `to`.
  slot_table(const ir::forest& f, image& to);

  struct compare {
    std::uint32_t slot; // counted from the forest's first
    std::uint32_t key;  // right if the slot's key is greater
  };
  /// What a split becomes.
  compare of(const ir::tree_node& n) const;

  std::uint32_t first() const { return first_; }
  std::uint32_t count() const { return static_cast<std::uint32_t>(slots_.size()); }

 private:
  // feature, question, missing rule, missing left, set (0 but for categories)
  using slot_name = std::tuple<std::uint32_t, ir::question, ir::missing_rule, bool, std::uint32_t>;
  using threshold_name = std::pair<std::uint32_t, ir::question>;
  struct threshold_list {
    std::uint32_t first = 0; // in image.numbers
    std::vector<double> ascending;
  };

  static slot_name name_of(const ir::tree_node& n);
  void collect_thresholds(const ir::forest& f, image& to);
  void append_slot(const ir::forest& f, const slot_name& name, image& to);

  bool float_keys_;
  std::uint32_t first_;
  std::map<slot_name, std::uint32_t> slots_;
  std::map<threshold_name, threshold_list> thresholds_;
  std::map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>>
      set_words_; // set -> first, count in image.words
};

} // namespace convert::lower
