// convert/frontend/onnx/scan.cpp -- Scan over the rows of a constant table, as skl2onnx writes distances to its points.
//
// The body is run once for the whole table: what it reads has one axis more, in front, along which the table's rows stand.
//
// Source    ONNX 1.12 .. 1.19, docs/Operators.md (Scan); sklearn-onnx 1.17, skl2onnx/algebra/complex_functions.py (onnx_cdist).
#include <convert/frontend/onnx/operators.hpp>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

std::string quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

bool reduces(const node& n) { return n.kind == "ReduceSum" || n.kind == "ReduceSumSquare"; }

/// Each element of their results is made of the same elements, whatever axes stand in front.
bool is_elementwise(const node& n) {
  constexpr std::string_view kinds[] = {"Identity", "Sub", "Add", "Mul", "Div", "Abs", "Pow", "Sqrt"};
  return std::find(std::begin(kinds), std::end(kinds), n.kind) != std::end(kinds);
}

void check_default(call& c, std::string_view name) {
  for (const std::int64_t x : c.integers(name))
    if (x != 0) throw refusal("`" + std::string(name) + "` is not 0");
}

/// A tensor with an axis of size 1 at place `at`.
tensor with_axis(workspace& w, const tensor& t, std::size_t at) {
  shape form = t.form;
  form.dims.insert(form.dims.begin() + static_cast<std::ptrdiff_t>(at), 1);
  if (form.rows >= static_cast<int>(at)) ++form.rows;
  return w.reshaped(t, std::move(form));
}

class body {
 public:
  body(call& c, const subgraph& g) : c_(c), g_(g) {
    for (const named_constant& k : g.constants) {
      tensor t;
      t.type = k.value.type;
      t.form = k.value.form;
      t.known = &k.value;
      define(k.name, std::move(t));
    }
  }

  void define(std::string_view name, tensor t) {
    if (!tensors_.emplace(name, std::move(t)).second)
      throw refusal("tensor " + quoted(name) + " is made twice");
  }

  void run() {
    for (const node& n : g_.nodes) {
      try {
        run_node(n);
      } catch (const refusal& why) {
        throw refusal("in its body, operator " + quoted(n.kind) + ": " + why.what());
      }
    }
  }

  const tensor& of(std::string_view name) const {
    const auto found = tensors_.find(name);
    if (found == tensors_.end()) throw refusal("nothing in its body makes " + quoted(name));
    return found->second;
  }

  /// Follows what is only handed on.
  std::string_view origin_of(std::string_view name) const {
    for (std::size_t i = g_.nodes.size(); i-- > 0;) {
      const node& n = g_.nodes[i];
      if (n.kind == "Identity" && n.inputs.size() == 1 && n.outputs.size() == 1 && n.outputs[0] == name)
        name = n.inputs[0];
    }
    return name;
  }

 private:
  void run_node(const node& n) {
    if (!n.domain.empty() || (!is_elementwise(n) && !reduces(n))) throw refusal("it is not supported there");
    const operator_entry* entry = find_operator(n.domain, n.kind);
    if (n.outputs.size() != 1 || n.inputs.empty()) throw refusal("it has not one result");
    node lifted = n;
    std::vector<const tensor*> inputs;
    for (const std::string_view name : n.inputs) inputs.push_back(&of(name));
    tensor axes;
    if (reduces(n)) {
      shift_axes(lifted);
      if (inputs.size() > 1) {
        axes = c_.w.integers(shifted(c_.w.integers_of(*inputs[1], "axes")), inputs[1]->form);
        inputs[1] = &axes;
      } else if (!has_axes(n)) {
        throw refusal("it names no axes");
      }
    } else {
      for (const tensor* t : inputs)
        if (t->is_known() && t->form.rank() != 3 && t->form.size() != 1)
          throw refusal("a constant is not one number");
    }
    call inner(lifted, c_.version, c_.w, std::move(inputs));
    entry->translate(inner);
    define(n.outputs[0], std::move(inner.outputs()[0]));
  }

  static bool has_axes(const node& n) {
    return std::any_of(n.attributes.begin(), n.attributes.end(),
                       [](const attribute& a) { return a.name == "axes"; });
  }

  static std::vector<std::int64_t> shifted(std::vector<std::int64_t> axes) {
    if (axes.empty()) throw refusal("it names no axes");
    for (std::int64_t& axis : axes)
      if (axis >= 0) ++axis;
    return axes;
  }

  static void shift_axes(node& n) {
    for (attribute& a : n.attributes)
      if (a.name == "axes") a.integers = shifted(std::move(a.integers));
  }

  call& c_;
  const subgraph& g_;
  std::unordered_map<std::string_view, tensor> tensors_;
};

void translate_scan(call& c) {
  const subgraph& g = c.graph("body");
  if (c.integer("num_scan_inputs", 0) != 1 || c.input_count() != 2 || g.inputs.size() != 2 ||
      g.outputs.size() != 2 || c.output_count() != 2)
    throw refusal("it has not one state and one table");
  for (const char* name :
       {"scan_input_axes", "scan_output_axes", "scan_input_directions", "scan_output_directions"})
    check_default(c, name);
  const tensor& state = c.in(0);
  const tensor& table = c.in(1);
  if (!table.is_known() || table.form.rank() != 2) throw refusal("its table is not a constant matrix");
  if (state.form.rank() != 2) throw refusal("its state " + text_of(state.form) + " has not two axes");
  body b(c, g);
  b.define(g.inputs[0], with_axis(c.w, state, 0));
  b.define(g.inputs[1], with_axis(c.w, table, 1));
  b.run();
  if (b.origin_of(g.outputs[0]) != g.inputs[0]) throw refusal("its body changes its state");
  tensor made = b.of(g.outputs[1]);
  if (made.form.rank() == 0 || made.form.dims[0] != table.form.dims[0] || made.form.is_rows(0))
    throw refusal("its body gives the same for all rows of its table");
  c.out(0, state);
  c.out(1, std::move(made));
}

} // namespace

std::span<const operator_entry> scan_operators() {
  static constexpr operator_entry entries[] = {{"", "Scan", false, translate_scan, 9, true}};
  return entries;
}

} // namespace convert::onnx
