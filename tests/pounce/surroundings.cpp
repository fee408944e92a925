// A model in a process that has threads, forks, and computes with another rounding mode.
#include <array>
#include <cfenv>
#include <string>
#include <thread>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include <pounce/pounce.hpp>
#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

namespace {

/// What a model answers to its own rows as numbers of a type, all of them side by side; empty if it refuses one.
template <class Number = double>
std::vector<double> answers_of(const pounce::model& m) {
  const auto& p = m.contents();
  const std::size_t stride = m.features() + p.about.test_columns;
  const std::size_t width = m.columns(pounce::role::predict);
  std::vector<double> all(p.about.test_rows * width);
  for (std::size_t i = 0; i < p.about.test_rows; ++i) {
    const auto given = p.tests.subspan(i * stride, m.features());
    std::vector<Number> row;
    const int mode = std::fegetround();
    std::fesetround(FE_TONEAREST);
    for (const double x : given) row.push_back(static_cast<Number>(x));
    std::fesetround(mode);
    if (!m.predict(std::span<const Number>(row), std::span(all).subspan(i * width, width))) return {};
  }
  return all;
}

constexpr std::array<const char*, 5> names{"tree", "vector_leaves", "ranks_and_missing", "categories",
                                           "network"};

} // namespace

TEST_SUITE("surroundings") {
  TEST_CASE("eight threads ask one model at once, and each gets its own answers") {
    for (const char* name : names) {
      CAPTURE(name);
      const auto m = pounce::model::open(support::valid_path(name).c_str());
      REQUIRE(m);
      const auto wanted = answers_of(*m);
      REQUIRE(!wanted.empty());
      std::array<int, 8> wrong{};
      std::vector<std::thread> threads;
      for (int& count : wrong) {
        threads.emplace_back([&] {
          for (int i = 0; i < 200; ++i) count += answers_of(*m) == wanted ? 0 : 1;
        });
      }
      for (auto& t : threads) t.join();
      CHECK(wrong == std::array<int, 8>{});
    }
  }

  TEST_CASE("a process that forks after it has opened a model has it twice") {
    const auto m = pounce::model::open(support::valid_path("categories").c_str());
    REQUIRE(m);
    const auto wanted = answers_of(*m);
    const pid_t child = ::fork();
    if (child == 0) ::_exit(answers_of(*m) == wanted ? 0 : 1);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK(answers_of(*m) == wanted);
  }

  // Doubles that a trainer of floats makes floats are rounded as the host says, by the trainer as by pounce.
  TEST_CASE("whichever way the host rounds, a row of floats finds the same leaf") {
    for (const char* name : {"tree", "vector_leaves", "ranks_and_missing"}) {
      CAPTURE(name);
      const auto m = pounce::model::open(support::valid_path(name).c_str());
      REQUIRE(m);
      const auto wanted = answers_of<float>(*m);
      for (const int mode : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
        REQUIRE(std::fesetround(mode) == 0);
        const auto rounded = answers_of<float>(*m);
        REQUIRE(std::fesetround(FE_TONEAREST) == 0);
        REQUIRE(rounded.size() == wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i)
          CHECK(rounded[i] == doctest::Approx(wanted[i]).epsilon(1e-12));
      }
    }
  }
}
