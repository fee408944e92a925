// pounce/model.inl -- the bodies of model.hpp.
#pragma once

namespace pounce {

inline std::optional<std::size_t> model::feature_index(std::string_view name) const noexcept {
  const auto& about = program_.about;
  if (about.feature_index_count == 0 ||
      !in_range(about.feature_index_first, about.feature_index_count, program_.name_index.size())) {
    return std::nullopt;
  }
  const auto table = program_.name_index.subspan(about.feature_index_first, about.feature_index_count);
  return view::find_name(table, name, [this](std::size_t i) { return feature_name(i); });
}

inline std::span<const format::output> model::outputs(role what) const noexcept {
  const auto all = program_.outputs;
  std::size_t first = 0; // by hand: libstdc++'s std::find_if is unrolled, and cold code costs by its length
  while (first < all.size() && all[first].what != what) ++first;
  std::size_t end = first;
  while (end < all.size() && all[end].what == what) ++end;
  return all.subspan(first, end - first);
}

inline std::string_view model::label(std::size_t index, std::size_t target) const noexcept {
  const auto targets = outputs(role::predict);
  if (target >= targets.size() || index >= targets[target].label_count) return {};
  return program_.text_at(program_.labels[targets[target].first_label + index].text);
}

namespace detail {

/// What `answer` does with a block: its outputs go to where the caller wants them.
struct copy_outputs {
  std::span<const format::output> asked; // (outputs of the role)
  std::size_t width;                     // of them all
  answers out;

