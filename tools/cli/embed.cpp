// cli/embed.cpp -- pounce embed: a model as a header and the file that it places in the program.
#include <algorithm>
#include <string>
#include <string_view>

#include <cli/commands.hpp>
#include <cli/content_id.hpp>
#include <cli/input_file.hpp>
#include <cli/output_file.hpp>
#include <cli/soundness.hpp>

namespace cli {

namespace {

/// The header. The assembler reads the data file, which stands beside the header under the header's name and
/// .pounce: so the compiler's own path to the header leads there, however it was included and wherever the two
/// have been moved to. A section group named for the symbol leaves one copy in the program.
constexpr std::string_view header_text =
    R"(// @HEADER@ -- a model, placed in the program. Made by `pounce embed`; reads @HEADER@.pounce beside it.
//
//   auto model = pounce::model::open(@NAME@::model());
#pragma once

#include <cstddef>

#include <pounce/model.hpp>

__asm__(".pushsection .rodata.pounce_@NAME@,\"aG\",%progbits,pounce_@NAME@_begin,comdat\n"
        ".balign 64\n"
        ".weak pounce_@NAME@_begin\n"
        ".hidden pounce_@NAME@_begin\n"
        ".type pounce_@NAME@_begin,%object\n"
        "pounce_@NAME@_begin:\n"
        ".incbin \"" __FILE__ ".pounce\"\n"
        ".weak pounce_@NAME@_end\n"
        ".hidden pounce_@NAME@_end\n"
        "pounce_@NAME@_end:\n"
        ".byte 0\n"
        ".popsection\n");

extern "C" {
[[gnu::visibility("hidden")]] extern const std::byte pounce_@NAME@_begin[];
[[gnu::visibility("hidden")]] extern const std::byte pounce_@NAME@_end[];
}

namespace @NAME@ {

/// @ABOUT@
inline pounce::embedded model() noexcept {
  const std::byte* const begin = pounce_@NAME@_begin;
  return {{begin, static_cast<std::size_t>(pounce_@NAME@_end - begin)}};
}

/// The model's id, @ID@.
inline constexpr pounce::content_id id{@BYTES@};

} // namespace @NAME@
)";

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

std::string file_name(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The name as an identifier: "model_data" of "model-data.hpp".
std::string identifier_of(std::string name) {
  name.resize(std::min(name.size(), name.find('.')));
  for (char& c : name) {
    if (!is_letter(c) && !is_digit(c)) c = '_';
  }
  if (name.empty() || is_digit(name[0])) name.insert(0, "model_");
  return name;
}

void check_identifier(const std::string& name) {
  bool sane = !name.empty() && !is_digit(name[0]);
  for (const char c : name) sane = sane && (is_letter(c) || is_digit(c));
  if (!sane) throw stopped(wrong_command, "", in_backticks(name) + " is no name for a namespace");
}

std::string bytes_of(const pounce::content_id& id) {
  std::string text;
  for (const auto byte : id) text += (text.empty() ? "" : ", ") + std::to_string(byte);
  return text;
}

std::string about_text(const pounce::model& model) {
  const auto& p = model.contents();
  std::string text = "The model's " + std::to_string(p.bytes.size()) + " bytes";
  for (const auto& n : p.notes) {
    if (p.text_at(n.key) == "class") text.append(": ").append(in_backticks(p.text_at(n.text)));
  }
  return text + ".";
}

} // namespace

exit_code run(const embed_command& told) {
  if (told.output == "-") throw stopped(wrong_command, "", "embed writes two files: name the header with -o");
  const std::string header = file_name(told.output);
  if (header.find_first_of("\"\\\n") != std::string::npos) {
    throw stopped(wrong_command, "", in_backticks(header) + " can not be named in C++");
  }
  const std::string symbol = told.symbol.empty() ? identifier_of(header) : told.symbol;
  check_identifier(symbol);
  const auto opened = open_model(told.model, names_check::later);
  prove_sound(opened.model, input_name(told.model)); // programs trust embedded bytes

  std::string text = replaced(std::string(header_text), "@ABOUT@", about_text(opened.model));
  text = replaced(text, "@ID@", text_of(opened.model.id()));
  text = replaced(text, "@BYTES@", bytes_of(opened.model.id()));
  text = replaced(text, "@NAME@", symbol);
  text = replaced(text, "@HEADER@", header);
  output_file data(told.output + ".pounce");
  data.write(opened.model.contents().bytes);
  output_file code(told.output);
  code.write(text);
  data.commit();
  code.commit();
  say_done(told.output, "namespace " + symbol + ", " + std::to_string(opened.model.contents().bytes.size()) +
                            " bytes in " + told.output + ".pounce");
  return done;
}

} // namespace cli
