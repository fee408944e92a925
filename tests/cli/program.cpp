// cli/program.cpp -- posix_spawn with files as standard streams.
#include <cli/program.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace support {

namespace {

namespace fs = std::filesystem;

int wait_for(pid_t id) {
  int status = 0;
  if (::waitpid(id, &status, 0) < 0) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

std::string text_of_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

outcome run_in(const fs::path& folder, std::vector<std::string> arguments, const std::string& input,
               const std::string& out_path) {
  const temporary_folder streams;
  streams.write("in", input);
  const std::string in = streams / "in";
  const std::string out = out_path.empty() ? streams / "out" : fs::path(out_path);
  const std::string err = streams / "err";
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, in.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), O_WRONLY | O_CREAT, 0644);
  posix_spawn_file_actions_addopen(&actions, 2, err.c_str(), O_WRONLY | O_CREAT, 0644);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  std::vector<char*> pointers;
  for (auto& a : arguments) pointers.push_back(a.data());
  pointers.push_back(nullptr);
  pid_t id = 0;
  const int error = ::posix_spawnp(&id, pointers[0], &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error("cannot start " + arguments[0]);
  outcome made;
  made.code = wait_for(id);
  made.out = out_path.empty() ? text_of_file(out) : "";
  made.err = text_of_file(err);
  return made;
}

temporary_folder::temporary_folder() {
  std::string pattern = fs::temp_directory_path() / "pounce-test-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

temporary_folder::~temporary_folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void temporary_folder::write(const std::string& name, const std::string& text) const {
  std::ofstream(path_ / name, std::ios::binary) << text;
}

std::string temporary_folder::read(const std::string& name) const { return text_of_file(path_ / name); }

std::vector<std::string> temporary_folder::names() const {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(path_)) found.push_back(entry.path().filename());
  std::sort(found.begin(), found.end());
  return found;
}

outcome temporary_folder::pounce(std::vector<std::string> arguments, const std::string& input,
                                 const std::string& out_path) const {
  arguments.insert(arguments.begin(), POUNCE_PROGRAM);
  return run_in(path_, std::move(arguments), input, out_path);
}

std::string test_file(const std::string& name) { return std::string(POUNCE_TEST_DATA) + "/" + name; }

std::string golden_model(const std::string& name) {
  const fs::path folder = fs::path(POUNCE_TEST_DATA) / "golden/models" / name;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().filename().string().starts_with("model.")) return entry.path();
  }
  throw std::runtime_error("no model in " + folder.string());
}

} // namespace support