  result<void> operator()(const kernels::block& b, std::size_t first_row) const noexcept {
    for (std::size_t r = 0; r < b.count; ++r) {
      std::size_t to = (first_row + r) * width;
      for (const auto& o : asked) {
        const double* const from = b.at(o.address, r);
        for (std::uint32_t i = 0; i < o.width; ++i) out.write(to++, from[i]);
      }
    }
    return {};
  }
};

} // namespace detail

template <class Arch>
result<void> model::answer(role what, rows in, answers out, std::span<std::byte> scratch) const noexcept {
  const auto asked = outputs(what);
  const std::size_t width = columns(what);
  if (width == 0) return errc::no_such_answer;
  if (in.width() != features() || !in.whole()) return errc::wrong_width;
  if (out.size() != in.count() * width) return errc::wrong_result_size;
  return run<Arch>(what, in, scratch, detail::copy_outputs{asked, width, out});
}

template <class Arch, class Take>
result<void> model::run(role what, rows in, std::span<std::byte> scratch, const Take& take) const noexcept {
  if (!scratch.empty()) return run_in<Arch>(*this, what, in, scratch, take);
  if (scratch_bytes() != 0) return errc::scratch_too_small;
  // A stack page that nobody has used yet is a page fault: one row of a small model gets by with those in use.
  const std::size_t needed =
      scratch_for(std::min(in.count(), kernels::max_block_rows), in.doubles() != nullptr);
  if (needed <= 1024) return run_on_stack<Arch, 1024>(what, in, take);
  if (needed <= 4096) return run_on_stack<Arch, 4096>(what, in, take);
  if (needed <= 8192) return run_on_stack<Arch, 8192>(what, in, take);
  return run_on_stack<Arch, stack_bytes>(what, in, take);
}

// A frame of its own: inlined, the largest array would push away from the caller all that it calls, and cost it pages.
template <class Arch, std::size_t Bytes, class Take>
[[gnu::hot, gnu::noinline]] result<void> model::run_on_stack(role what, rows in,
                                                             const Take& take) const noexcept {
  alignas(64) std::byte stack[Bytes];
  return run_in<Arch>(*this, what, in, stack, take);
}

template <class Arch, class Take>
[[gnu::hot]] result<void> model::run_in(const model& m, role what, rows in, std::span<std::byte> scratch,
                                        const Take& take) noexcept {
  const std::size_t skip = (64 - reinterpret_cast<std::uintptr_t>(scratch.data()) % 64) % 64;
  const std::size_t workspace = align_up(m.program_.about.workspace_bytes, 64);
  const std::size_t a_row = m.row_bytes(in.doubles() != nullptr);
  if (scratch.size() < skip + workspace + a_row) return errc::scratch_too_small;
  const std::size_t room = a_row == 0 ? kernels::max_block_rows : (scratch.size() - skip - workspace) / a_row;
  const std::size_t block_rows = std::min({room, kernels::max_block_rows, in.count()});

  const std::size_t width = m.features();
  auto* const converted = reinterpret_cast<double*>(scratch.data() + skip + workspace); // rows of floats
  kernels::block b{nullptr,
                   width,
                   in.doubles() != nullptr ? converted : converted + block_rows * width,
                   m.program_.about.scratch_columns,
                   scratch.data() + skip,
                   0,
                   m.program_.about.feature_count};
  for (std::size_t first = 0; first < in.count(); first += b.count) {
    b.count = std::min(block_rows, in.count() - first);
    if (in.doubles() != nullptr) {
      b.row = in.doubles() + first * width;
    } else {
      std::copy_n(in.floats() + first * width, b.count * width, converted);
      b.row = converted;
    }
    auto done = kernels::run<Arch>(m.program_, 1U << static_cast<unsigned>(what), b, m.isa_);
    if (done) done = take(b, first);
    if (!done) {
      failure why = done.error();
      if (why.row != failure::nowhere) why.row += static_cast<std::uint32_t>(first);
      return why;
    }
  }
  return {};
}

template <class Arch>
inline void model::fetch_answering() noexcept {
  fetch_code(&run_in<Arch, detail::copy_outputs>, 1152);
  kernels::fetch_steps<Arch>();
}

namespace detail {

/// Whether `answer` is as near to `expected` as the class of the model's arithmetic promises.
inline bool near(double answer, double expected, std::uint32_t tolerance) noexcept {
  if (std::isnan(expected)) return std::isnan(answer);
  if (answer == expected) return true;
  constexpr std::array<double, 4> bounds{1e-12, 1e-10, 1e-6, 1e-5}; // format::tolerance_class
  const bool network = tolerance == static_cast<std::uint32_t>(format::tolerance_class::network);
  const double size = network ? 1 + std::fabs(expected) : std::max(1.0, std::fabs(expected));
  return std::fabs(answer - expected) <= bounds[tolerance] * size;
}

} // namespace detail

template <class Arch>
result<void> model::self_test(std::span<std::byte> scratch) const noexcept {
  const auto& about = program_.about;
  const std::size_t stride = features() + about.test_columns;
  for (std::uint32_t t = 0; t < about.test_rows && !program_.tests.empty(); ++t) {
    const auto test = program_.tests.subspan(t * stride, stride);
    auto stored = test.subspan(features()); // the answers of all roles follow the row
    for (std::uint8_t what = 0; what < format::roles; ++what) {
      const auto asked = outputs(static_cast<role>(what));
      if (asked.empty()) continue;
      const auto compare = [&](const kernels::block& b, std::size_t) -> result<void> {
        if (reproduces<Arch>(b, asked, stored)) return {};
        return failure{errc::self_test_failed, program_.where(test.data()), t};
      };
      const auto done = run<Arch>(static_cast<role>(what), test.first(features()), scratch, compare);
      if (!done) return done.error();
    }
  }
  return {};
}

template <class Arch>
bool model::reproduces(const kernels::block& b, std::span<const format::output> asked,
                       std::span<const double>& stored) const noexcept {
  for (const auto& o : asked) {
    if (stored.size() < o.width) return false;
    const double* const answer = b.at(o.address, 0);
    for (std::uint32_t i = 0; i < o.width; ++i) {
      if (!detail::near(answer[i], stored[i], program_.about.tolerance)) return false;
    }
    stored = stored.subspan(o.width);
  }
  return true;
}

} // namespace pounce
