#include <pounce/kernels/prepare.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <pounce/core/arch.hpp>

#include <doctest/doctest.h>

namespace {

using pounce::format::slot;
using pounce::format::slot_kind;
using pounce::format::slot_missing;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// One slot over one column, prepared.
struct one_slot {
  slot s{};
  std::vector<double> numbers;
  std::vector<std::uint32_t> words;

  std::uint32_t key(double x) const {
    pounce::view::program p;
    p.slots = {&s, 1};
    p.numbers = numbers;
    p.words = words;
    pounce::format::forest f{};
    f.slot_count = 1;
    f.slot_bits = 1;
    std::uint32_t keys[2] = {77, 77};
    pounce::kernels::prepare_row<pounce::default_arch>(p, f, &x, keys);
    CHECK(keys[1] == 0); // what leaves compare with
    return keys[0];
  }
};

slot of(slot_kind kind, slot_missing missing = slot_missing::nan, std::uint32_t missing_key = 0) {
  slot s{};
  s.kind = kind;
  s.missing = missing;
  s.missing_key = missing_key;
  return s;
}

} // namespace

TEST_SUITE("kernels/prepare") {
  TEST_CASE("a float key is that of the nearest float") {
    const one_slot s{of(slot_kind::float_key), {}, {}};
    CHECK(s.key(0.1) == pounce::format::float_key(0.1F));
    CHECK(s.key(-0.0) == pounce::format::float_key(0.0F));
    CHECK(s.key(1e300) == pounce::format::float_key(std::numeric_limits<float>::infinity()));
    CHECK(s.key(-infinity) == pounce::format::float_key(-std::numeric_limits<float>::infinity()));
    CHECK(s.key(5e-324) == pounce::format::float_key(0.0F));
  }

  TEST_CASE("a rank counts the thresholds below, an inclusive one also those equal") {
    for (std::size_t n = 0; n < 20; ++n) {
      one_slot s{of(slot_kind::rank), {}, {}};
      for (std::size_t i = 0; i < n; ++i) s.numbers.push_back(static_cast<double>(i) * 0.5);
      s.s.count = static_cast<std::uint32_t>(n);
      for (double x = -1; x < 11; x += 0.25) {
        CAPTURE(n);
        CAPTURE(x);
        std::uint32_t below = 0;
        std::uint32_t up_to = 0;
        for (const double t : s.numbers) {
          below += t < x ? 1 : 0;
          up_to += t <= x ? 1 : 0;
        }
        s.s.kind = slot_kind::rank;
        CHECK(s.key(x) == below);
        s.s.kind = slot_kind::rank_inclusive;
        CHECK(s.key(x) == up_to);
      }
      s.s.kind = slot_kind::rank;
      CHECK(s.key(infinity) == n);
      CHECK(s.key(-infinity) == 0);
    }
  }

  TEST_CASE("one ulp beside a threshold is on its side") {
    one_slot s{of(slot_kind::rank), {0.1, 0.3}, {}};
    s.s.count = 2;
    CHECK(s.key(0.1) == 0);
    CHECK(s.key(std::nextafter(0.1, 1.0)) == 1);
    CHECK(s.key(std::nextafter(0.3, 0.0)) == 1);
    CHECK(s.key(std::nextafter(0.3, 1.0)) == 2);
  }

  TEST_CASE("missing inputs get the missing key, whatever counts as missing") {
    const one_slot by_nan{of(slot_kind::float_key, slot_missing::nan, 0xFFFF'FFFFU), {}, {}};
    CHECK(by_nan.key(not_a_number) == 0xFFFF'FFFFU);
    CHECK(by_nan.key(0.0) == pounce::format::float_key(0.0F));
    const one_slot by_zero{of(slot_kind::float_key, slot_missing::nan_or_zero, 5), {}, {}};
    CHECK(by_zero.key(not_a_number) == 5);
    CHECK(by_zero.key(-0.0) == 5);
    CHECK(by_zero.key(static_cast<double>(1e-35F)) == 5);
    CHECK(by_zero.key(std::nextafter(static_cast<double>(1e-35F), 1.0)) == 5); // the float 1e-35
    CHECK(by_zero.key(static_cast<double>(std::nextafterf(1e-35F, 1.0F))) != 5);
    const one_slot by_rank{of(slot_kind::rank, slot_missing::nan_or_zero, 5), {}, {}};
    CHECK(by_rank.key(static_cast<double>(1e-35F)) == 5);
    CHECK(by_rank.key(std::nextafter(static_cast<double>(1e-35F), 1.0)) != 5);
    const one_slot none{of(slot_kind::float_key, slot_missing::none, 5), {}, {}};
    CHECK(none.key(not_a_number) == pounce::format::float_key(0.0F));
  }

  TEST_CASE("a category goes by its bit, and numbers that are no category by the trainer's rule") {
    one_slot s{of(slot_kind::category), {}, {0b1010U, 0x8000'0000U}}; // 1, 3 and 63
    s.s.count = 2;
    for (const double left : {1.0, 3.0, 3.9, 63.0}) CHECK(s.key(left) == 0);
    for (const double right : {0.0, -0.5, 2.0, 62.0, 64.0, -1.0, 1e300, -1e300, infinity, -infinity})
      CHECK(s.key(right) == 1);
    s.s.flags = pounce::format::negative_left;
    CHECK(s.key(-1.0) == 0);
    CHECK(s.key(-0.5) == 1); // truncated to 0
    CHECK(s.key(64.0) == 1);
    s.s.flags = pounce::format::negative_left | pounce::format::sign_first;
    CHECK(s.key(-0.5) == 0);
    CHECK(s.key(-0.0) == 1);
    s.s.flags = pounce::format::beyond_left;
    CHECK(s.key(64.0) == 0);
    CHECK(s.key(1e300) == 0);
    s.s.flags = pounce::format::reads_float;
    CHECK(s.key(2.99999999999) == 0); // the float 3
    s.s.flags = pounce::format::wraps_256;
    CHECK(s.key(257.0) == 0);
    CHECK(s.key(256.0) == 1);
    CHECK(s.key(256.0 + 63) == 0);
    CHECK(s.key(-253.0) == 0); // 3
  }
}
