// convert/ir/evaluate_top.cpp -- the best numbers of a group, searched as ONNX Runtime does.
#include <convert/ir/evaluate_step.hpp>

#include <utility>

namespace convert::ir {

namespace {

/// A heap of indices whose first one is the worst.
///
/// Source: ONNX Runtime 1.30, core/providers/cpu/math/top_k.cc, HeapifyIthPosition and FindTopKElements.
class heap_of_indices {
 public:
  heap_of_indices(numbers x, bool smallest, std::size_t count) : x_(x), smallest_(smallest), kept_(count) {}

  /// The best first.
  std::vector<std::size_t> best() {
    const std::size_t count = kept_.size();
    for (std::size_t i = 0; i < count; ++i) {
      kept_[count - i - 1] = i;
      push_down(count - i - 1, count);
    }
    for (std::size_t i = count; i < x_.size(); ++i)
      if (is_better(x_[i], x_[kept_[0]])) {
        kept_[0] = i;
        push_down(0, count);
      }
    std::vector<std::size_t> sorted(count);
    for (std::size_t i = 0; i < count; ++i) {
      sorted[count - i - 1] = kept_[0];
      kept_[0] = kept_[count - i - 1];
      push_down(0, count - i - 1);
    }
    return sorted;
  }

 private:
  bool is_better(double a, double b) const { return smallest_ ? a < b : a > b; }

  bool comes_before(std::size_t left, std::size_t right) const {
    return is_better(x_[left], x_[right]) || (x_[left] == x_[right] && left < right);
  }

  void push_down(std::size_t i, std::size_t size) {
    while (true) {
      const std::size_t left = 2 * i + 1;
      const std::size_t right = left + 1;
      std::size_t to = 0; // none
      if (right < size) {
        const bool replaces_left = comes_before(kept_[i], kept_[left]);
        if (replaces_left && comes_before(kept_[right], kept_[left]))
          to = left;
        else if (replaces_left || comes_before(kept_[i], kept_[right]))
          to = right;
      } else if (left < size && comes_before(kept_[i], kept_[left])) {
        to = left;
      }
      if (to == 0) return;
      std::swap(kept_[i], kept_[to]);
      i = to;
    }
  }

  numbers x_;
  bool smallest_;
  std::vector<std::size_t> kept_;
};

} // namespace

row_of_numbers apply(const top& s, numbers x, rounding) {
  const std::size_t width = x.size() / s.groups;
  row_of_numbers best;
  row_of_numbers places;
  for (std::size_t g = 0; g < s.groups; ++g) {
    const numbers group = x.subspan(g * width, width);
    for (const std::size_t at : heap_of_indices(group, s.smallest, s.count).best()) {
      best.push_back(group[at]);
      places.push_back(static_cast<double>(at));
    }
  }
  best.insert(best.end(), places.begin(), places.end());
  return best;
}

} // namespace convert::ir
