// cold/pages.cpp -- the pages of a file that a first prediction touches, as `pounce inspect` says them.
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <pounce/model.hpp>

#include <cli/model_facts.hpp>
#include <cold/models.hpp>

#include <doctest/doctest.h>

namespace {

constexpr std::size_t page = 4096;

/// Whether a first prediction gets by with the first `pages` pages of the file: the others are taken away from a
/// process of its own, which a touch of them would end.
bool answers_from(const std::vector<std::byte>& file, std::uint64_t pages) {
  const std::size_t mapped = (file.size() + page - 1) / page * page;
  void* const space = ::mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  REQUIRE(space != MAP_FAILED);
  std::memcpy(space, file.data(), file.size());
  const auto model =
      pounce::model::open(pounce::byte_span(static_cast<const std::byte*>(space), file.size()));
  REQUIRE(model);
  const std::vector<double> row(model->features(), 0.5);
  std::vector<double> answer(model->columns(pounce::role::predict));
  std::vector<std::byte> scratch(model->scratch_bytes());
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGSEGV, SIG_DFL); // doctest's handler would speak
    if (pages * page < mapped) {
      ::mprotect(static_cast<std::byte*>(space) + pages * page, mapped - pages * page, PROT_NONE);
    }
    ::_exit(model->predict(row, answer, scratch) ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ::munmap(space, mapped);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::uint64_t pages_said(const std::vector<std::byte>& file) {
  const auto model = pounce::model::open(pounce::byte_span(file));
  REQUIRE(model);
  return cli::facts_of(*model).hot_pages;
}

} // namespace

TEST_SUITE("cold/pages") {
  TEST_CASE("a first prediction touches no page past those that inspect counts") {
    for (const auto& file : {support::network_file({20, 64, 32, 1}), support::network_file({784, 128, 10}),
                             support::forest_file(18, 5), support::forest_file(120, 7)}) {
      CAPTURE(file.size());
      CHECK(answers_from(file, pages_said(file)));
    }
  }

  TEST_CASE("a network reads all of its weights: one page fewer is too few") {
    for (const auto& file : {support::network_file({20, 64, 32, 1}), support::network_file({784, 128, 10})}) {
      CAPTURE(file.size());
      CHECK_FALSE(answers_from(file, pages_said(file) - 1));
    }
  }
}
