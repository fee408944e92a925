// convert/frontend/sklearn/column_transformer.cpp -- which columns each part gets, however they are written down.
#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code slice(const code& first, const code& last) {
  return global("builtins", "slice") + tuple({first, last, none()}) + "R";
}

/// Columns a, b, c: what `columns` picks is scaled by ten, the rest passes.
code transformer(const code& columns, const std::vector<std::int64_t>& rest, attributes more = {}) {
  const auto scaled =
      standard_scaler(std::vector<double>(3 - rest.size(), 0.0), std::vector<double>(3 - rest.size(), 0.1));
  attributes all = {{"n_features_in_", integer(3)},
                    {"feature_names_in_", texts({"a", "b", "c"})},
                    {"transformers_", list({tuple({text("scaled"), scaled, columns}),
                                            tuple({text("rest"), text("passthrough"), integers(rest)})})}};
  for (auto& entry : more) all.push_back(entry);
  return object("ColumnTransformer", all);
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/column_transformer") {
  TEST_CASE("columns are picked by name, index, mask and slice") {
    for (const auto& columns :
         {list({text("c"), text("a")}), list({integer(2), integer(0)}), list({integer(-1), integer(-3)})}) {
      const auto m = model_of(transformer(columns, {1}));
      CHECK(answers::of(m, "transform", {1, 2, 3}) == std::vector<double>{30, 10, 2});
    }
    for (const auto& columns :
         {list({boolean(true), boolean(true), boolean(false)}), slice(none(), integer(2)),
          slice(text("a"), text("b")), slice(integer(-3), integer(-1))}) {
      const auto m = model_of(transformer(columns, {2}));
      CHECK(answers::of(m, "transform", {1, 2, 3}) == std::vector<double>{10, 20, 3});
    }
  }

  TEST_CASE("features have the names of the columns") {
    CHECK(model_of(transformer(slice(none(), integer(2)), {2})).features[1].name == "b");
  }

  TEST_CASE("the indices that later versions keep count more than the words") {
    const auto indices = dict({{"scaled", list({integer(1)})}, {"rest", list({integer(0), integer(2)})}});
    const auto m =
        model_of(object("ColumnTransformer",
                        {{"n_features_in_", integer(3)},
                         {"_transformer_to_input_indices", indices},
                         {"transformers_",
                          list({tuple({text("scaled"), standard_scaler({0}, {0.1}), list({text("renamed")})}),
                                tuple({text("rest"), text("passthrough"), list({})})})}}));
    CHECK(answers::of(m, "transform", {1, 2, 3}) == std::vector<double>{20, 1, 3});
  }

  TEST_CASE("a column that is dropped may hold any text, one that is read as a number may not") {
    const auto parts = [](const code& last) {
      return model_of(object(
          "ColumnTransformer",
          {{"n_features_in_", integer(3)},
           {"feature_names_in_", texts({"a", "b", "c"})},
           {"transformers_", list({tuple({text("scaled"), standard_scaler({0}, {0.1}), list({text("b")})}),
                                   tuple({text("remainder"), last, integers({0, 2})})})}}));
    };
    const auto dropped = parts(text("drop"));
    CHECK(dropped.features[0].is_category());
    CHECK_FALSE(dropped.features[1].is_category());
    CHECK(dropped.features[2].is_category());
    CHECK(answers::of(dropped, "transform", {-1, 2, -1}) == std::vector<double>{20});
    const auto passed = parts(text("passthrough"));
    CHECK_FALSE(passed.features[0].is_category());
  }

  TEST_CASE("a column that a MissingIndicator alone looks at may hold any text, in a table") {
    const auto parts = [](const code& names, const std::vector<code>& more = {}) {
      const code flags = object("MissingIndicator", {{"n_features_in_", integer(1)},
                                                     {"missing_values", number(answers::missing)},
                                                     {"features", text("all")},
                                                     {"features_", integers({0})},
                                                     {"error_on_new", boolean(true)}});
      std::vector<code> all{tuple({text("flags"), flags, integers({0})})};
      all.insert(all.end(), more.begin(), more.end());
      return model_of(object(
          "ColumnTransformer",
          {{"n_features_in_", integer(2)}, {"feature_names_in_", names}, {"transformers_", list(all)}}));
    };
    const auto m = parts(texts({"cabin", "b"}));
    CHECK(m.features[0].is_category());
    CHECK(answers::of(m, "transform", {-1, 0}) == std::vector{0.0});
    CHECK(answers::of(m, "transform", {answers::missing, 0}) == std::vector{1.0});
    CHECK_FALSE(parts(texts({"x0", "x1"})).features[0].is_category()); // of an array
    const auto read =
        parts(texts({"cabin", "b"}), {tuple({text("scaled"), standard_scaler({0}, {1}), integers({0})})});
    CHECK_FALSE(read.features[0].is_category());
  }

  TEST_CASE("a part is weighted") {
    const auto m = model_of(
        transformer(list({integer(0)}), {1, 2}, {{"transformer_weights", dict({{"scaled", number(0.5)}})}}));
    CHECK(answers::of(m, "transform", {1, 2, 3}) == std::vector<double>{5, 2, 3});
  }

  TEST_CASE("a column that is not there is refused") {
    CHECK(refused(transformer(list({text("z")}), {1, 2})) ==
          "`ColumnTransformer.transformers_[0][2][0]`: no column is called `z`");
    CHECK(refused(transformer(list({integer(3)}), {1, 2})) ==
          "`ColumnTransformer.transformers_[0][2][0]`: column 3 of 3");
  }

  TEST_CASE("a feature of texts that is also passed through is refused") {
    const auto encoder = object("OneHotEncoder", {{"n_features_in_", integer(1)},
                                                  {"categories_", list({texts({"u", "v"})})},
                                                  {"handle_unknown", text("ignore")}});
    const auto both = object(
        "ColumnTransformer",
        {{"n_features_in_", integer(1)},
         {"feature_names_in_", texts({"home"})},
         {"transformers_", list({tuple({text("hot"), encoder, list({integer(0)})}),
                                 tuple({text("as it is"), text("passthrough"), list({integer(0)})})})}});
    CHECK(refused(both) == "feature `home` holds texts, but is answered as it is");
    CHECK(refused(pipeline({both, ridge({1, 2, 3}, 0)})) ==
          "feature `home` holds texts, but is read as a number too");
  }
}
