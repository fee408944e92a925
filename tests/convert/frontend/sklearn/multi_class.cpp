// convert/frontend/sklearn/multi_class.cpp -- one against the rest, one against one, code books, constant members.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code binarizer(const std::string& kind, const code& classes) {
  return object("LabelBinarizer", {{"y_type_", text(kind)}, {"classes_", classes}});
}

code against_rest(const std::vector<code>& members, const std::string& kind, const code& classes,
                  const char* version = "1.2.1") {
  return object("OneVsRestClassifier", {{"estimators_", list(members)},
                                        {"label_binarizer_", binarizer(kind, classes)},
                                        {"_sklearn_version", text(version)}});
}

code constant(double y) { return object("_ConstantPredictor", {{"y_", numbers({y})}}); }

} // namespace

TEST_SUITE("convert/frontend/sklearn/multi_class") {
  TEST_CASE("of equal scores the last class wins, as in the trainer's loop") {
    const auto m = model_of(against_rest({logistic({1}, 0), logistic({1}, 0), logistic({-1}, 0)},
                                         "multiclass", texts({"a", "b", "c"})));
    CHECK(answers::of(m, "predict", {2}) == std::vector{1.0});
    CHECK(answers::of(m, "predict", {0}) == std::vector{2.0});
  }

  TEST_CASE("of equal scores the first class wins since 1.8, and the search begins at the last") {
    const auto of = [](const std::vector<code>& members, double x) {
      return answers::of(model_of(against_rest(members, "multiclass", texts({"a", "b", "c"}), "1.8.0")),
                         "predict", {x, x});
    };
    const auto overflows = [] { return logistic({1e200, -1e200}, 0); }; // infinity - infinity
    const auto rises = [] { return logistic({1, 0}, 0); };
    const auto falls = [] { return logistic({-1, 0}, 0); };
    CHECK(of({rises(), rises(), falls()}, 2) == std::vector{0.0});
    CHECK(of({falls(), rises(), rises()}, 2) == std::vector{1.0});
    CHECK(of({falls(), falls(), rises()}, 2) == std::vector{2.0});
    CHECK(of({rises(), overflows(), falls()}, 1e200) == std::vector{2.0});
    CHECK(of({rises(), rises(), overflows()}, 1e200) == std::vector{0.0}); // nothing is found
  }

  TEST_CASE("a score of NaN ends the search: the trainer's largest so far is NaN then, and none equals it") {
    const auto of = [](const std::vector<code>& members, double x) {
      return answers::of(model_of(against_rest(members, "multiclass", texts({"a", "b", "c"}))), "predict",
                         {x, x});
    };
    const auto overflows = [] { return logistic({1e200, -1e200}, 0); }; // infinity - infinity
    const auto rises = [] { return logistic({1, 0}, 0); };
    CHECK(of({rises(), overflows(), rises()}, 1e200) == std::vector{0.0});
    CHECK(of({overflows(), rises(), rises()}, 1e200) == std::vector{0.0});
    CHECK(of({logistic({-1, 0}, 0), rises(), overflows()}, 1e200) == std::vector{1.0});
    CHECK(of({rises(), overflows(), rises()}, 1) == std::vector{2.0}); // no overflow: 1, 0, 1
  }

  TEST_CASE("two classes have one member") {
    const auto m = model_of(against_rest({logistic({1}, 0)}, "binary", texts({"a", "b"})));
    CHECK(answers::of(m, "predict", {0}) == std::vector{0.0});
    CHECK(answers::of(m, "raw", {3}) == std::vector{3.0});
    CHECK(answers::of(m, "proba", {0}) == std::vector{0.5, 0.5});
  }

  TEST_CASE("many labels are one column each") {
    const auto m = model_of(
        against_rest({logistic({1}, 0), logistic({-1}, 0)}, "multilabel-indicator", integers({0, 1})));
    CHECK(answers::of(m, "predict", {3}) == std::vector{1.0, 0.0});
    CHECK(answers::of(m, "proba", {0}) == std::vector{0.5, 0.5});
  }

  TEST_CASE("where no member sees anything probabilities are NaN, and zero since 1.7") {
    const std::vector<code> members = {constant(0), constant(0), logistic({1000}, 0)};
    const auto old = model_of(against_rest(members, "multiclass", integers({0, 1, 2})));
    CHECK(std::isnan(answers::of(old, "proba", {-1})[0]));
    const auto now = model_of(against_rest(members, "multiclass", integers({0, 1, 2}), "1.7.0"));
    CHECK(answers::of(now, "proba", {-1}) == std::vector{0.0, 0.0, 0.0});
  }

  TEST_CASE("one against one counts votes and adds confidence below one half") {
    const auto m =
        model_of(object("OneVsOneClassifier",
                        {{"estimators_", list({logistic({1}, 0), logistic({1}, -2), logistic({1}, -4)})},
                         {"classes_", texts({"a", "b", "c"})}}));
    // x = 3: b beats a by 3, c beats a by 1, b beats c by 1.
    const auto raw = answers::of(m, "raw", {3});
    CHECK(raw[0] == doctest::Approx(0 - 4 / 15.0).epsilon(1e-15));
    CHECK(raw[1] == doctest::Approx(2 + 4 / 15.0).epsilon(1e-15));
    CHECK(raw[2] == doctest::Approx(1.0).epsilon(1e-15)); // 1 - 1 is nothing
    CHECK(answers::of(m, "predict", {3}) == std::vector{1.0});
  }

  TEST_CASE(
      "one pair of classes is bounded by its member's kind of score, up to 1.0 by zero whatever it is") {
    const auto of = [](const char* version, double x) {
      const code member = object("DummyClassifier", {{"strategy", text("prior")},
                                                     {"n_outputs_", integer(1)},
                                                     {"n_features_in_", integer(1)},
                                                     {"classes_", integers({0, 1})},
                                                     {"class_prior_", numbers({1 - x, x})}});
      return answers::of(model_of(object("OneVsOneClassifier", {{"estimators_", list({member})},
                                                                {"classes_", texts({"a", "b"})},
                                                                {"n_features_in_", integer(1)},
                                                                {"_sklearn_version", text(version)}})),
                         "predict", {0});
    };
    CHECK(of("1.1.0", 0.1) == std::vector{0.0});
    CHECK(of("1.0.2", 0.1) == std::vector{1.0});
  }

  TEST_CASE("the nearest row of the code book is the class") {
    const auto m =
        model_of(object("OutputCodeClassifier", {{"estimators_", list({logistic({1}, 0), constant(-1)})},
                                                 {"classes_", texts({"a", "b"})},
                                                 {"code_book_", numbers({-1, -1, 1, -1})}}));
    CHECK(answers::of(m, "predict", {0.5}) == std::vector{1.0});
    CHECK(answers::of(m, "predict", {-0.5}) == std::vector{0.0});
  }

  TEST_CASE("members that do not fit the classes are refused") {
    CHECK(refused(against_rest({logistic({1}, 0)}, "multiclass", integers({0, 1, 2}))) ==
          "`OneVsRestClassifier`: 1 estimators for 3 classes");
  }
}
