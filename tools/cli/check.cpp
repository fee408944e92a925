// cli/check.cpp -- pounce check: the full proof that a file is sound.
#include <string>

#include <cli/commands.hpp>
#include <cli/content_id.hpp>
#include <cli/input_file.hpp>
#include <cli/output_file.hpp>
#include <cli/soundness.hpp>

namespace cli {

exit_code run(const check_command& told) {
  const std::string name = input_name(told.model);
  const auto opened = open_model(told.model, names_check::later);
  const auto counts = prove_sound(opened.model, name);
  if (told.self_test) prove_answers(opened.model, name);

  const auto& p = opened.model.contents();
  std::string text = name + ": sound: " + std::to_string(p.header.section_count) + " sections, ";
  if (counts.trees != 0) {
    text += std::to_string(counts.trees) + " trees with " + std::to_string(counts.splits) + " splits and " +
            std::to_string(counts.leaves) + " leaves, ";
  }
  if (told.self_test) text += std::to_string(p.about.test_rows) + " test rows answered, ";
  text += "content id " + text_of(opened.model.id()) + "\n";
  output_file("-").write(text);
  return done;
}

} // namespace cli
