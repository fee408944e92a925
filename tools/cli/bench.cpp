// cli/bench.cpp -- pounce bench: a function's life on this machine, from exec to its end, and warm predictions.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/utsname.h>

#include <cli/allocation_count.hpp>
#include <cli/cold_start.hpp>
#include <cli/commands.hpp>
#include <cli/input_file.hpp>
#include <cli/json_text.hpp>
#include <cli/model_facts.hpp>
#include <cli/output_file.hpp>
#include <cli/row_reader.hpp>
#include <cli/stock_handler.hpp>

namespace cli {

namespace {

using clock = std::chrono::steady_clock;

constexpr auto all_work = std::chrono::milliseconds(900);
constexpr auto warm_turn = std::chrono::milliseconds(4);
constexpr std::size_t fewest_starts = 5;
constexpr std::size_t most_rows = 4096;

/// The nearest-rank quantile. Requires at least one.
double quantile(std::vector<double> numbers, double part) {
  std::sort(numbers.begin(), numbers.end());
  const auto rank = static_cast<std::size_t>(std::lround(part * static_cast<double>(numbers.size() - 1)));
  return numbers[rank];
}

struct row_set {
  std::vector<double> numbers; // (count, width)
  std::size_t width;
  std::string source;

  std::size_t count() const { return numbers.size() / width; }
  std::span<const double> row(std::size_t i) const { return std::span(numbers).subspan(i * width, width); }
};

row_set rows_to_time(const bench_command& told, const pounce::model& model) {
  row_set rows{{}, model.features(), {}};
  if (!told.rows.empty()) {
    row_reader reader(told.rows, inputs_of(model),
                      told.no_header ? first_line::is_row : first_line::is_header);
    std::vector<std::size_t> lines;
    reader.read(most_rows, rows.numbers, lines);
    if (lines.empty()) throw stopped(input_refused, reader.name(), "no rows");
    rows.source = reader.name();
    return rows;
  }
  const auto& p = model.contents();
  const std::size_t stride = rows.width + p.about.test_columns;
  for (std::size_t i = 0; i + stride <= p.tests.size(); i += stride) {
    rows.numbers.insert(rows.numbers.end(), p.tests.begin() + static_cast<std::ptrdiff_t>(i),
                        p.tests.begin() + static_cast<std::ptrdiff_t>(i + rows.width));
  }
  rows.source = "the model's test rows";
  if (rows.numbers.empty()) {
    rows.numbers.assign(rows.width, 0.0);
    rows.source = "one row of zeros";
  }
  return rows;
}

struct timings {
  std::vector<double> start, open, first, answer, process, processor, warm; // ns
  std::vector<double> start_faults, open_faults, first_faults;
  std::vector<double> peak_bytes;
  std::uint64_t open_allocations = 0;
  std::uint64_t predict_allocations = 0;
};

/// What the clock itself takes, in ns.
double clock_ns() {
  double least = 1e9;
  for (int i = 0; i < 1000; ++i) {
    const auto start = clock::now();
    least = std::min(least, std::chrono::duration<double, std::nano>(clock::now() - start).count());
  }
  return least;
}

class stopwatch {
 public:
  stopwatch(const pounce::model& model, pounce::role what, const row_set& rows)
      : model_(model), what_(what), rows_(rows), answer_(model.columns(what)),
        scratch_(model.scratch_bytes()) {}

  /// Errors  stopped, if a row is refused.
  void run_warm(timings& to) {
    const auto until = clock::now() + warm_turn;
    for (auto start = clock::now(); start < until; start = clock::now()) {
      const auto done = model_.answer(what_, rows_.row(next_), answer_, scratch_);
      const auto end = clock::now();
      if (!done) throw stopped(input_refused, rows_.source, "a row is refused: " + text_of(done.error()));
      next_ = next_ + 1 == rows_.count() ? 0 : next_ + 1;
      if (to.warm.size() == to.warm.capacity()) return; // enough, and a vector that grows would be counted
      to.warm.push_back(
          std::max(0.0, std::chrono::duration<double, std::nano>(end - start).count() - clock_));
    }
  }

