#include <pounce/model.hpp>

#include <array>
#include <span>
#include <string>
#include <vector>

#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

using pounce::errc;
using pounce::model;
using pounce::role;
using support::model_bytes;
using support::valid_path;

namespace {

const std::array<const char*, 8> all_files{"smallest",   "tree",    "vector_leaves", "ranks_and_missing",
                                           "categories", "network", "voting",        "pca"};

std::vector<double> test_row(const model& m, std::size_t i) {
  const auto& p = m.contents();
  const std::size_t stride = m.features() + p.about.test_columns;
  const auto row = p.tests.subspan(i * stride, m.features());
  return {row.begin(), row.end()};
}

} // namespace

TEST_SUITE("model") {
  TEST_CASE("every valid file opens from its path and from its bytes and gives the answers stored in it") {
    for (const char* name : all_files) {
      CAPTURE(name);
      const auto mapped = model::open(valid_path(name).c_str());
      REQUIRE(mapped);
      std::vector<std::byte> scratch(mapped->scratch_bytes(64));
      CHECK(mapped->contents().about.test_rows > 0);
      CHECK(mapped->self_test(scratch));
      const model_bytes file(name);
      const auto embedded = model::open(pounce::byte_span(file.bytes()));
      REQUIRE(embedded);
      CHECK(embedded->self_test(scratch));
      CHECK(model::open(pounce::embedded{file.bytes()}));
    }
  }

  TEST_CASE("a damaged node makes the self test fail, not the program") {
    model_bytes file("tree");
    for (std::size_t i = 0; i < 3; ++i) {
      const std::size_t node = file.element(pounce::format::section_kind::nodes, i);
      file.put(node, file.at<std::uint32_t>(node) ^ 0x8000'0000U);
    }
    const auto opened = model::open(pounce::byte_span(file.bytes()));
    REQUIRE(opened);
    const auto tested = opened->self_test();
    REQUIRE_FALSE(tested);
    CHECK(tested.error().code == errc::self_test_failed);
    CHECK(tested.error().row < 64);
  }

  TEST_CASE("the expected content id opens, another is refused") {
    const auto path = valid_path("smallest");
    const auto opened = model::open(path.c_str());
    REQUIRE(opened);
    pounce::content_id id = opened->id();
    CHECK(model::open(path.c_str(), id));
    id[0] ^= 1;
    const auto refused = model::open(path.c_str(), id);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::wrong_model);
  }

  TEST_CASE("features have names and positions, classes have labels") {
    const auto m = model::open(valid_path("categories").c_str());
    REQUIRE(m);
    CHECK(m->features() == 13);
    CHECK(m->feature_name(0) == "Seniority");
    CHECK(m->feature_index("Income") == 8);
    CHECK_FALSE(m->feature_index("income"));
    CHECK(m->feature_name(13).empty());
    CHECK(m->columns(role::predict) == 1);
    CHECK(m->columns(role::proba) == 2);
    CHECK(m->columns(role::raw) == 1);
    CHECK(m->columns(role::transform) == 0);
    CHECK(m->label(0) == "bad");
    CHECK(m->label(1) == "good");
    CHECK(m->label(2).empty());
    CHECK(m->label(0, 1).empty());
  }

  TEST_CASE("many rows are answered as each alone, in doubles as in floats") {
    for (const char* name : {"tree", "voting", "smallest"}) {
      CAPTURE(name);
      const auto m = model::open(valid_path(name).c_str());
      REQUIRE(m);
      std::vector<double> rows;
      std::vector<float> float_rows;
      const std::size_t n = 150; // more than two blocks
      for (std::size_t i = 0; i < n; ++i) {
        for (const double x : test_row(*m, i % m->contents().about.test_rows)) {
          rows.push_back(static_cast<double>(static_cast<float>(x)));
          float_rows.push_back(static_cast<float>(x));
        }
      }
      std::vector<std::byte> scratch(m->scratch_bytes(n));
      std::vector<double> together(n * m->columns(role::predict));
      std::vector<double> of_floats(together.size());
      std::vector<float> narrow(together.size());
      REQUIRE(m->predict({std::span<const double>(rows), m->features()}, together, scratch));
      REQUIRE(m->predict({std::span<const float>(float_rows), m->features()}, of_floats, scratch));
      REQUIRE(m->predict({std::span<const float>(float_rows), m->features()}, narrow));
      CHECK(together == of_floats);
      for (std::size_t i = 0; i < n; ++i) {
        double alone[1];
        REQUIRE(m->predict(std::span<const double>(rows).subspan(i * m->features(), m->features()), alone));
        CHECK(alone[0] == together[i]);
        CHECK(narrow[i] == static_cast<float>(alone[0]));
      }
    }
  }

  TEST_CASE("a call that does not fit the model is refused and touches nothing") {
    const auto m = model::open(valid_path("tree").c_str());
    REQUIRE(m);
    std::array<double, 4> row{};
    std::array<double, 3> answers{7, 7, 7};
    const std::span<double> one(answers.data(), 1);
    CHECK(m->predict(std::span<const double>(row).first(3), one).error().code == errc::wrong_width);
    CHECK(m->predict({std::span<const double>(row), 3}, one).error().code == errc::wrong_width);
    CHECK(m->predict(std::span<const double>(), one).error().code == errc::wrong_width);
    CHECK(m->predict(row, answers).error().code == errc::wrong_result_size);
    CHECK(m->raw(row, one).error().code == errc::no_such_answer);
    std::array<std::byte, 8> little{};
    CHECK(m->predict(row, one, little).error().code == errc::scratch_too_small);
    CHECK(answers == std::array<double, 3>{7, 7, 7});
  }

  TEST_CASE("what the trainer refuses is refused with the row and the feature") {
    const auto m = model::open(valid_path("tree").c_str());
    REQUIRE(m);
    std::vector<double> rows(4 * 70, 1.0);
    std::vector<double> answers(70);
    const pounce::rows all(std::span<const double>(rows), 4);
    rows[4 * 65 + 2] = std::nan("");
    auto done = m->predict(all, answers);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == errc::missing_refused);
    CHECK(done.error().row == 65);
    CHECK(done.error().feature == 2);
    rows[4 * 65 + 2] = 1;
    rows[3] = 1e39; // no float is so large
    done = m->predict(all, answers);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == errc::out_of_range);
    CHECK(done.error().row == 0);
    CHECK(done.error().feature == 3);
    rows[3] = -INFINITY;
    done = m->predict(all, answers);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == errc::infinite_refused);
  }

  TEST_CASE("a model moves without its answers changing") {
    auto opened = model::open(valid_path("tree").c_str());
    REQUIRE(opened);
    const model moved = *std::move(opened);
    CHECK(moved.self_test());
  }
}
