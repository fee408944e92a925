// tests/convert/syntax/pickle/kinds.cpp -- every kind of value in every protocol, as Python wrote them.
#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "reading.hpp"

// The files are made by files/make.py; what they hold is written there.

using namespace std::string_literals;
using convert::pickle::kind;
using convert::pickle::value;

namespace {

template <class Check>
void in_every_protocol(Check check) {
  for (int protocol = 0; protocol <= 5; ++protocol) {
    CAPTURE(protocol);
    const auto read =
        reading::parsed(reading::beside(__FILE__, "files/kinds.p" + std::to_string(protocol) + ".pkl"));
    check(read.root(), protocol);
  }
}

value of(value root, std::string_view name) {
  const auto found = root.find(name);
  REQUIRE(found);
  return *found;
}

value array_named(value root, std::string_view name) { return of(of(root, "arrays"), name); }

using numbers = std::vector<double>;
using texts = std::vector<std::string>;

} // namespace

TEST_SUITE("convert/syntax/pickle/kinds") {

  TEST_CASE("none, bools and integers") {
    in_every_protocol([](value root, int) {
      CHECK(of(root, "none").is_none());
      CHECK(of(root, "bools")[0].boolean());
      CHECK(of(root, "bools")[1].type() == kind::boolean);
      const std::vector<std::int64_t> expected{0,         255,       256,        65535,     65536,    -1,
                                               INT32_MAX, INT32_MIN, 2147483648, INT64_MAX, INT64_MIN};
      for (std::size_t i = 0; i < expected.size(); ++i)
        CHECK(of(root, "integers")[i].integer() == expected[i]);
      const auto big = of(root, "big");
      CHECK(big[0].type() == kind::big_integer);
      CHECK(big[0].number() == std::ldexp(1.0, 63));
      CHECK(big[1].number() == -std::ldexp(1.0, 63)); // -2^63 - 1, rounded
      CHECK(big[2].number() == 1e30);
      CHECK(big[3].number() == std::ldexp(1.0, 53)); // 2^53 + 1, rounded to even
      CHECK(reading::refused_to([&] { big[4].number(); }) ==
            "`dict['big'][4]`: an integer too large for a number");
    });
  }

  TEST_CASE("reals keep every bit") {
    in_every_protocol([](value root, int) {
      const auto reals = of(root, "reals").numbers();
      CHECK(reals[0] == 0.0);
      CHECK(std::signbit(reals[1]));
      CHECK(reals[2] == 0.1);
      CHECK(reals[3] == 1e300);
      CHECK(reals[4] == 5e-324);
      CHECK(reals[5] == HUGE_VAL);
      CHECK(reals[6] == -HUGE_VAL);
      CHECK(std::isnan(reals[7]));
    });
  }

  TEST_CASE("texts and bytes") {
    in_every_protocol([](value root, int) {
      CHECK(of(root, "texts").texts() == texts{"", "plain", "caf\xc3\xa9", "\xe2\x82\xac \xf0\x9f\x98\x80",
                                               "line\nbreak \\u0041", std::string(300, 'x')});
      const auto bytes = of(root, "bytes");
      CHECK(bytes[0].bytes().empty());
      CHECK(bytes[1].bytes() == "a\xff");
      CHECK(bytes[2].bytes().size() == 256);
      CHECK(bytes[2].bytes()[200] == static_cast<char>(200));
      CHECK(bytes[3].bytes().empty());
      CHECK(bytes[4].bytes() == "\0\xfe"s);
    });
  }

  TEST_CASE("containers keep their kind, their elements and their order") {
    in_every_protocol([](value root, int) {
      for (std::size_t i = 0; i < 5; ++i) CHECK(of(root, "tuples")[i].size() == i);
      CHECK(of(root, "tuples")[4].numbers() == numbers{1, 2, 3, 4});
      CHECK(of(of(root, "dict"), "a").integer() == 1);
      CHECK(of(root, "dict").key(1).integer() == 2);
      CHECK(of(root, "dict").key(2).type() == kind::tuple);
      CHECK(of(root, "sets")[0].size() == 0);
      CHECK(of(root, "sets")[1].size() == 2);
      CHECK(of(root, "sets")[2].type() == kind::set);
      CHECK(of(root, "sets")[3][0].integer() == 3);
      CHECK(of(root, "ordered").key(0).text() == "z");
      CHECK(of(of(root, "ordered"), "a").integer() == 2);
      CHECK(of(of(root, "default"), "k")[0].integer() == 9);
      CHECK(of(of(root, "bunch"), "a").integer() == 1);
      CHECK(of(root, "numbers")[1].integer() == 5);
    });
  }

  TEST_CASE("objects with a state") {
    in_every_protocol([](value root, int protocol) {
      const auto model = of(root, "model");
      CHECK(model.qualified_name() == "shop.Model");
      CHECK(model.class_name() == "Model");
      CHECK(model.required("coef_").numbers() == numbers{1.5, 2.5});
      CHECK(model.required("steps")[1][1].class_name() == "Model");
      CHECK(model.required("steps")[1][1].path() == "dict['model'].steps[1][1]");
      CHECK_FALSE(model.has("intercept_"));
      CHECK(of(root, "partial").qualified_name() == "functools.partial");
      if (protocol < 2) return; // Python cannot write slots so
      CHECK(of(root, "slots")[0].required("right").text() == "r");
      CHECK(of(root, "slots")[1].required("left").integer() == 2);
      CHECK(of(root, "slots")[1].required("other").integer() == 3);
    });
  }

  TEST_CASE("names of classes and functions") {
    in_every_protocol([](value root, int) {
      CHECK(of(root, "globals")[0].qualified_name() == "builtins.int");
      CHECK(of(root, "globals")[1].qualified_name() == "posix.getcwd");
      CHECK(of(root, "globals")[2].qualified_name() == "numpy.float64");
    });
  }

  TEST_CASE("numpy's scalars are plain values") {
    in_every_protocol([](value root, int) {
      const auto scalars = of(root, "scalars");
      CHECK(scalars[0].type() == kind::real);
      CHECK(scalars[0].number() == 0.1);
      CHECK(scalars[1].number() == static_cast<double>(0.1F));
      CHECK(scalars[2].number() == 0.5);
      CHECK(scalars[3].integer() == -5);
      CHECK(scalars[4].integer() == 200);
      CHECK(scalars[5].number() == 18446744073709551615.0);
      CHECK(scalars[6].type() == kind::boolean);
      CHECK(scalars[7].text() == "caf\xc3\xa9");
      CHECK(scalars[8].bytes() == "ab");
    });
  }

  TEST_CASE("arrays of numbers come out in C order whatever they are stored as") {
    in_every_protocol([](value root, int) {
      for (const auto* const name : {"f8", "f4", "fortran"}) {
        CAPTURE(name);
        CHECK(array_named(root, name).as_array().shape == std::vector<std::size_t>{2, 3});
        CHECK(array_named(root, name).numbers() == numbers{0, 1, 2, 3, 4, 5});
      }
      CHECK(array_named(root, "fortran").as_array().fortran_order);
      CHECK(array_named(root, "strided").numbers() == numbers{0, 2, 4, 6, 8, 10});
      CHECK(array_named(root, "f2").numbers() == numbers{0.5, -2, 65504, HUGE_VAL, std::ldexp(1.0, -24)});
      CHECK(array_named(root, "i1").numbers() == numbers{-128, 127});
      CHECK(array_named(root, "u2").numbers() == numbers{0, 65535});
      CHECK(array_named(root, "big_i4").as_array().integers() == std::vector<std::int64_t>{1, -2});
      CHECK(array_named(root, "big_f8").numbers()[0] == 0.1);
      CHECK(std::signbit(array_named(root, "big_f8").numbers()[1]));
      CHECK(array_named(root, "bool").numbers() == numbers{1, 0});
      CHECK(array_named(root, "u8").numbers() == numbers{18446744073709551615.0});
      CHECK(array_named(root, "empty").numbers().empty());
      CHECK(array_named(root, "scalar").numbers() == numbers{7});
      const auto cube = array_named(root, "cube").numbers();
      for (std::size_t i = 0; i < 24; ++i) CHECK(cube[i] == static_cast<double>(i));
    });
  }

  TEST_CASE("arrays of texts and objects") {
    in_every_protocol([](value root, int) {
      CHECK(array_named(root, "texts").texts() == texts{"caf\xc3\xa9", "", "b"});
      CHECK(array_named(root, "big_texts").texts() == texts{"ab", "\xe2\x82\xac"});
      CHECK(array_named(root, "bytes").texts() == texts{"ab", "c"});
      const auto objects = array_named(root, "objects").elements();
      REQUIRE(objects.size() == 4);
      CHECK(objects[0].text() == "male");
      CHECK(objects[1].is_none());
      CHECK(objects[2].number() == 2.5);
      CHECK(objects[3].text() == "male");
      CHECK(array_named(root, "object_grid").texts() == texts{"a", "b", "c", "d"});
    });
  }

  TEST_CASE("records are read by their fields' names and places") {
    in_every_protocol([](value root, int) {
      const auto& records = array_named(root, "records").as_array();
      CHECK(records.count() == 2);
      CHECK(records.type.item_bytes == 33);
      CHECK(records.field_integers("left") == std::vector<std::int64_t>{3, -4});
      CHECK(records.field_numbers("threshold") == numbers{0.5, 1e300});
      CHECK(records.field_numbers("flag") == numbers{0, 255});
      CHECK(records.field_numbers("box") == numbers{0, 1, 2, 3, 4, 5, 6, 7});
      CHECK(records.has_field("left"));
      CHECK_FALSE(records.has_field("right"));
      CHECK(reading::refused_to([&] { records.field_numbers("right"); }) ==
            "an array of `V33` has no field `right`");
    });
  }

  TEST_CASE("arrays of dates are read, but are no numbers") {
    in_every_protocol([](value root, int) {
      const auto dates = of(root, "dates");
      CHECK(dates.as_array().type.kind == 'M');
      CHECK(reading::refused_to([&] { dates.numbers(); }) ==
            "`dict['dates']`: an array of `M8` holds no numbers");
    });
  }
}
