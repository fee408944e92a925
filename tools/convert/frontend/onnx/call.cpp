// convert/frontend/onnx/call.cpp -- inputs and attributes of a node, with what is said when they are not there.
#include <convert/frontend/onnx/call.hpp>

#include <convert/refusal.hpp>

namespace convert::onnx {

const tensor& call::in(std::size_t i) const {
  const tensor& t = in_merged(i);
  if (t.is_merged) throw refusal("rows of its input share an axis with others");
  return t;
}

const tensor& call::in_merged(std::size_t i) const {
  if (!has(i)) throw refusal("input " + std::to_string(i) + " is missing");
  const tensor& t = *inputs_[i];
  if (!t.unavailable.empty()) throw refusal(t.unavailable);
  return t;
}

const attribute* call::find(std::string_view name) const {
  for (const attribute& a : node_.attributes)
    if (a.name == name) {
      if (a.is_other) throw refusal("attribute `" + std::string(name) + "` is not supported");
      return &a;
    }
  return nullptr;
}

std::int64_t call::integer(std::string_view name, std::int64_t absent) const {
  const attribute* a = find(name);
  return a != nullptr ? a->integer : absent;
}

float call::real(std::string_view name, float absent) const {
  const attribute* a = find(name);
  return a != nullptr ? a->real : absent;
}

std::string call::text(std::string_view name, std::string_view absent) const {
  const attribute* a = find(name);
  return std::string(a != nullptr ? a->text : absent);
}

std::vector<std::int64_t> call::integers(std::string_view name) const {
  const attribute* a = find(name);
  return a != nullptr ? a->integers : std::vector<std::int64_t>();
}

std::vector<double> call::reals(std::string_view name) const {
  const attribute* a = find(name);
  return a != nullptr ? std::vector<double>(a->reals.begin(), a->reals.end()) : std::vector<double>();
}

std::vector<std::string> call::texts(std::string_view name) const {
  const attribute* a = find(name);
  return a != nullptr ? std::vector<std::string>(a->texts.begin(), a->texts.end())
                      : std::vector<std::string>();
}

const constant* call::tensor_attribute(std::string_view name) const {
  const attribute* a = find(name);
  return a != nullptr && !a->tensors.empty() ? &a->tensors[0] : nullptr;
}

const subgraph& call::graph(std::string_view name) const {
  const attribute* a = find(name);
  if (a == nullptr || a->graphs.empty()) throw refusal("attribute `" + std::string(name) + "` is missing");
  return a->graphs[0];
}

std::vector<double> call::reals_or_tensor(std::string_view name) const {
  const constant* c = tensor_attribute(std::string(name) + "_as_tensor");
  if (c == nullptr) return reals(name);
  if (has_attribute(name) && !reals(name).empty())
    throw refusal("`" + std::string(name) + "` is given both as a list and as a tensor");
  return onnx::numbers_of(*c);
}

void call::out(std::size_t i, tensor t) {
  if (i < outputs_.size()) outputs_[i] = std::move(t);
}

void check_type(const tensor& t, numbers allowed) {
  const bool real = t.type == element::f32 || t.type == element::f64;
  const bool integer = t.type == element::i32 || t.type == element::i64 || t.type == element::boolean;
  if (!real && !(integer && allowed == numbers::any))
    throw refusal("it is not supported on tensors of " + name_of(t.type));
}

} // namespace convert::onnx
