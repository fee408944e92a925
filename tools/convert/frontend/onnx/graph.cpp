// convert/frontend/onnx/graph.cpp -- runs the translations of all nodes that the outputs need.
#include <convert/frontend/onnx/graph.hpp>

#include <string>
#include <unordered_map>

#include <convert/frontend/onnx/call.hpp>
#include <convert/frontend/onnx/graph_input.hpp>
#include <convert/frontend/onnx/operators.hpp>
#include <convert/ir/evaluate.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

std::string quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string place_of(std::size_t index, const node& n) {
  return "node " + std::to_string(index) + (n.name.empty() ? "" : " " + quoted(n.name)) + ": ";
}

/// Which operators the outputs need, and how each is translated.
class plan {
 public:
  explicit plan(const model_file& file) : file_(file) { mark_needed(); }

  std::int64_t version_of(std::string_view domain) const {
    for (const auto& [name, version] : file_.opsets)
      if (name == domain) return version;
    return 1;
  }

  bool is_needed(const node& n) const {
    for (const std::string_view output : n.outputs)
      if (!output.empty() && needed_.count(output) != 0) return true;
    return false;
  }

  bool is_needed(std::string_view name) const { return needed_.count(name) != 0; }

  const operator_entry& operator_of(const node& n) const {
    const operator_entry* found = find_operator(n.domain, n.kind);
    for (const attribute& a : n.attributes)
      if (!a.graphs.empty() && (found == nullptr || !found->reads_graphs))
        throw refusal("operator " + quoted(n.kind) + " holds a subgraph, which is not supported");
    const std::int64_t version = version_of(n.domain);
    const bool is_ml = n.domain == ml;
    const std::string name = "operator " + quoted(n.kind) + " (domain " +
                             quoted(n.domain.empty() ? "ai.onnx" : n.domain) + ", version " +
                             std::to_string(version) + ")";
    if (found == nullptr || version > (is_ml ? newest_ml_opset : newest_opset))
      throw refusal(name + " is not supported");
    if (version < found->oldest)
      throw refusal(name + " is not supported: it is older than version " + std::to_string(found->oldest));
    return *found;
  }

 private:
  /// Nodes stand in an order in which each reads what came before, so one walk from the end finds all.
  void mark_needed() {
    for (const declared& output : file_.outputs) needed_.emplace(output.name, true);
    for (std::size_t i = file_.nodes.size(); i-- > 0;)
      if (is_needed(file_.nodes[i]))
        for (const std::string_view input : file_.nodes[i].inputs) needed_.emplace(input, true);
  }

  const model_file& file_;
  std::unordered_map<std::string_view, bool> needed_;
};

class translation {
 public:
  explicit translation(const model_file& file) : file_(file), plan_(file), w_(features_of(file)) {}

  ir::model run() {
    for (const named_constant& c : file_.constants) define(c.name, borrowed(c.value));
    define_inputs();
    for (std::size_t i = 0; i < file_.nodes.size(); ++i)
      if (plan_.is_needed(file_.nodes[i])) run_node(i);
    for (const declared& output : file_.outputs) answer(output);
    note_origin();
    return std::move(w_.build).take();
  }

 private:
  static tensor borrowed(const constant& c) {
    tensor t;
    t.type = c.type;
    t.form = c.form;
    t.known = &c;
    return t;
  }

  /// Integers of all inputs are made at once: one by one they would be as many steps again.
  void define_inputs() {
    const auto inputs = inputs_of(file_);
    std::vector<std::uint32_t> columns;
    std::uint32_t first = 0;
    for (const graph_input& input : inputs) {
      for (std::uint32_t i = 0; i < input.columns && is_read(input) && is_integers(input); ++i)
        columns.push_back(first + i);
      first += input.columns;
    }
    const ir::value integers = columns.empty() ? w_.build.row() : integer_columns(w_, columns);
    first = 0;
    std::uint32_t next_integer = 0;
    for (const graph_input& input : inputs) {
      if (!is_read(input)) {
        forget(w_, input, first);
      } else if (is_integers(input)) {
        define(input.name, integer_tensor(w_, input, integers, next_integer));
        next_integer += input.columns;
      } else {
        define(input.name, input_tensor(w_, input, first));
      }
      first += input.columns;
    }
  }

  bool is_read(const graph_input& input) const { return plan_.is_needed(input.name); }

  void define(std::string_view name, tensor t) {
    if (!name.empty() && !tensors_.emplace(name, std::move(t)).second)
      throw refusal("tensor " + quoted(name) + " is made twice");
  }

  void run_node(std::size_t index) {
    const node& n = file_.nodes[index];
    std::vector<tensor> made;
    try {
      const operator_entry& entry = plan_.operator_of(n);
      const auto inputs = inputs_of_node(n);
      try {
        made = entry.folds && all_known(inputs) ? folded_outputs(n, entry, inputs)
                                                : outputs_of(n, entry, inputs, w_);
      } catch (const refusal& why) {
        throw refusal("operator " + quoted(n.kind) + ": " + why.what());
      }
    } catch (const refusal& why) {
      throw refusal(place_of(index, n) + why.what());
    }
    for (std::size_t i = 0; i < made.size(); ++i) define(n.outputs[i], std::move(made[i]));
  }

