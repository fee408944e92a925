// pounce/core/error.hpp -- every way in which pounce can fail, each with one text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

namespace pounce {

enum class errc : std::uint8_t {
  // the file could not be had
  not_found,
  not_permitted,
  not_readable,
  not_mapped,
  // the bytes are not a model
  too_short,
  not_a_model,
  newer_version,
  unknown_requirement,
  wrong_size,
  bad_checksum,
  bad_header,
  bad_section,
  unknown_section,
  bad_program,
  bad_forest,
  bad_network,
  bad_output,
  bad_text,
  misaligned,
  wrong_model,
  // the call does not fit the model
  wrong_width,
  wrong_result_size,
  no_such_answer,
  scratch_too_small,
  no_such_feature,
  not_a_category,
  // the trainer refuses such a row
  missing_refused,
  infinite_refused,
  out_of_range,
  unseen_refused,
  // floats can not hold what the trainer's doubles can
  beyond_float,
  // the model does not give its own answers
  self_test_failed,
};

/// Why an operation failed.
struct failure {
  static constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();

  errc code;
  std::size_t where = 0;           ///< the byte of the file to blame; 0 if none is
  std::uint32_t row = nowhere;     ///< the row to blame, counted from 0
  std::uint32_t feature = nowhere; ///< the feature to blame, an index for model::feature_name
};

/// The text of a code: lower case, without a full stop.
constexpr const char* message(errc code) noexcept {
  switch (code) {
  case errc::not_found: return "no such file";
  case errc::not_permitted: return "no permission to read the file";
  case errc::not_readable: return "the file can not be read";
  case errc::not_mapped: return "the file can not be mapped into memory";
  case errc::too_short: return "the file is shorter than a header";
  case errc::not_a_model: return "not a pounce model";
  case errc::newer_version: return "written for a newer major version of the format";
  case errc::unknown_requirement: return "needs a capability that this version of pounce does not have";
  case errc::wrong_size: return "the size differs from what the header says: truncated or extended";
  case errc::bad_checksum: return "the checksum does not match: damaged bytes";
  case errc::bad_header: return "a header field is out of range";
  case errc::bad_section: return "a section is out of place, misshapen or missing";
  case errc::unknown_section: return "a mandatory section is of an unknown kind";
  case errc::bad_program: return "a step of the program does not fit its inputs or parameters";
  case errc::bad_forest: return "a forest does not fit its tables";
  case errc::bad_network: return "a network's layers do not fit together";
  case errc::bad_output: return "an output does not fit the program";
  case errc::bad_text: return "a name, label or index of names does not fit its tables";
  case errc::misaligned: return "the bytes do not begin at a multiple of 8";
  case errc::wrong_model: return "the content id is not the expected one";
  case errc::wrong_width: return "a row has the wrong number of features";
  case errc::wrong_result_size: return "the space for the answers has the wrong size";
  case errc::no_such_answer: return "the model does not answer that";
  case errc::scratch_too_small: return "the scratch is smaller than the model needs";
  case errc::no_such_feature: return "the model has no such feature";
  case errc::not_a_category: return "the feature takes numbers, not texts";
  case errc::missing_refused: return "a value is missing where the trainer takes none";
  case errc::infinite_refused: return "a value is infinite where the trainer takes none";
  case errc::out_of_range: return "a value is out of the range that the trainer takes";
  case errc::unseen_refused: return "a category that the trainer has not seen";
  case errc::beyond_float:
    return "the row leads to numbers beyond float's range; a model converted with --f64 answers it";
  case errc::self_test_failed: return "the model does not reproduce the answers that were stored with it";
  }
  return "unknown error";
}

} // namespace pounce