 private:
  const pounce::model& model_;
  pounce::role what_;
  const row_set& rows_;
  std::vector<double> answer_;
  std::vector<std::byte> scratch_;
  double clock_ = clock_ns();
  std::size_t next_ = 0;
};

/// What this machine is called in packages.
package::machine this_machine() {
  utsname name{};
  const auto found = ::uname(&name) == 0 ? package::machine_of(name.machine) : std::nullopt;
  if (!found) throw stopped(system_failed, "", "cold starts are measured on x86-64 and AArch64 only");
  return *found;
}

void add(timings& to, const cold_start_times& life) {
  const auto put = [](std::vector<double>& list, std::uint64_t number) {
    list.push_back(static_cast<double>(number));
  };
  put(to.start, life.start_ns);
  put(to.open, life.open_ns);
  put(to.first, life.first_ns);
  put(to.answer, life.answer_ns);
  put(to.process, life.process_ns);
  put(to.processor, life.processor_ns);
  put(to.start_faults, life.start_faults);
  put(to.open_faults, life.open_faults);
  put(to.first_faults, life.first_faults);
  put(to.peak_bytes, life.peak_bytes);
}

timings measure(const std::string& program, const std::string& path, const pounce::model& model,
                pounce::role what, const row_set& rows) {
  timings found;
  found.warm.reserve(std::size_t{1} << 22);
  stopwatch watch(model, what, rows);
  std::uint64_t before = allocation_count();
  static_cast<void>(pounce::model::open(path.c_str()));
  found.open_allocations = allocation_count() - before;
  // Fresh processes and warm predictions by turns, so that a busy machine disturbs both alike.
  const auto until = clock::now() + all_work;
  while (clock::now() < until || found.open.size() < fewest_starts) {
    before = allocation_count();
    watch.run_warm(found);
    found.predict_allocations += allocation_count() - before;
    const auto life =
        measure_cold_start(program, path, model, what, rows.row(found.open.size() % rows.count()));
    if (!life) throw stopped(system_failed, program, "it did not measure this model");
    add(found, *life);
  }
  return found;
}

std::string line_of(const char* what, double ns, const std::string& remark) {
  char space[64];
  std::snprintf(space, sizeof space, "%-18s%8.2f us  ", what, ns / 1000);
  return space + remark + "\n";
}

/// What the file is: its name, its bytes, the pages of it that a first prediction touches at most, and the bytes of the
/// handler that would be packed beside it.
struct subject {
  std::string name;
  std::uint64_t bytes;
  std::uint64_t pages;
  std::uint64_t handler_bytes;
};

std::string p99_of(const std::vector<double>& ns) {
  char space[32];
  std::snprintf(space, sizeof space, "p99 %.2f us", quantile(ns, 0.99) / 1000);
  return space;
}

std::string text_of(const timings& t, const row_set& rows, const subject& what) {
  const auto faults = [](const std::vector<double>& counts) {
    const auto n = static_cast<int>(quantile(counts, 0.5));
    return ", " + std::to_string(n) + (n == 1 ? " page fault" : " page faults");
  };
  char more[96];
  std::snprintf(more, sizeof more, ", %.2f us of processor time, at most %.2f MB of memory",
                quantile(t.processor, 0.5) / 1000, quantile(t.peak_bytes, 0.5) / 1e6);
  std::string text = what.name + ": " + std::to_string(what.bytes) +
                     " bytes, of which a prediction touches at most " + std::to_string(what.pages) +
                     (what.pages == 1 ? " page" : " pages") + "; rows from " + rows.source + "\n";
  text += "medians of " + std::to_string(t.open.size()) + " fresh processes:\n";
  text += line_of("exec to main", quantile(t.start, 0.5), p99_of(t.start) + faults(t.start_faults));
  text += line_of("open", quantile(t.open, 0.5), p99_of(t.open) + faults(t.open_faults));
  text += line_of("first prediction", quantile(t.first, 0.5), p99_of(t.first) + faults(t.first_faults));
  text += line_of("exec to answer", quantile(t.answer, 0.5), p99_of(t.answer));
  text += line_of("exec to end", quantile(t.process, 0.5), p99_of(t.process) + more);
  text += "of " + std::to_string(t.warm.size()) + " predictions:\n";
  text += line_of("warm prediction", quantile(t.warm, 0.5), p99_of(t.warm));
  text += "allocations       " + std::to_string(t.open_allocations) + " to open, " +
          std::to_string(t.predict_allocations) + " in " + std::to_string(t.warm.size()) + " predictions\n";
  text += "to be deployed    " + std::to_string(what.handler_bytes + what.bytes) +
          " bytes: the stock handler's " + std::to_string(what.handler_bytes) + " and the model's " +
          std::to_string(what.bytes) + "\n";
  return text;
}

std::string json_of(const timings& t, const row_set& rows, const subject& what) {
  json_text json;
  json.open('{').key("file").value(what.name).key("bytes").value(what.bytes);
  json.key("handler_bytes").value(what.handler_bytes);
  json.key("pages").value(what.pages).key("rows").value(rows.source);
  const auto time = [&json](const std::string& name, const std::vector<double>& ns) {
    json.key(name + "_us").value(quantile(ns, 0.5) / 1000);
    json.key(name + "_p99_us").value(quantile(ns, 0.99) / 1000);
  };
  time("start", t.start);
  time("open", t.open);
  time("first", t.first);
  time("answer", t.answer);
  time("process", t.process);
  time("processor", t.processor);
  time("warm", t.warm);
  json.key("start_page_faults").value(quantile(t.start_faults, 0.5));
  json.key("open_page_faults").value(quantile(t.open_faults, 0.5));
  json.key("first_page_faults").value(quantile(t.first_faults, 0.5));
  json.key("peak_bytes").value(quantile(t.peak_bytes, 0.5));
  json.key("processes").value(t.open.size()).key("predictions").value(t.warm.size());
  json.key("open_allocations").value(t.open_allocations);
  json.key("predict_allocations").value(t.predict_allocations).close('}');
  return json.text() + "\n";
}

} // namespace

exit_code run(const bench_command& told) {
  if (told.model == "-")
    throw stopped(wrong_command, "", "bench opens the model again and again: name a file");
  std::signal(SIGPIPE, SIG_IGN); // a measuring process that dies is noticed by its silence
  const auto opened = open_model(told.model);
  const auto rows = rows_to_time(told, opened.model);
  const auto what = opened.model.contents().outputs.front().what;
  const auto program = stock_handler(this_machine(), "cold_start");
  const auto handler = stock_handler(this_machine(), "handler");
  const auto found = measure(program, told.model, opened.model, what, rows);
  const auto facts = facts_of(opened.model);
  const subject timed{told.model, facts.file_bytes, facts.hot_pages, std::filesystem::file_size(handler)};
  output_file("-").write(told.json ? json_of(found, rows, timed) : text_of(found, rows, timed));
  return done;
}

} // namespace cli
