// start.cpp -- starts one contender and says how its life went: start ROW [--group FILE]... -- PROGRAM ARGUMENT...
//
// Small and static, so that what the child inherits (its peak memory counts from here) is small too. ROW is the
// child's standard input; its standard output is the answer, descriptor 3 its moments. FILE is a control group's list of
// processes, which the child joins.
#include "start.hpp"

namespace {

char answer[8192];
std::uint64_t moments[18]; // handler::life

} // namespace

int main(int, char** arguments) {
  const int row = ::open(arguments[1], O_RDONLY | O_CLOEXEC);
  char** at = arguments + 2;
  const race::groups groups(at);
  int answers[2];
  int told[2];
  if (*at == nullptr || row < 0 || ::pipe2(answers, O_CLOEXEC) != 0 || ::pipe2(told, O_CLOEXEC) != 0)
    return 2;
  char** const command = at + 1;
  static_cast<void>(race::now());

  const std::uint64_t started = race::now();
  const pid_t child = ::vfork();
  if (child == 0) {
    if (!groups.join()) ::_exit(125);
    ::dup2(row, 0);
    ::dup2(answers[1], 1);
    ::dup2(told[1], 3);
    ::execv(command[0], command);
    ::_exit(126);
  }
  ::close(answers[1]);
  ::close(told[1]);
  std::size_t size = 0;
  for (ssize_t n = 1; n > 0 && size + 1 < sizeof answer;) {
    n = ::read(answers[0], answer + size, sizeof answer - 1 - size);
    if (n > 0) size += static_cast<std::size_t>(n);
  }
  if (size != 0 && answer[size - 1] == '\n') answer[size - 1] = '\0';
  static_cast<void>(!::read(told[0], moments, sizeof moments));
  race::tell(started, child, answer, moments);
  return 0;
}
