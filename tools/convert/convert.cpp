// convert/convert.cpp -- the pipeline: syntax, frontend, ir, pass, lower, write, verify.
#include <convert/convert.hpp>

#include <algorithm>

#include <convert/choose_object.hpp>
#include <convert/frontend/lightgbm/model.hpp>
#include <convert/frontend/onnx/onnx.hpp>
#include <convert/frontend/sklearn/model.hpp>
#include <convert/frontend/sklearn/unsupported.hpp>
#include <convert/frontend/xgboost/model.hpp>
#include <convert/ir/check.hpp>
#include <convert/lower/lower.hpp>
#include <convert/pass/all.hpp>
#include <convert/pass/expand_networks.hpp>
#include <convert/pass/narrow_leaves.hpp>
#include <convert/pass/network_precision.hpp>
#include <convert/syntax/pickle/read.hpp>
#include <convert/verify/expect.hpp>
#include <convert/verify/probe_rows.hpp>
#include <convert/verify/verify.hpp>
#include <convert/write/sha256.hpp>
#include <convert/write/writer.hpp>
#include <pounce/format/load.hpp>

namespace convert {

namespace {

std::string note_of(const ir::model& m, std::string_view key) {
  for (const auto& [name, text] : m.provenance) {
    if (name == key) return text;
  }
  return {};
}

/// "RandomForestClassifier (scikit-learn 1.2.1)"
std::string summary_of(const ir::model& m) {
  const std::string framework = note_of(m, "framework");
  const std::string version = note_of(m, "version");
  return note_of(m, "class") + " (" + framework + (version.empty() ? "" : " " + version) + ")";
}

/// scikit-learn's networks are in doubles; those of exported graphs are floats to begin with, however large their numbers.
bool needs_doubles(const ir::model& m) {
  const bool of_floats = note_of(m, "framework") == "ONNX";
  return (!of_floats && pass::reads_numbers_of_any_size(m)) ||
         !pass::floats_suffice(m, verify::probe_rows(m, verify::probe_row_count(m)));
}

/// The model's bytes, the first of `rows` with their answers among them.
std::vector<std::byte> bytes_of(const ir::model& m, const ir::model& meant,
                                const std::vector<std::vector<double>>& rows, std::size_t count) {
  lower::image image = lower::lower(m);
  image.tests = verify::test_rows(meant, rows, count);
  std::size_t columns = 0;
  for (const auto& o : image.outputs) columns += o.width;
  image.about.test_columns = static_cast<std::uint32_t>(columns);
  image.about.test_rows = static_cast<std::uint32_t>(image.tests.size() / (m.features.size() + columns));
  return write::serialize(image);
}

/// Takes rows out, by their ascending numbers.
void erase(std::vector<std::vector<double>>& rows, const std::vector<std::size_t>& numbers) {
  std::for_each(numbers.rbegin(), numbers.rend(),
                [&](std::size_t at) { rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(at)); });
}

std::vector<std::vector<double>> answered_rows(const std::optional<expectation>& expected,
                                               const std::vector<std::vector<double>>& probes) {
  return expected && !expected->rows.empty() ? expected->rows : probes;
}

} // namespace

ir::model read(std::span<const std::byte> file, const options& how) {
  switch (detect(file)) {
  case source_kind::pickle: {
    const pickle::document document = pickle::read(file);
    return sklearn::read(choose_object(document.root(), how.object));
  }
  case source_kind::onnx: return onnx::read(file, how.external);
  case source_kind::xgboost_json:
  case source_kind::xgboost_ubjson: return xgboost::read_model(pounce::format::text_of(file));
  case source_kind::lightgbm_text: return lightgbm::read_model(pounce::format::text_of(file));
  }
  throw refusal("the file's format is not supported");
}

std::vector<std::string> obstacles(std::span<const std::byte> file, const options& how) {
  try {
    std::vector<std::string> parts;
    const source_kind kind = detect(file);
    if (kind == source_kind::pickle) {
      const pickle::document document = pickle::read(file);
      parts = sklearn::unsupported_parts(choose_object(document.root(), how.object));
    } else if (kind == source_kind::onnx) {
      parts = onnx::unsupported(file, how.external);
    }
    if (!parts.empty()) return parts;
    (void)read(file, how);
  } catch (const refusal& why) {
    return {why.what()};
  }
  return {};
}

converted convert(std::span<const std::byte> file, const options& how,
                  const std::optional<expectation>& expected,
                  const std::function<void(std::string_view, std::size_t, std::size_t)>& progress) {
  progress("reading", 0, 4);
  ir::model m = read(file, how);
  m.provenance.emplace_back("source_sha256", write::hexadecimal(write::sha256(file)));
  m.provenance.emplace_back("source_bytes", std::to_string(file.size()));
  converted made;
  if (how.compact) made.compact_error = pass::narrow_leaves(m);
  const bool network_f64 = how.network_f64 || needs_doubles(m);
  if (network_f64) pass::expand_networks(m);
  const ir::model meant = m;

  progress("lowering", 1, 4);
  m = pass::run_passes(std::move(m), {.f64_networks = network_f64});
  auto probes = verify::probe_rows(meant, verify::probe_row_count(meant));

  progress("writing", 2, 4);
  made.bytes = bytes_of(m, meant, answered_rows(expected, probes), how.test_rows);
  made.summary = summary_of(m);

  progress("verifying", 3, 4);
  auto found = verify::verify(meant, made.bytes, probes);
  if (!found.noisy.empty()) {
    if (2 * found.lost > found.rows)
      throw refusal("`" + note_of(m, "class") +
                    "`: its sums cancel so far that not six digits of its own answers are certain");
    // Of other rows six digits are promised; these prove nothing, and are no tests.
    m.sums_cancel = true;
    erase(probes, found.noisy);
    made.bytes = bytes_of(m, meant, answered_rows(expected, probes), how.test_rows);
    found = verify::verify(meant, made.bytes, probes);
  }
  made.verified_rows = found.rows + found.refused;
  made.largest_difference = found.largest_difference;
  if (expected) verify::check_expectation(made.bytes, *expected);
  progress("done", 4, 4);
  return made;
}

std::vector<std::string> column_names(const ir::model& m) {
  auto outputs = m.outputs;
  std::stable_sort(outputs.begin(), outputs.end(),
                   [](const auto& a, const auto& b) { return a.what < b.what; });
  const auto widths = ir::widths(m);
  std::vector<std::string> names;
  for (const auto& o : outputs) {
    if (widths[o.from] == 1) names.push_back(o.name);
    for (std::uint32_t i = 0; widths[o.from] > 1 && i < widths[o.from]; ++i) {
      names.push_back(o.name + "_" + std::to_string(i));
    }
  }
  return names;
}

} // namespace convert