  std::vector<const tensor*> inputs_of_node(const node& n) const {
    std::vector<const tensor*> inputs;
    for (const std::string_view name : n.inputs) {
      const auto found = tensors_.find(name);
      if (!name.empty() && found == tensors_.end())
        throw refusal("nothing before it makes its input " + quoted(name));
      inputs.push_back(name.empty() ? nullptr : &found->second);
    }
    return inputs;
  }

  static bool all_known(const std::vector<const tensor*>& inputs) {
    for (const tensor* t : inputs)
      if (t != nullptr && (!t->is_known() || t->type == element::text)) return false;
    return !inputs.empty() && inputs[0] != nullptr;
  }

  std::vector<tensor> outputs_of(const node& n, const operator_entry& entry,
                                 std::vector<const tensor*> inputs, workspace& w) const {
    call c(n, plan_.version_of(n.domain), w, std::move(inputs));
    entry.translate(c);
    std::vector<tensor> made = std::move(c.outputs());
    for (std::size_t i = 0; i < made.size(); ++i)
      if (made[i].type == element::undefined && made[i].unavailable.empty())
        made[i].unavailable =
            "output " + std::to_string(i) + " of `" + std::string(n.kind) + "` is not supported";
    return made;
  }

  /// The node's translation over constants, in a model of its own that is run at once.
  std::vector<tensor> folded_outputs(const node& n, const operator_entry& entry,
                                     std::vector<const tensor*> inputs) {
    workspace scratch({ir::feature{"none", {}}});
    tensor first = *inputs[0];
    first.at = scratch.raw_value_of(first);
    first.known = nullptr;
    inputs[0] = &first;
    std::vector<tensor> made = outputs_of(n, entry, std::move(inputs), scratch);
    const double nothing[] = {0.0};
    const ir::evaluation values = ir::evaluate(scratch.build.peek(), nothing);
    if (values.refused) throw refusal("its constant inputs are refused");
    for (tensor& t : made) {
      if (!t.unavailable.empty() || t.is_known()) continue;
      constant c;
      c.type = t.type;
      c.form = t.form;
      for (const double x : values.values.at(t.at)) {
        const double number = t.type == element::f32 ? static_cast<double>(static_cast<float>(x)) : x;
        if (is_real(t.type))
          c.reals.push_back(number);
        else
          c.integers.push_back(integer_of(number));
      }
      t = w_.known(std::move(c));
    }
    return made;
  }

  static std::int64_t integer_of(double x) {
    if (!(x >= -9007199254740992.0 && x <= 9007199254740992.0)) throw refusal("an integer is past 2^53");
    return static_cast<std::int64_t>(x);
  }

  void answer(const declared& output) {
    const auto found = tensors_.find(output.name);
    if (found == tensors_.end()) throw refusal("output " + quoted(output.name) + ": no node makes it");
    const tensor& t = found->second;
    try {
      if (!t.unavailable.empty()) throw refusal(t.unavailable);
      if (t.form.size() == 0) throw refusal("it is empty");
      if (t.is_merged) throw refusal("its rows share an axis with others");
      if (t.lists.size() == 1 && w_.list_at(t.lists[0]).feature == ir::no_feature)
        return answer_labels(output, t);
      if (t.type == element::text) throw refusal("strings of the row are answered as they are");
      w_.build.answer(ir::role::graph, std::string(output.name), w_.value_of(t));
    } catch (const refusal& why) {
      throw refusal("output " + quoted(output.name) + ": " + why.what());
    }
  }

  void answer_labels(const declared& output, const tensor& t) {
    std::vector<ir::label> labels;
    for (std::size_t code = 0; code < w_.list_at(t.lists[0]).size(); ++code)
      labels.push_back(w_.label_at(t.lists[0], code));
    w_.build.answer(ir::role::graph, std::string(output.name), t.at, std::move(labels));
  }

  void note_origin() {
    w_.build.note("framework", "ONNX");
    if (!file_.producer.empty()) {
      const std::string version =
          file_.producer_version.empty() ? "" : " " + std::string(file_.producer_version);
      w_.build.note("producer", std::string(file_.producer) + version);
    }
    for (const auto& [domain, version] : file_.opsets)
      w_.build.note("opset " + std::string(domain.empty() ? "ai.onnx" : domain), std::to_string(version));
  }

  const model_file& file_;
  plan plan_;
  workspace w_;
  std::unordered_map<std::string_view, tensor> tensors_;
};

} // namespace

std::vector<std::string> unsupported_nodes(const model_file& file) {
  const plan wanted(file);
  std::vector<std::string> found;
  for (std::size_t i = 0; i < file.nodes.size(); ++i) {
    if (!wanted.is_needed(file.nodes[i])) continue;
    try {
      wanted.operator_of(file.nodes[i]);
    } catch (const refusal& why) {
      found.push_back(place_of(i, file.nodes[i]) + why.what());
    }
  }
  return found;
}

ir::model translate(const model_file& file) { return translation(file).run(); }

} // namespace convert::onnx
