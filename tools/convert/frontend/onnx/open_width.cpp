// convert/frontend/onnx/open_width.cpp -- the widths that operators state by their attributes and weights.
#include <convert/frontend/onnx/open_width.hpp>

#include <algorithm>

namespace convert::onnx {

namespace {

const attribute* attribute_of(const node& n, std::string_view name) {
  for (const attribute& a : n.attributes)
    if (a.name == name) return &a;
  return nullptr;
}

std::size_t reals_in(const node& n, std::string_view name) {
  const attribute* a = attribute_of(n, name);
  return a != nullptr ? a->reals.size() : 0;
}

std::int64_t quotient(std::size_t numbers, std::int64_t parts) {
  return parts > 0 ? static_cast<std::int64_t>(numbers) / parts : 0;
}

std::int64_t sum_of(const attribute* a) {
  std::int64_t sum = 0;
  if (a != nullptr)
    for (const std::int64_t x : a->integers)
      sum = x < 0 || x > max_elements ? 0 : std::min(sum + x, max_elements);
  return sum;
}

std::int64_t largest_feature(const node& n) {
  const attribute* a = attribute_of(n, "nodes_featureids");
  if (a == nullptr || a->integers.empty()) return 0;
  return std::min(*std::max_element(a->integers.begin(), a->integers.end()), max_elements) + 1;
}

/// Rows of a constant matrix, or its columns.
std::int64_t side_of(const model_file& file, const node& n, bool transposed) {
  if (n.inputs.size() < 2) return 0;
  for (const named_constant& c : file.constants)
    if (c.name == n.inputs[1] && c.value.form.rank() == 2) return c.value.form.dims[transposed ? 1 : 0];
  return 0;
}

/// One number is for any number of columns.
std::int64_t several(std::size_t numbers) { return numbers > 1 ? static_cast<std::int64_t>(numbers) : 0; }

/// Columns of a constant that meets each row.
std::int64_t last_of(const model_file& file, const node& n) {
  if (n.inputs.size() < 2) return 0;
  for (const named_constant& c : file.constants)
    if (c.name == n.inputs[1] && c.value.form.rank() > 0)
      return several(static_cast<std::size_t>(c.value.form.dims.back()));
  return 0;
}

/// 0: the operator does not say.
std::int64_t asked_by(const model_file& file, const node& n) {
  const attribute* targets = attribute_of(n, "targets");
  if (n.kind == "LinearRegressor")
    return quotient(reals_in(n, "coefficients"), targets != nullptr ? targets->integer : 1);
  if (n.kind == "LinearClassifier")
    return quotient(reals_in(n, "coefficients"), static_cast<std::int64_t>(reals_in(n, "intercepts")));
  if (n.kind == "SVMClassifier")
    return quotient(reals_in(n, "support_vectors"), sum_of(attribute_of(n, "vectors_per_class")));
  if (n.kind == "SVMRegressor") {
    const attribute* count = attribute_of(n, "n_supports");
    return quotient(reals_in(n, "support_vectors"), count != nullptr ? count->integer : 0);
  }
  if (n.kind == "Scaler") return several(reals_in(n, "offset"));
  if (n.kind == "Imputer") return several(reals_in(n, "imputed_value_floats"));
  if (n.kind == "Add" || n.kind == "Sub" || n.kind == "Mul" || n.kind == "Div") return last_of(file, n);
  if (n.kind == "MatMul") return side_of(file, n, false);
  if (n.kind == "Gemm") {
    const attribute* turned = attribute_of(n, "transB");
    return side_of(file, n, turned != nullptr && turned->integer != 0);
  }
  return 0;
}

} // namespace

std::optional<std::int64_t> asked_columns(const model_file& file, std::string_view input) {
  std::int64_t exact = 0;
  std::int64_t at_least = 0;
  for (const node& n : file.nodes) {
    if (n.inputs.empty() || n.inputs[0] != input) continue;
    const std::int64_t asked = asked_by(file, n);
    if (asked > 0 && exact > 0 && asked != exact) return std::nullopt;
    exact = std::max(exact, asked);
    at_least = std::max(at_least, largest_feature(n));
    // What copies the input asks as its readers do.
    const bool copies =
        n.kind == "Cast" || n.kind == "Identity" || n.kind == "Imputer" || n.kind == "Normalizer";
    if (!copies || n.outputs.empty() || exact > 0) continue;
    for (const node& reader : file.nodes)
      if (!reader.inputs.empty() && reader.inputs[0] == n.outputs[0]) {
        exact = std::max(exact, asked_by(file, reader));
        at_least = std::max(at_least, largest_feature(reader));
      }
  }
  const std::int64_t found = exact > 0 ? exact : at_least;
  if (found <= 0) return std::nullopt;
  return found;
}

} // namespace convert::onnx
