// cli/stock_handler.cpp -- found by the program's own path.
#include <cli/stock_handler.hpp>

#include <filesystem>
#include <system_error>

#include <cli/message.hpp>

namespace cli {

std::string stock_handler(package::machine machine, const std::string& name) {
  namespace fs = std::filesystem;
  std::error_code failed;
  const std::string machine_name(package::name_of(machine));
  const fs::path inside = fs::path("libexec/pounce") / machine_name / name;
  const fs::path home = fs::read_symlink("/proc/self/exe", failed).parent_path().parent_path();
  // Another machine's handlers are built in a folder of their own, named as the preset: build/release, build/arm64.
  for (const auto& found : {home / inside, home.parent_path() / machine_name / inside}) {
    if (fs::is_regular_file(found, failed)) return found;
  }
  std::string which = "the handler for " + machine_name;
  if (name == "fetch") which += " that fetches its model (the model's own file can be packaged)";
  std::string what_to_do = "name your own with --handler";
  if (name == "cold_start") {
    which = "the program in which cold starts are measured";
    what_to_do = "build all of it";
  } else if (machine == package::machine::arm64) {
    what_to_do = "build it with tools/dev/arm64_handlers.sh, or " + what_to_do;
  }
  throw stopped(system_failed, home / inside,
                "no such file: pounce was built without " + which + "; " + what_to_do);
}

} // namespace cli
