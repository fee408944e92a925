// convert/frontend/onnx/fold_bias.cpp -- constants added to a product of matrices become its bias.
//
// ONNX Runtime does so too (MatMulAddFusion): the sum begins with them there as here, which more than one block shows.
#include <convert/frontend/onnx/fold.hpp>

#include <algorithm>

#include <convert/ir/wiring.hpp>

namespace convert::onnx {

namespace {

/// The sum without a bias that this step alone reads, if it adds constants to one.
ir::linear* bare_sum_before(ir::model& m, const ir::step& s, const std::vector<std::uint32_t>& readers) {
  const auto* constants = std::get_if<ir::with_constants>(&s.what);
  if (constants == nullptr || constants->what != ir::operation::add || !s.f32 || s.input == 0) return nullptr;
  auto* sum = std::get_if<ir::linear>(&m.steps[s.input - 1].what);
  const auto is_zero = [](double x) { return x == 0; };
  const bool is_bare = sum != nullptr && sum->fused && readers[s.input] == 1 &&
                       std::all_of(sum->bias.begin(), sum->bias.end(), is_zero);
  return is_bare ? sum : nullptr;
}

} // namespace

void fold_biases(ir::model& m) {
  const auto readers = ir::reader_counts(m);
  for (ir::step& s : m.steps) {
    ir::linear* sum = bare_sum_before(m, s, readers);
    if (sum == nullptr) continue;
    ir::linear made = std::move(*sum);
    *sum = {1, std::vector<double>(made.weights.size() / made.outputs), {0}, true}; // nothing reads it now
    made.bias = std::get<ir::with_constants>(s.what).constants;
    s = {m.steps[s.input - 1].input, std::move(made), true};
  }
}

} // namespace convert::onnx
