// convert/lower/addresses.cpp -- who lies where, and for how long.
#include <convert/lower/addresses.hpp>

#include <vector>

#include <convert/ir/build.hpp>

#include <doctest/doctest.h>

namespace ir = convert::ir;

namespace {

std::vector<ir::feature> two_features() { return {{"x", {}}, {"y", {}}}; }

} // namespace

TEST_SUITE("convert/lower/addresses") {
  TEST_CASE("a value that nobody reads any more leaves its columns to the next") {
    ir::builder b(two_features());
    const auto first = b.scaled(b.row(), 2);
    const auto second = b.shifted(first, 1);
    const auto third = b.scaled(second, 3);
    b.answer(ir::role::raw, "raw", third);
    const ir::model m = std::move(b).take();
    const auto plan = convert::lower::plan_addresses(m, ir::widths(m));
    CHECK(plan.address[first] == 2); // behind the two features
    CHECK(plan.address[second] == 4);
    CHECK(plan.address[third] == 2);
    CHECK(plan.scratch_columns == 4);
  }

  TEST_CASE("neighbouring columns of a value are not copied") {
    ir::builder b(two_features());
    const auto y = b.slice(b.row(), 1, 1);
    b.answer(ir::role::raw, "raw", y);
    const ir::model m = std::move(b).take();
    const auto plan = convert::lower::plan_addresses(m, ir::widths(m));
    CHECK(plan.address[y] == 1);
    CHECK_FALSE(plan.runs[0]);
    CHECK(plan.scratch_columns == 0);
  }

  TEST_CASE("a step is needed for the roles that it leads to and no others") {
    ir::builder b(two_features());
    const auto shared = b.scaled(b.row(), 2);
    const auto raw = b.shifted(shared, 1);
    const auto predict = b.scaled(shared, 5);
    b.answer(ir::role::raw, "raw", raw);
    b.answer(ir::role::predict, "predict", predict);
    const ir::model m = std::move(b).take();
    const auto plan = convert::lower::plan_addresses(m, ir::widths(m));
    const auto bit = [](ir::role r) { return 1U << static_cast<unsigned>(r); };
    CHECK(plan.roles[shared - 1] == (bit(ir::role::raw) | bit(ir::role::predict)));
    CHECK(plan.roles[raw - 1] == bit(ir::role::raw));
    CHECK(plan.roles[predict - 1] == bit(ir::role::predict));
  }

  TEST_CASE("a check that no answer reads is made for all of them") {
    ir::builder b(two_features());
    const auto checked = b.add(b.row(), ir::require{});
    const auto unread = b.scaled(b.row(), 2);
    b.answer(ir::role::raw, "raw", b.slice(b.row(), 0, 1));
    b.answer(ir::role::predict, "predict", b.slice(b.row(), 1, 1));
    const ir::model m = std::move(b).take();
    const auto plan = convert::lower::plan_addresses(m, ir::widths(m));
    const auto bit = [](ir::role r) { return 1U << static_cast<unsigned>(r); };
    CHECK(plan.roles[checked - 1] == (bit(ir::role::raw) | bit(ir::role::predict)));
    CHECK(plan.roles[unread - 1] == 0);
  }
}
