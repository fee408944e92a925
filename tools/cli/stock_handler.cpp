// cli/stock_handler.cpp -- found by the program's own path.
#include <cli/stock_handler.hpp>

#include <filesystem>
#include <system_error>

#include <cli/message.hpp>

namespace cli {

std::string stock_handler(package::machine machine, const std::string& name) {
  namespace fs = std::filesystem;
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  const fs::path folder =
      program.parent_path().parent_path() / "libexec/pounce" / std::string(package::name_of(machine));
  const fs::path found = folder / name;
  if (!failed && fs::is_regular_file(found, failed)) return found;
  throw stopped(system_failed, found,
                "no such file: this build of pounce has no " + name + " program for " +
                    std::string(package::name_of(machine)) + "; name one with --handler");
}

} // namespace cli
