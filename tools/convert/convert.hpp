// convert/convert.hpp -- the pipeline: a trainer's file becomes the bytes of a pounce file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <convert/frontend/onnx/external.hpp>
#include <convert/ir/model.hpp>
#include <convert/refusal.hpp>

namespace convert {

/// Which trainer's format a file is in, told by its content.
enum class source_kind : std::uint8_t { pickle, onnx, xgboost_json, xgboost_ubjson, lightgbm_text };

/// Errors  refusal, if it is none of those: the message says what it looks like and what to do.
source_kind detect(std::span<const std::byte> file);

struct options {
  std::string object;             // the name of the model in a pickled dict or tuple; empty: the only one
  bool network_f64 = false;       // networks in f64 instead of f32
  bool compact = false;           // narrower leaves where the error stays small
  std::size_t test_rows = 4;      // rows that travel in the file with their answers
  onnx::external_source external; // tensors of an ONNX file that lie in others; empty: refused
};

/// The model as the trainer's file means it.
///
/// Errors  refusal, naming class, operator or parameter.
ir::model read(std::span<const std::byte> file, const options& how);

/// Why the file can not be converted: a line for each part that is not supported, as far as that can be told without
/// the others; empty if it can. What `pounce convert --explain` prints.
std::vector<std::string> obstacles(std::span<const std::byte> file, const options& how);

/// Rows with the answers that their owner expects: what `--rows` and `--expect` give.
struct expectation {
  std::vector<std::vector<double>> rows; // (n, features), in the model's order
  std::vector<std::string> columns;      // names of the expected columns, as `pounce predict` prints them
  std::vector<std::vector<std::string>> answers; // (n, columns), as texts
  std::optional<double> tolerance;               // instead of the model's own class
};

/// What was made, for the line that tells the user.
struct converted {
  std::vector<std::byte> bytes; // the file
  std::string summary; // "RandomForestClassifier (scikit-learn 1.2.1): 16 features, 26 classes, 20 trees"
  std::size_t verified_rows = 0; // rows on which file and source agree
  double largest_difference = 0; // relative to max(1, |y|)
  double compact_error = 0;      // by how much narrower leaves can move a forest's sum
};

/// Reads, improves, lowers, writes and verifies: the bytes have been opened with pounce and compared with the
/// ir on random, edge and threshold rows, and with what is expected.
///
/// `progress(stage, done, total)` is called now and then.
///
/// Errors  refusal.
converted convert(std::span<const std::byte> file, const options& how,
                  const std::optional<expectation>& expected,
                  const std::function<void(std::string_view, std::size_t, std::size_t)>& progress);

/// Names of an ir's or a file's answers, column by column: "predict", "proba_0", ...
std::vector<std::string> column_names(const ir::model& m);

} // namespace convert
