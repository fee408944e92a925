// convert/frontend/onnx/vector_sum.cpp -- two sums of vectors side by side, then one vector's elements, then what stands before and
// behind the vectors.
//
// Source    Eigen 3.4, src/Core/Redux.h (redux_impl, LinearVectorizedTraversal without unrolling), arch/SSE/PacketMath.h
//           (predux): ONNX Runtime 1.30 adds so on every x86 machine, core/providers/cpu/reduction/reduction_ops.h.
#include <convert/frontend/onnx/vector_sum.hpp>

#include <algorithm>

#include <convert/frontend/onnx/call.hpp>

namespace convert::onnx {

namespace {

constexpr std::uint32_t lanes = 4;
constexpr std::uint32_t most = 128; // each vector is a step

/// Groups whose first vector begins at the same element.
class alike {
 public:
  alike(workspace& w, std::uint32_t width, ir::value x, std::vector<std::uint32_t> groups)
      : w_(w), width_(width), x_(x), groups_(std::move(groups)) {}

  ir::value sum(std::uint32_t start) const {
    const std::uint32_t vectors = width_ < lanes ? 0 : (width_ - std::min(start, width_)) / lanes;
    if (vectors == 0) return with(elements(0, 1), 1, width_);
    const ir::value inner = with(across(of_vectors(start, vectors)), 0, start);
    return with(inner, start + vectors * lanes, width_);
  }

 private:
  ir::value add(ir::value a, ir::value b) const {
    return w_.build.add(paired(w_, a, b), ir::elementwise{ir::operation::add}, true);
  }
  /// `count` elements of each group from `first` on.
  ir::value elements(std::uint32_t first, std::uint32_t count) const {
    std::vector<std::uint32_t> columns;
    for (const std::uint32_t group : groups_)
      for (std::uint32_t i = 0; i < count; ++i) columns.push_back(group * width_ + first + i);
    return w_.build.pick(x_, columns);
  }
  ir::value with(ir::value sum, std::uint32_t first, std::uint32_t last) const {
    for (std::uint32_t i = first; i < last; ++i) sum = add(sum, elements(i, 1));
    return sum;
  }
  ir::value of_vectors(std::uint32_t start, std::uint32_t vectors) const {
    const auto vector = [&](std::uint32_t i) { return elements(start + i * lanes, lanes); };
    ir::value even = vector(0);
    if (vectors == 1) return even;
    ir::value odd = vector(1);
    for (std::uint32_t i = 2; i + 1 < vectors; i += 2) {
      even = add(even, vector(i));
      odd = add(odd, vector(i + 1));
    }
    even = add(even, odd);
    return vectors % 2 == 0 ? even : add(even, vector(vectors - 1));
  }
  /// (0 + 2) + (1 + 3)
  ir::value across(ir::value vectors) const {
    const auto lane = [&](std::uint32_t which) {
      std::vector<std::uint32_t> columns;
      for (std::uint32_t i = 0; i < groups_.size(); ++i) columns.push_back(i * lanes + which);
      return w_.build.pick(vectors, columns);
    };
    return add(add(lane(0), lane(2)), add(lane(1), lane(3)));
  }

  workspace& w_;
  std::uint32_t width_;
  ir::value x_;
  std::vector<std::uint32_t> groups_;
};

} // namespace

bool adds_vectors(const grouped& g) {
  return rounds(g.t.type) && std::is_sorted(g.perm.begin(), g.perm.end()) && g.width <= most;
}

ir::value vector_sum(workspace& w, const grouped& g, ir::value x) {
  ir::select ordered;
  ordered.columns.resize(g.count);
  for (std::uint32_t start = 0; start < lanes; ++start) {
    std::vector<std::uint32_t> groups;
    for (std::uint32_t group = 0; group < g.count; ++group)
      if ((group * g.width + start) % lanes == 0) groups.push_back(group);
    if (groups.empty()) continue;
    const ir::value sums = alike(w, g.width, x, groups).sum(start);
    for (std::uint32_t i = 0; i < groups.size(); ++i) ordered.columns[groups[i]] = {sums, i};
  }
  return w.build.add(0, std::move(ordered));
}

} // namespace convert::onnx
