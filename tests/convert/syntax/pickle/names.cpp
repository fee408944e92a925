// tests/convert/syntax/pickle/names.cpp -- old spellings of modules and classes.
#include <string>

#include <doctest/doctest.h>

#include <convert/syntax/pickle/names.hpp>

#include "reading.hpp"

using convert::pickle::todays_name;

TEST_SUITE("convert/syntax/pickle/names") {

  TEST_CASE("old names become today's") {
    CHECK(todays_name("__builtin__", "set") == "builtins.set");
    CHECK(todays_name("__builtin__", "unicode") == "builtins.str");
    CHECK(todays_name("copy_reg", "_reconstructor") == "copyreg._reconstructor");
    CHECK(todays_name("numpy._core.multiarray", "scalar") == "numpy.core.multiarray.scalar");
    CHECK(todays_name("numpy._core", "x") == "numpy.core.x");
    CHECK(todays_name("sklearn.ensemble.forest", "RandomForestClassifier") ==
          "sklearn.ensemble._forest.RandomForestClassifier");
    CHECK(todays_name("sklearn.ensemble.voting_classifier", "VotingClassifier") ==
          "sklearn.ensemble._voting.VotingClassifier");
    CHECK(todays_name("sklearn.tree.tree", "DecisionTreeClassifier") ==
          "sklearn.tree._classes.DecisionTreeClassifier");
    CHECK(todays_name("sklearn.externals.joblib.numpy_pickle", "NumpyArrayWrapper") ==
          "joblib.numpy_pickle.NumpyArrayWrapper");
    CHECK(todays_name("sklearn.utils", "Bunch") == "sklearn.utils._bunch.Bunch");
  }

  TEST_CASE("names that only begin alike stay as they are") {
    CHECK(todays_name("numpy._corely", "x") == "numpy._corely.x");
    CHECK(todays_name("sklearn.tree.treelike", "T") == "sklearn.tree.treelike.T");
    CHECK(todays_name("mine.numpy._core", "x") == "mine.numpy._core.x");
    CHECK(todays_name("sklearn.ensemble._forest", "F") == "sklearn.ensemble._forest.F");
    CHECK(todays_name("", "") == ".");
  }

  TEST_CASE("a nested class is named by its last part") {
    const auto read = reading::parsed(reading::text("shop") + reading::text("Outer.Inner") + "\x93)R.");
    CHECK(read.root().qualified_name() == "shop.Outer.Inner");
    CHECK(read.root().class_name() == "Inner");
  }
}
