// cli/main.cpp -- arguments to a command to an exit code.
#include <exception>
#include <new>
#include <variant>

#include <cli/options.hpp>

int main(int count, char** arguments) {
  try {
    return std::visit([](const auto& told) { return cli::run(told); }, cli::parse(count, arguments));
  } catch (const cli::stopped& why) {
    cli::complain(why.place, why.what());
    return why.code;
  } catch (const std::bad_alloc&) {
    cli::complain("", "not enough memory");
  } catch (const std::exception& why) {
    cli::complain("", why.what());
  }
  return cli::system_failed;
}
