// convert/frontend/onnx/expand_calls.cpp -- each call gets names of its own for what is inside.
//
// Source    ONNX 1.12 .. 1.19, docs/IR.md (model-local functions), onnx/onnx.proto (FunctionProto).
#include <convert/frontend/onnx/expand_calls.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>

#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

constexpr std::size_t most_numbers = std::size_t{1} << 24; // of all nodes that functions place
constexpr std::size_t deepest = 64;

std::string quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

const attribute* named(const std::vector<attribute>& attributes, std::string_view name) {
  const auto found =
      std::find_if(attributes.begin(), attributes.end(), [&](const attribute& a) { return a.name == name; });
  return found != attributes.end() ? &*found : nullptr;
}

/// How much is kept of a node.
std::size_t numbers_in(const node& n) {
  std::size_t count = 1 + n.inputs.size() + n.outputs.size();
  for (const attribute& a : n.attributes) {
    if (!a.graphs.empty()) throw refusal("a function holds a subgraph, which is not supported");
    count += 1 + a.integers.size() + a.reals.size() + a.texts.size();
    for (const constant& c : a.tensors) count += c.reals.size() + c.integers.size() + c.texts.size();
  }
  return count;
}

class expansion {
 public:
  expansion(model_file& file, const std::vector<function>& functions) : file_(file), functions_(functions) {}

  void run() {
    for (const node& n : file_.nodes)
      for (const attribute& a : n.attributes)
        if (!a.refers.empty()) throw refusal("an attribute refers to a function's, and is in none");
    if (functions_.empty()) return;
    check_opsets();
    for (const function& f : functions_) by_name_.emplace(std::tuple(f.domain, f.name, f.overload), &f);
    std::vector<node> called = std::move(file_.nodes);
    file_.nodes.clear();
    for (node& n : called) place(std::move(n), 0);
  }

 private:
  void check_opsets() {
    std::map<std::string_view, std::int64_t> versions(file_.opsets.begin(), file_.opsets.end());
    for (const function& f : functions_)
      for (const auto& [domain, version] : f.opsets) {
        const auto [found, is_new] = versions.emplace(domain, version);
        if (is_new) file_.opsets.emplace_back(domain, version);
        if (found->second != version)
          throw refusal("function " + quoted(f.name) + " is written for version " + std::to_string(version) +
                        " of operators of which the graph takes version " + std::to_string(found->second));
      }
  }

  const function* function_of(const node& n) const {
    const auto found = by_name_.find({n.domain, n.kind, n.overload});
    return found != by_name_.end() ? found->second : nullptr;
  }

  void place(node n, std::size_t depth) {
    if (depth != 0) numbers_ += numbers_in(n);
    if (numbers_ > most_numbers) throw refusal("functions that call one another make too large a graph");
    const function* f = function_of(n);
    if (f == nullptr) {
      file_.nodes.push_back(std::move(n));
      return;
    }
    if (depth == deepest)
      throw refusal("functions call one another more than 64 deep, as " + quoted(f->name) + " does");
    place_body(n, *f, depth);
  }

  void place_body(const node& call, const function& f, std::size_t depth) {
    if (call.inputs.size() > f.inputs.size() || call.outputs.size() > f.outputs.size())
      throw refusal("a call of function " + quoted(f.name) + " has more inputs or outputs than it");
    std::unordered_map<std::string_view, std::string_view> names;
    for (std::size_t i = 0; i < f.inputs.size(); ++i)
      names.emplace(f.inputs[i], i < call.inputs.size() ? call.inputs[i] : std::string_view());
    std::vector<node> handed;
    for (std::size_t i = 0; i < call.outputs.size(); ++i) {
      if (call.outputs[i].empty() || names.emplace(f.outputs[i], call.outputs[i]).second) continue;
      node same; // an input, or one output twice
      same.kind = "Identity";
      same.inputs = {names.at(f.outputs[i])};
      same.outputs = {call.outputs[i]};
      handed.push_back(std::move(same));
    }
    const std::string prefix = std::string(f.name) + "." + std::to_string(++calls_) + ".";
    const auto rename = [&](std::string_view& name) {
      if (name.empty()) return;
      const auto found = names.find(name);
      if (found == names.end()) {
        file_.names.push_back(prefix + std::string(name));
        name = names.emplace(name, file_.names.back()).first->second;
      } else {
        name = found->second;
      }
    };
    for (node n : f.nodes) {
      std::for_each(n.inputs.begin(), n.inputs.end(), rename);
      std::for_each(n.outputs.begin(), n.outputs.end(), rename);
      n.attributes = given(n.attributes, call, f);
      place(std::move(n), depth + 1);
    }
    for (node& n : handed) place(std::move(n), depth + 1);
  }

  /// Attributes with those of the caller, or the function's defaults, where they refer to them.
  static std::vector<attribute> given(const std::vector<attribute>& own, const node& call,
                                      const function& f) {
    std::vector<attribute> made;
    for (const attribute& a : own) {
      const attribute* from = a.refers.empty() ? &a : named(call.attributes, a.refers);
      if (from == nullptr) from = named(f.defaults, a.refers);
      if (from == nullptr) continue; // the operator's own default
      made.push_back(*from);
      made.back().name = a.name;
    }
    return made;
  }

  model_file& file_;
  const std::vector<function>& functions_;
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, const function*> by_name_;
  std::size_t calls_ = 0;
  std::size_t numbers_ = 0;
};

} // namespace

void expand_calls(model_file& file, const std::vector<function>& functions) {
  expansion(file, functions).run();
}

} // namespace convert::onnx
