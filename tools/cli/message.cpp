// cli/message.cpp -- lines on standard error.
#include <cli/message.hpp>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include <convert/refusal.hpp>

#include <cli/progress.hpp>

namespace cli {

namespace {

void say(std::string line, std::string_view place, std::string_view what) {
  clear_progress();
  if (!place.empty()) line.append(place).append(": ");
  line.append(what).append("\n");
  std::fwrite(line.data(), 1, line.size(), stderr);
}

bool carries_errno(pounce::errc code) {
  using enum pounce::errc;
  return code == not_found || code == not_permitted || code == not_readable || code == not_mapped;
}

} // namespace

void blaming(const std::string& place, const std::function<void()>& work) {
  try {
    work();
  } catch (const convert::refusal& why) {
    throw stopped(input_refused, place, why.what());
  } catch (const convert::system_failure& why) {
    throw stopped(system_failed, place, why.what());
  } catch (const std::bad_alloc&) {
    throw stopped(system_failed, place, "not enough memory");
  }
}

void complain(std::string_view place, std::string_view what) { say("pounce: ", place, what); }

void note(std::string_view place, std::string_view what) {
  say("pounce: ", place, std::string("note: ").append(what));
}

void say_done(std::string_view place, std::string_view what) { say("", place, what); }

std::string input_name(std::string_view path) { return path == "-" ? "standard input" : std::string(path); }

std::string output_name(std::string_view path) { return path == "-" ? "standard output" : std::string(path); }

std::string text_of(const pounce::failure& why) {
  std::string text = pounce::message(why.code);
  if (why.where == 0) return text;
  if (carries_errno(why.code)) return text + ": " + text_of_errno(static_cast<int>(why.where));
  return "byte " + std::to_string(why.where) + ": " + text;
}

bool is_system_failure(const pounce::failure& why) {
  if (why.code == pounce::errc::not_readable) return why.where != EISDIR;
  return why.code == pounce::errc::not_permitted || why.code == pounce::errc::not_mapped;
}

std::string text_of_errno(int error) { return std::generic_category().message(error); }

std::string in_backticks(std::string_view text) {
  static constexpr std::string_view digits = "0123456789abcdef";
  static constexpr std::size_t longest = 40;
  std::string out = "`";
  for (const char c : text.substr(0, longest)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      out.append("\\x").append(1, digits[byte / 16]).append(1, digits[byte % 16]);
    } else {
      out.push_back(c);
    }
  }
  if (text.size() > longest) out.append("...");
  return out.append("`");
}

} // namespace cli
