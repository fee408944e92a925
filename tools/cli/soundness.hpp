// cli/soundness.hpp -- everything that can be proven about a model file.
#pragma once

#include <cstdint>
#include <string>

#include <cli/forest_proof.hpp>
#include <cli/input_file.hpp>

namespace cli {

/// Checks what opening does not: checksums, names, content id, the trees; with `self_test` also the answers to
/// the rows in the file. `name` is the file's, for messages.
///
/// Errors  stopped.
forest_counts prove_sound(const pounce::model& model, const std::string& name);

/// Errors  stopped; a model without rows to answer passes with a note.
void prove_answers(const pounce::model& model, const std::string& name);

} // namespace cli
