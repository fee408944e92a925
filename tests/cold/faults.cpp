// cold/faults.cpp -- page faults of a handler's life: counted, not timed.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cold/models.hpp>

#include <doctest/doctest.h>

extern char** environ;

namespace {

struct counts {
  long until_main;
  long open;
  long first;
};

/// What one fresh handler counts.
counts faults_of(const std::string& model) {
  counts found{-1, -1, -1};
  int ends[2] = {-1, -1};
  REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
  std::string program = POUNCE_COLD_HANDLER;
  std::string path = model;
  char* const arguments[] = {program.data(), path.data(), nullptr};
  pid_t child = 0;
  REQUIRE(::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments, environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  std::array<char, 128> text{};
  CHECK(::read(ends[0], text.data(), text.size() - 1) > 0);
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(status == 0);
  CHECK(std::sscanf(text.data(), "%ld %ld %ld", &found.until_main, &found.open, &found.first) == 3);
  return found;
}

/// The median of 15 handlers: where the kernel places a stack decides whether its next page is already there.
counts median_faults(const std::vector<std::byte>& bytes) {
  std::string folder = std::filesystem::temp_directory_path() / "pounce-cold-XXXXXX";
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  const std::string path = folder + "/model.pounce";
  REQUIRE(support::write_in_pieces(path, bytes));
  std::vector<long> until_main;
  std::vector<long> open;
  std::vector<long> first;
  for (int i = 0; i < 15; ++i) {
    const counts c = faults_of(path);
    until_main.push_back(c.until_main);
    open.push_back(c.open);
    first.push_back(c.first);
  }
  std::filesystem::remove_all(folder);
  for (auto* list : {&until_main, &open, &first}) std::sort(list->begin(), list->end());
  return {until_main[7], open[7], first[7]};
}

} // namespace

TEST_SUITE("cold/faults") {
  TEST_CASE("a static handler is at its main after at most 35 page faults") {
    CHECK(median_faults(support::forest_file(4, 3)).until_main <= 35);
  }

  TEST_CASE("a model of 14 KB opens and answers with at most 3 page faults") {
    for (const auto& bytes : {support::network_file({20, 64, 32, 1}), support::forest_file(18, 5)}) {
      CAPTURE(bytes.size());
      REQUIRE(bytes.size() > 12000);
      REQUIRE(bytes.size() < 20000);
      const counts c = median_faults(bytes);
      CAPTURE(c.open);
      CHECK(c.open + c.first <= 3);
    }
  }

  // One for the file and one for pounce's constants and the table of exp, which lie together, whichever of the two
  // is in the 64 KiB that the start has brought.
  TEST_CASE("a model with exp opens and answers with at most 2 page faults") {
    const counts c = median_faults(support::logistic_file(57));
    CAPTURE(c.open);
    CAPTURE(c.first);
    CHECK(c.open + c.first <= 2);
  }

  TEST_CASE("a model of 400 KB opens and answers with at most 10 page faults") {
    for (const auto& bytes : {support::network_file({784, 128, 10}), support::forest_file(120, 7)}) {
      CAPTURE(bytes.size());
      REQUIRE(bytes.size() > 300000);
      REQUIRE(bytes.size() < 450000);
      const counts c = median_faults(bytes);
      CAPTURE(c.open);
      CHECK(c.open + c.first <= 10);
    }
  }
}
