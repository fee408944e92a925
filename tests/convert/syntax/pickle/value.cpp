// tests/convert/syntax/pickle/value.cpp -- what a value answers, and what it says when asked for something else.
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace std::string_literals;
using reading::global;
using reading::parsed;
using reading::refused_to;
using reading::text;

namespace {

/// shop.Pipeline with steps = [('scale', None), ('fit', shop.Ridge with coef_ = [[1, 2], 'x'])].
std::string pipeline() {
  const auto ridge = global("shop", "Ridge") + ")\x81}" + text("coef_") +
                     "](](K\x01K\x02"
                     "e" +
                     text("x") + "esb";
  return global("shop", "Pipeline") + ")\x81}" + text("steps") + "](" + text("scale") + "N\x86" +
         text("fit") + ridge +
         "\x86"
         "esb.";
}

} // namespace

TEST_SUITE("convert/syntax/pickle/value") {

  TEST_CASE("a path leads from the root to the value") {
    const auto read = parsed(pipeline());
    const auto ridge = read.root().required("steps")[1][1];
    CHECK(read.root().path() == "Pipeline");
    CHECK(ridge.path() == "Pipeline.steps[1][1]");
    CHECK(ridge.required("coef_")[0][1].path() == "Pipeline.steps[1][1].coef_[0][1]");
  }

  TEST_CASE("paths name keys, arguments and elements of arrays") {
    const auto dict = parsed("}(" + text("a") + "](NeK\x07K\x08u.");
    CHECK((*dict.root().find("a"))[0].path() == "dict['a'][0]");
    CHECK(dict.root()[1].path() == "dict[7]");
    CHECK(parsed("cA\nB\nK\x05\x85\x81.").root().arguments()[0].path() == "B()[0]");
    const auto array =
        parsed(global("numpy.core.numeric", "_frombuffer") +
               "(C\x02"
               "ab" +
               global("numpy", "dtype") + text("u1") + "\x89\x88\x87RK\x02\x85" + text("C") + "tR.");
    CHECK(array.root().elements()[1].path() == "array[1]");
    CHECK(array.root().elements()[1].integer() == 'b');
  }

  TEST_CASE("a long path is cut at its beginning") {
    std::string deep;
    for (int i = 0; i < 20; ++i) deep += "]";
    const auto read = parsed(deep + "K\x01" + std::string(20, 'a') + ".");
    auto inner = read.root();
    while (inner.type() == convert::pickle::kind::list) inner = inner[0];
    CHECK(inner.path() == "list...[0][0][0][0][0][0][0][0][0][0][0][0]");
  }

  TEST_CASE("a value that was thrown away is known by its byte") {
    const auto read = parsed("K\x01"
                             "0K\x02.");
    CHECK(read.at(0).path() == "byte 0");
    CHECK(read.root().offset() == 3);
  }

  TEST_CASE("an answer of another kind is a refusal that names path, wish and find") {
    const auto read = parsed(pipeline());
    const auto root = read.root();
    const auto coef = root.required("steps")[1][1].required("coef_");
    CHECK(refused_to([&] { coef.number(); }) ==
          "`Pipeline.steps[1][1].coef_`: expected a number, found a list");
    CHECK(refused_to([&] { root.text(); }) == "`Pipeline`: expected a text, found a `Pipeline`");
    CHECK(refused_to([&] { coef.bytes(); }) == "`Pipeline.steps[1][1].coef_`: expected bytes, found a list");
    CHECK(refused_to([&] { coef[1].integer(); }) ==
          "`Pipeline.steps[1][1].coef_[1]`: expected an integer, found a text");
    CHECK(refused_to([&] { coef[0][1].boolean(); }) ==
          "`Pipeline.steps[1][1].coef_[0][1]`: expected a bool, found an integer");
    CHECK(refused_to([&] { coef.as_array(); }) ==
          "`Pipeline.steps[1][1].coef_`: expected an array, found a list");
    CHECK(refused_to([&] { coef[1].size(); }) ==
          "`Pipeline.steps[1][1].coef_[1]`: expected a container, found a text");
    CHECK(refused_to([&] { coef.find("x"); }) ==
          "`Pipeline.steps[1][1].coef_`: expected a dict, found a list");
    CHECK(refused_to([&] { coef.key(0); }) == "`Pipeline.steps[1][1].coef_`: expected a dict, found a list");
    CHECK(refused_to([&] { coef.attribute("x"); }) ==
          "`Pipeline.steps[1][1].coef_`: expected an object, found a list");
    CHECK(refused_to([&] { coef.class_name(); }) ==
          "`Pipeline.steps[1][1].coef_`: expected an object, found a list");
    CHECK(refused_to([&] { coef.arguments(); }) ==
          "`Pipeline.steps[1][1].coef_`: expected an object, found a list");
    CHECK(refused_to([&] { coef[2]; }) == "`Pipeline.steps[1][1].coef_`: element 2 of 2");
    CHECK(refused_to([&] { root.required("final"); }) == "`Pipeline`: `Pipeline` has no attribute `final`");
  }

  TEST_CASE("what was found is described") {
    const auto found = [](const std::string& pickle) {
      const auto read = parsed(pickle + ".");
      const auto message = refused_to([&] { read.root().text(); });
      return message.substr(message.find("found ") + 6);
    };
    CHECK(found("N") == "None");
    CHECK(found("\x88") == "a bool");
    CHECK(found("K\x01") == "an integer");
    CHECK(found("F1.5\n") == "a number");
    CHECK(found("C\x01"
                "a") == "bytes");
    CHECK(found(")") == "a tuple");
    CHECK(found("}") == "a dict");
    CHECK(found("\x8f") == "a set");
    CHECK(found(global("os", "system")) == "the name `os.system`");
    CHECK(found(global("os", "system") + ")R") == "what `os.system` would return");
    CHECK(found(global("shop", "Model") + ")R") == "a `Model`");
  }

  TEST_CASE("bools count as numbers, and 0 and 1 as bools") {
    const auto read = parsed("(\x88\x89K\x01K\x02"
                             "F0.5\nt.");
    CHECK(read.root()[0].integer() == 1);
    CHECK(read.root()[1].number() == 0);
    CHECK(read.root()[2].boolean());
    CHECK(refused_to([&] { read.root()[3].boolean(); }) == "`tuple[3]`: expected a bool, found an integer");
    CHECK(refused_to([&] { read.root()[4].integer(); }) == "`tuple[4]`: expected an integer, found a number");
  }

  TEST_CASE("an object without entries has none, and is empty") {
    const auto read = parsed(global("shop", "Model") + ")\x81.");
    CHECK_FALSE(read.root().find("a"));
    CHECK(read.root().size() == 0);
    CHECK_FALSE(read.root().has("a"));
    CHECK(refused_to([&] { read.root()[0]; }) == "`Model`: element 0 of 0");
  }
}
