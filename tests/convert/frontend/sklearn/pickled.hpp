// convert/frontend/sklearn/pickled.hpp -- small pickles of fitted objects, written value by value, and what they turn into.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <convert/frontend/sklearn/model.hpp>
#include <convert/syntax/pickle/read.hpp>

#include "../answers.hpp"

namespace pickled {

using std::string_literals::operator""s;

using answers::missing;

/// The opcodes that push one value.
using code = std::string;

inline std::string little_endian(std::uint64_t x, int bytes) {
  std::string made;
  for (int i = 0; i < bytes; ++i) made += static_cast<char>(x >> (8 * i) & 0xFF);
  return made;
}

inline code none() { return "N"; }
inline code boolean(bool b) { return b ? "\x88" : "\x89"; }
inline code integer(std::int32_t i) { return "J" + little_endian(static_cast<std::uint32_t>(i), 4); }
inline code number(double x) {
  const std::string bytes = little_endian(std::bit_cast<std::uint64_t>(x), 8);
  return "G" + std::string(bytes.rbegin(), bytes.rend());
}
inline code text(std::string_view s) { return "X" + little_endian(s.size(), 4) + std::string(s); }
inline code bytes(std::string_view s) { return "B" + little_endian(s.size(), 4) + std::string(s); }

inline code joined(const std::vector<code>& values) {
  code all;
  for (const code& v : values) all += v;
  return all;
}
inline code list(const std::vector<code>& values) { return "](" + joined(values) + "e"; }
inline code tuple(const std::vector<code>& values) { return "(" + joined(values) + "t"; }
inline code global(std::string_view module, std::string_view name) {
  return "c" + std::string(module) + "\n" + std::string(name) + "\n";
}

/// `value`, put into the pickle's memo at `place` (from 0 on, one after the other), and the value from there.
inline code remembered(const code& value, int place) { return value + "q" + static_cast<char>(place); }
inline code recalled(int place) { return std::string("h") + static_cast<char>(place); }

using attributes = std::vector<std::pair<std::string, code>>;

inline code dict(const attributes& entries) {
  code made = "}(";
  for (const auto& [key, value] : entries) made += text(key) + value;
  return made + "u";
}

/// An instance of `sklearn.<name>`, written by version 1.2.1 unless its attributes say another.
inline code object(std::string_view name, attributes state) {
  bool versioned = false;
  for (const auto& entry : state) versioned = versioned || entry.first == "_sklearn_version";
  if (!versioned) state.emplace_back("_sklearn_version", text("1.2.1"));
  return global("sklearn.any", name) + ")\x81" + dict(state) + "b";
}

inline code dtype(std::string_view name) {
  const std::vector<code> state = {
      integer(3), text(name.starts_with("O") ? "|" : "<"), none(), none(), none(), integer(-1), integer(-1),
      integer(0)};
  return global("numpy", "dtype") + tuple({text(name), boolean(false), boolean(true)}) + "R" + tuple(state) +
         "b";
}

inline code array(const std::vector<code>& shape, std::string_view type, const code& data) {
  return global("numpy.core.multiarray", "_reconstruct") +
         tuple({global("numpy", "ndarray"), tuple({integer(0)}), bytes("b")}) + "R" +
         tuple({integer(1), tuple(shape), dtype(type), boolean(false), data}) + "b";
}

/// A numpy array of float64 of one dimension.
inline code numbers(const std::vector<double>& x) {
  std::string data;
  for (const double v : x) data += little_endian(std::bit_cast<std::uint64_t>(v), 8);
  return array({integer(static_cast<std::int32_t>(x.size()))}, "f8", bytes(data));
}

/// A numpy array of float32 of one dimension.
inline code floats(const std::vector<float>& x) {
  std::string data;
  for (const float v : x) data += little_endian(std::bit_cast<std::uint32_t>(v), 4);
  return array({integer(static_cast<std::int32_t>(x.size()))}, "f4", bytes(data));
}

/// A numpy array of int64 of one dimension.
inline code integers(const std::vector<std::int64_t>& x) {
  std::string data;
  for (const std::int64_t v : x) data += little_endian(static_cast<std::uint64_t>(v), 8);
  return array({integer(static_cast<std::int32_t>(x.size()))}, "i8", bytes(data));
}

/// A numpy array of dtype object of one dimension.
inline code objects(const std::vector<code>& values) {
  return array({integer(static_cast<std::int32_t>(values.size()))}, "O8", list(values));
}
inline code texts(const std::vector<std::string>& values) {
  std::vector<code> all;
  for (const auto& v : values) all.push_back(text(v));
  return objects(all);
}

inline convert::pickle::document parsed(const code& value) {
  const std::string file = "\x80\x03" + value + ".";
  std::vector<std::byte> raw(file.size());
  for (std::size_t i = 0; i < file.size(); ++i) raw[i] = static_cast<std::byte>(file[i]);
  return convert::pickle::read(std::move(raw));
}

inline convert::ir::model model_of(const code& value) {
  const auto file = parsed(value);
  return convert::sklearn::read(file.root());
}

inline std::string refused(const code& value) {
  return answers::refused_to([&] { model_of(value); });
}

// Objects that many tests put together.

inline code ridge(const std::vector<double>& coef, double intercept) {
  const auto n = static_cast<std::int32_t>(coef.size());
  return object(
      "Ridge", {{"n_features_in_", integer(n)}, {"coef_", numbers(coef)}, {"intercept_", number(intercept)}});
}

/// Binary, with the score coef . x + intercept and the classes 0 and 1.
inline code logistic(const std::vector<double>& coef, double intercept) {
  const auto n = static_cast<std::int32_t>(coef.size());
  return object("LogisticRegression", {{"n_features_in_", integer(n)},
                                       {"coef_", numbers(coef)},
                                       {"intercept_", numbers({intercept})},
                                       {"classes_", integers({0, 1})},
                                       {"multi_class", text("auto")},
                                       {"solver", text("lbfgs")}});
}

inline code standard_scaler(const std::vector<double>& mean, const std::vector<double>& scale) {
  const auto n = static_cast<std::int32_t>(mean.size());
  return object("StandardScaler", {{"n_features_in_", integer(n)},
                                   {"with_mean", boolean(true)},
                                   {"with_std", boolean(true)},
                                   {"mean_", numbers(mean)},
                                   {"scale_", numbers(scale)}});
}

inline code pipeline(const std::vector<code>& steps) {
  std::vector<code> named;
  for (const code& step : steps) named.push_back(tuple({text("a step"), step}));
  return object("Pipeline", {{"steps", list(named)}});
}

/// An instance of another package's class, which says no version.
inline code object_of(std::string_view module, std::string_view name, const attributes& state) {
  return global(module, name) + ")\x81" + dict(state) + "b";
}

/// imbalanced-learn's.
inline code resampled_pipeline(const std::vector<code>& steps) {
  std::vector<code> named;
  for (const code& step : steps) named.push_back(tuple({text("a step"), step}));
  return object_of("imblearn.pipeline", "Pipeline", {{"steps", list(named)}});
}

inline code sampler() {
  return object_of("imblearn.under_sampling._prototype_selection._random_under_sampler", "RandomUnderSampler",
                   {});
}

} // namespace pickled
