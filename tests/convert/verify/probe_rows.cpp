// convert/verify/probe_rows.cpp -- how many rows a model is asked.
#include <convert/verify/probe_rows.hpp>

#include <string>
#include <vector>

#include <convert/ir/build.hpp>

#include <doctest/doctest.h>

namespace ir = convert::ir;

namespace {

ir::model logistic_of(std::size_t columns) {
  std::vector<ir::feature> features;
  for (std::size_t i = 0; i < columns; ++i) features.push_back({"x_" + std::to_string(i), {}});
  ir::builder b(std::move(features));
  b.answer(ir::role::graph, "y", b.add(b.row(), ir::unary{ir::function::logistic}));
  return std::move(b).take();
}

} // namespace

TEST_SUITE("convert/verify/probe_rows") {
  TEST_CASE("a model of a million columns is asked few rows, an ordinary one 300") {
    CHECK(convert::verify::probe_row_count(logistic_of(784)) == 300);
    CHECK(convert::verify::probe_row_count(logistic_of(1U << 17)) == 63);
    CHECK(convert::verify::probe_row_count(logistic_of(1U << 20)) == 7);
  }
}
