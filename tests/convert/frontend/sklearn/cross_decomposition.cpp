// convert/frontend/sklearn/cross_decomposition.cpp -- coefficients in the shapes that versions kept them in.
#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code matrix(std::int32_t rows, std::int32_t columns, const std::vector<double>& x) {
  std::string data;
  for (const double v : x) data += little_endian(std::bit_cast<std::uint64_t>(v), 8);
  return array({integer(rows), integer(columns)}, "f8", bytes(data));
}

/// Two columns, one part, two targets: rotations (1, 2), loadings (3, 5); y = standardized x . rotation * loading * std.
code pls(attributes more, const char* version, bool hidden = true) {
  const std::string mark = hidden ? "_" : "";
  const std::string end = hidden ? "" : "_";
  attributes all = {{"n_features_in_", integer(2)},
                    {mark + "x_mean" + end, numbers({1, 1})},
                    {mark + "y_mean" + end, numbers({100, 200})},
                    {mark + "x_std" + end, numbers({2, 4})},
                    {mark + "y_std" + end, numbers({1, 10})},
                    {"x_rotations_", matrix(2, 1, {1, 2})},
                    {"y_loadings_", matrix(2, 1, {3, 5})},
                    {"_sklearn_version", text(version)}};
  for (auto& entry : more) all.push_back(entry);
  return object("PLSRegression", all);
}

const code by_column = matrix(2, 2, {3, 50, 6, 100}); // (columns, targets)
const code by_target = matrix(2, 2, {3, 6, 50, 100}); // (targets, columns)

} // namespace

TEST_SUITE("convert/frontend/sklearn/cross_decomposition") {
  TEST_CASE("every version's coefficients predict the same") {
    const attributes intercept = {{"intercept_", numbers({100, 200})}};
    const auto with_intercept = [&](const std::string& name, const code& coef) {
      attributes all = intercept;
      all.emplace_back(name, coef);
      return all;
    };
    const code centred = matrix(2, 2, {1.5, 1.5, 25, 25}); // (targets, columns), divided by x_std
    for (const auto& model :
         {pls({{"coef_", by_column}}, "0.23.2", false), pls({{"coef_", by_column}}, "1.0.2"),
          pls(with_intercept("_coef_", by_target), "1.2.1"), pls(with_intercept("coef_", by_target), "1.3.0"),
          pls(with_intercept("coef_", centred), "1.5.0")}) {
      CHECK(answers::of(model_of(model), "predict", {3, 5}) == std::vector{109.0, 350.0});
    }
  }

  TEST_CASE("a step before the last projects") {
    const auto m = model_of(pipeline({pls({{"coef_", by_column}}, "1.0.2"), ridge({10}, 0)}));
    CHECK(answers::of(m, "predict", {3, 5}) == std::vector{30.0}); // (1, 1) . (1, 2) * 10
  }

  TEST_CASE("coefficients that rotations and loadings do not make are refused") {
    CHECK(refused(pls({{"coef_", matrix(2, 2, {1, 2, 3, 4})}}, "1.3.0")) ==
          "`PLSRegression.coef_`: not what its rotations and loadings make");
  }

  TEST_CASE("singular vectors project") {
    const auto m = model_of(object("PLSSVD", {{"n_features_in_", integer(2)},
                                              {"_x_mean", numbers({1, 1})},
                                              {"_x_std", numbers({2, 4})},
                                              {"x_weights_", matrix(2, 1, {1, 2})}}));
    CHECK(answers::of(m, "transform", {3, 5}) == std::vector{3.0});
  }
}
