// convert/lower/lower.cpp -- ir to image: addresses, tables, node layout; no arithmetic on the model.
#include <convert/lower/lower.hpp>

#include <algorithm>
#include <variant>

#include <convert/lower/addresses.hpp>
#include <convert/lower/names.hpp>
#include <convert/lower/steps.hpp>
#include <convert/refusal.hpp>
#include <pounce/core/bytes.hpp>

namespace convert::lower {

namespace format = pounce::format;

namespace {

/// How near the runtime comes to the ir, by the least exact step that an answer goes through.
format::tolerance_class tolerance_of(const ir::model& m) {
  auto worst = format::tolerance_class::tree_sums;
  const auto at_least = [&worst](format::tolerance_class t) { worst = std::max(worst, t); };
  for (const auto& s : m.steps) {
    const auto* const forest = std::get_if<ir::forest>(&s.what);
    const bool exact =
        forest != nullptr || std::holds_alternative<ir::select>(s.what) ||
        std::holds_alternative<ir::require>(s.what) || std::holds_alternative<ir::decide>(s.what) ||
        std::holds_alternative<ir::affine>(s.what) || std::holds_alternative<ir::code_map>(s.what) ||
        std::holds_alternative<ir::impute>(s.what) || std::holds_alternative<ir::one_hot>(s.what);
    if (!exact) at_least(format::tolerance_class::double_sums);
    if (s.f32 || (forest != nullptr && forest->sum_f32)) at_least(format::tolerance_class::float_sums);
    if (const auto* n = std::get_if<ir::network>(&s.what))
      at_least(n->fused && n->layers.size() == 1 ? format::tolerance_class::float_sums
                                                 : format::tolerance_class::network);
  }
  if (m.sums_cancel) at_least(format::tolerance_class::float_sums);
  return worst;
}

/// Bytes of workspace for the largest step: the same rule as view::check_steps.
std::uint64_t workspace_of(const image& i) {
  std::uint64_t bytes = 0;
  for (const auto& f : i.forests) bytes = std::max(bytes, std::uint64_t{4} << f.slot_bits);
  for (const auto& l : i.layers) {
    const std::uint64_t widest = pounce::align_up(std::max(l.inputs, l.outputs), format::panel_width);
    bytes = std::max(bytes, 2 * widest * sizeof(float));
  }
  return bytes;
}

} // namespace

image lower(const ir::model& m) {
  if (m.features.empty()) throw refusal("the model takes no features");
  if (m.features.size() > format::max_width) throw refusal("the model takes more than 1048576 features");
  if (m.outputs.empty()) throw refusal("the model answers nothing that can be asked");
  const auto widths = ir::widths(m);
  const address_plan plan = plan_addresses(m, widths);
  image to;
  for (std::size_t i = 0; i < m.steps.size(); ++i) {
    if (!plan.runs[i] || plan.roles[i] == 0) continue;
    format::step record = lower_step(m.steps[i], plan, to);
    const bool select = record.kind == format::step_kind::select;
    record.roles = plan.roles[i];
    record.input = select ? 0 : plan.address[m.steps[i].input];
    record.input_width = select ? 0 : widths[m.steps[i].input];
    record.output = plan.address[i + 1];
    record.output_width = widths[i + 1];
    to.steps.push_back(record);
  }
  if (to.steps.size() > format::max_steps) throw refusal("the model has more than 1048576 steps");
  lower_names(m, plan, widths, to);
  to.about.feature_count = static_cast<std::uint32_t>(m.features.size());
  to.about.scratch_columns = plan.scratch_columns;
  to.about.workspace_bytes = workspace_of(to);
  to.about.tolerance = static_cast<std::uint32_t>(tolerance_of(m));
  if (to.about.workspace_bytes > format::max_workspace_bytes) {
    throw refusal("the model needs more than 64 MiB of workspace");
  }
  return to;
}

} // namespace convert::lower
