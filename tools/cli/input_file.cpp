// cli/input_file.cpp -- reading, with the system's own words when it fails.
#include <cli/input_file.hpp>

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <pounce/view/names.hpp>

#include <cli/message.hpp>

namespace cli {

namespace {

pounce::model checked(pounce::result<pounce::model> model, const std::string& name, names_check names) {
  auto named = pounce::result<void>{};
  if (model && names == names_check::now) named = pounce::view::check_names(model->contents());
  if (model && named) return std::move(*model);
  const auto& why = model ? named.error() : model.error();
  throw stopped(is_system_failure(why) ? system_failed : input_refused, name, text_of(why));
}

} // namespace

input_file::input_file(const std::string& path) : name_(input_name(path)) {
  if (path == "-") return;
  descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) {
    if (errno == ENOENT || errno == ENOTDIR) throw stopped(input_refused, name_, "no such file");
    throw stopped(system_failed, name_, text_of_errno(errno));
  }
  struct stat about {};
  if (::fstat(descriptor_, &about) == 0 && S_ISDIR(about.st_mode)) {
    ::close(descriptor_);
    throw stopped(input_refused, name_, "a directory, not a file");
  }
}

input_file::~input_file() {
  if (descriptor_ != 0) ::close(descriptor_);
}

std::size_t input_file::read(char* into, std::size_t capacity) {
  for (;;) {
    const ssize_t n = ::read(descriptor_, into, capacity);
    if (n >= 0) return static_cast<std::size_t>(n);
    if (errno != EINTR) throw stopped(system_failed, name_, text_of_errno(errno));
  }
}

std::vector<std::byte> read_all(const std::string& path) {
  constexpr std::size_t piece = 1U << 16;
  input_file file(path);
  std::vector<std::byte> bytes;
  std::size_t used = 0;
  for (;;) {
    if (bytes.size() - used < piece) bytes.resize(bytes.size() + bytes.size() / 2 + 4 * piece);
    char* const free = static_cast<char*>(static_cast<void*>(bytes.data() + used));
    const std::size_t n = file.read(free, bytes.size() - used);
    if (n == 0) break;
    used += n;
  }
  bytes.resize(used);
  if (bytes.empty()) throw stopped(input_refused, file.name(), "the file is empty");
  return bytes;
}

opened_model open_model(const std::string& path, names_check names) {
  if (path == "-") {
    auto bytes = read_all(path);
    auto model = checked(pounce::model::open(pounce::byte_span(bytes)), input_name(path), names);
    return {std::move(bytes), std::move(model)}; // a moved vector's bytes stay where they are
  }
  static_cast<void>(input_file(path)); // a missing file or a directory, in the words of all commands
  return {{}, checked(pounce::model::open(path.c_str()), path, names)};
}

} // namespace cli
