// convert/frontend/sklearn/unsupported.cpp -- all that stands in the way, at once.
#include <doctest/doctest.h>

#include <convert/frontend/sklearn/unsupported.hpp>

#include "pickled.hpp"

using namespace pickled;

namespace {

std::vector<std::string> parts(const code& object) {
  const std::string file = "\x80\x02" + object + ".";
  const auto document = convert::pickle::read(std::as_bytes(std::span(file)));
  return convert::sklearn::unsupported_parts(document.root());
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/unsupported") {
  TEST_CASE("every part of an unknown class is named, in order") {
    const auto found = parts(
        pipeline({object("TSNE", {}), standard_scaler({1}, {2}), object("GaussianProcessRegressor", {})}));
    REQUIRE(found.size() == 2);
    CHECK(found[0] == "`Pipeline.steps[0][1]`: class `sklearn.any.TSNE` is not supported");
    CHECK(found[1] ==
          "`Pipeline.steps[2][1]`: class `sklearn.any.GaussianProcessRegressor` is not supported");
  }

  TEST_CASE("a model whose parts all are known has none") {
    CHECK(parts(pipeline({standard_scaler({1}, {2}), ridge({3}, 0)})).empty());
  }

  TEST_CASE("a class that is code in the pickle has no name, and it is said that code is not run") {
    const code made = global("cloudpickle.cloudpickle", "_make_skeleton_class") + tuple({text("Mine")}) + "R";
    const auto found = parts(pipeline({made + ")\x81}b", ridge({3}, 0)}));
    REQUIRE(found.size() == 1);
    CHECK(found[0].find("its class is code in the pickle itself, as cloudpickle and dill write it") !=
          std::string::npos);
  }

  TEST_CASE("where there is more to say than a name it is said, and samplers are not in the way") {
    const code smote = global("imblearn.over_sampling._smote.base", "SMOTE") + ")\x81}b";
    const auto found = parts(pipeline({smote, object("TfidfVectorizer", {}), object("LabelEncoder", {})}));
    REQUIRE(found.size() == 2);
    CHECK(found[0].find("`sklearn.any.TfidfVectorizer` is not supported: it reads texts") !=
          std::string::npos);
    CHECK(found[1].ends_with("it codes the classes of y, which a classifier does itself"));
    const auto other = parts(pipeline({object("LocalOutlierFactor", {})}));
    REQUIRE(other.size() == 1);
    CHECK(other[0].ends_with("is not supported: IsolationForest and OneClassSVM are supported"));
  }
}
