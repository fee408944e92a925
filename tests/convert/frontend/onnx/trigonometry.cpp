// convert/frontend/onnx/trigonometry.cpp -- inverse and hyperbolic functions against the library's own, at their ends too.
#include <convert/frontend/onnx/operators.hpp>

#include <cmath>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

namespace {

struct known {
  const char* name;
  double (*of)(double);
};

constexpr known functions[] = {{"Atan", std::atan},   {"Asin", std::asin},  {"Acos", std::acos},
                               {"Sinh", std::sinh},   {"Cosh", std::cosh},  {"Asinh", std::asinh},
                               {"Acosh", std::acosh}, {"Atanh", std::atanh}};

} // namespace

TEST_SUITE("convert/frontend/onnx/trigonometry") {

  TEST_CASE("each function is the float that the library's double rounds to, or the one beside it") {
    std::vector<double> numbers{0,     -0.0,   1e-30,    -1e-30,    1e-7,        -1e-7,    0.25, -0.5,
                                0.999, -0.999, 1,        -1,        1.0000001,   -1.00001, 1.5,  -2,
                                20,    -20,    88,       -88,       89.5,        -89.5,    1e10, -1e10,
                                3e38,  -3e38,  infinity, -infinity, not_a_number};
    for (double& x : numbers) x = static_cast<double>(static_cast<float>(x));
    for (const known& f : functions) {
      const auto m = read(over_rows(static_cast<std::int64_t>(numbers.size()), node(f.name, {"x"}, {"y"})));
      const auto found = asked(m, numbers);
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto got = static_cast<float>(found.at(i));
        const auto want = static_cast<float>(f.of(numbers[i]));
        CAPTURE(f.name);
        CAPTURE(numbers[i]);
        if (std::isnan(want))
          CHECK(std::isnan(got));
        else
          CHECK((got == want || got == std::nextafter(want, got)));
      }
    }
  }

  TEST_CASE("doubles are refused: these formulas are for floats") {
    CHECK(refused(over_rows(1, node("Asinh", {"x"}, {"y"}), f64)) ==
          "node 0: operator `Asinh`: it is not supported on tensors of double");
  }
}
