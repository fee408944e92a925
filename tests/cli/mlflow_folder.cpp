// cli/mlflow_folder.cpp -- folders that MLflow wrote, and ones that only look so.
#include <cli/mlflow_folder.hpp>

#include <filesystem>
#include <string>

#include <convert/refusal.hpp>
#include <doctest/doctest.h>

#include <cli/program.hpp>

using cli::model_named_by;
using support::golden_model;

namespace {

const std::string of_sklearn = R"(artifact_path: model
flavors:
  python_function:
    env:
      conda: conda.yaml
      virtualenv: python_env.yaml
    loader_module: mlflow.sklearn
    model_path: model.pkl
    python_version: 3.8.10
  sklearn:
    code: null
    pickled_model: model.pkl
    serialization_format: cloudpickle
    sklearn_version: 1.0.2
mlflow_version: 1.28.0
signature:
  inputs: '[{"name": "a", "type": "double"}]'
)";

std::string refused(const std::string& text) {
  try {
    static_cast<void>(model_named_by(text));
  } catch (const convert::refusal& why) {
    return why.what();
  }
  return {};
}

} // namespace

TEST_SUITE("cli/mlflow_folder") {
  TEST_CASE("each flavor names its file under its own key") {
    CHECK(model_named_by(of_sklearn) == "model.pkl");
    CHECK(model_named_by("flavors:\n  xgboost:\n    data: model.ubj\n    model_format: ubj\n") ==
          "model.ubj");
    CHECK(
        model_named_by("flavors:\n  lightgbm:\n    data: \"model.lgb\"\n  python_function:\n    data: x\n") ==
        "model.lgb");
    CHECK(model_named_by("flavors:\r\n    onnx:\r\n        data: 'sub/model.onnx'\r\n") == "sub/model.onnx");
  }

  TEST_CASE("other flavors, none, and a flavor without a file are refused by name") {
    CHECK(refused("flavors:\n  keras:\n    data: data\n  python_function:\n    data: data\n") ==
          "its flavors are keras, python_function: none of sklearn, xgboost, lightgbm and onnx: log the "
          "model as one of these, a network by mlflow.onnx");
    CHECK(refused("run_id: 1\n") == "it names no flavors");
    CHECK(refused("") == "it names no flavors");
    CHECK(refused("flavors:\n  sklearn:\n    env:\n      pickled_model: model.pkl\n") ==
          "its flavor sklearn has no `pickled_model`");
  }

  TEST_CASE("a file outside of the folder is refused") {
    for (const auto* path : {"../model.pkl", "/etc/passwd", "a/../../b", "''"})
      CHECK(refused("flavors:\n  sklearn:\n    pickled_model: " + std::string(path) + "\n")
                .ends_with("is not a file in its folder"));
  }

  TEST_CASE("a folder and its MLmodel convert as the file that they name") {
    const support::temporary_folder folder;
    const auto model = folder / "model";
    std::filesystem::create_directory(model);
    std::filesystem::copy_file(golden_model("scikit-learn-1.2/logistic_iris_multinomial"),
                               model / "model.pkl");
    folder.write("model/MLmodel", of_sklearn);
    const auto made = folder.pounce({"convert", "model/"});
    CHECK(made.code == 0);
    CHECK(made.err.find("LogisticRegression") != std::string::npos);
    CHECK(std::filesystem::exists(folder / "model.pounce"));
    CHECK(folder.pounce({"convert", "model/MLmodel", "-o", "other.pounce"}).code == 0);
    CHECK(folder.read("other.pounce") == folder.read("model.pounce"));
  }

  TEST_CASE(
      "a wrapper of XGBoost's that was saved as its booster is refused where the two answer differently") {
    const std::string flavor = "flavors:\n  xgboost:\n    data: model.json\n    model_class: xgboost.";
    CHECK(refused(flavor + "sklearn.XGBClassifier\n") ==
          "it holds an XGBClassifier as the booster `model.json`, which answers scores, not classes: convert "
          "the "
          "classifier's own pickle, or that file for what its booster answers");
    CHECK(model_named_by(flavor + "sklearn.XGBRegressor\n") == "model.json");
    CHECK(model_named_by(flavor + "core.Booster\n") == "model.json");

    const support::temporary_folder folder;
    const auto model = folder / "model";
    std::filesystem::create_directory(model);
    std::filesystem::copy_file(golden_model("xgboost-3.5/missing_pima"), model / "model.json");
    folder.write("model/MLmodel", flavor + "sklearn.XGBRegressor\n");
    CHECK(folder.pounce({"convert", "model"}).code == 0);
    std::string stopped = folder.read("model/model.json");
    stopped.replace(stopped.find("\"attributes\":{"), 14, "\"attributes\":{\"best_iteration\":\"1\"");
    folder.write("model/model.json", stopped);
    const auto early = folder.pounce({"convert", "model"});
    CHECK(early.code == 1);
    CHECK(early.err.find("model/MLmodel: it holds a model that stopped early") != std::string::npos);
    CHECK(folder.pounce({"convert", "model/model.json"}).code == 0);
  }

  TEST_CASE("a folder without an MLmodel, or with one that names nothing, is refused") {
    const support::temporary_folder folder;
    std::filesystem::create_directory(folder / "model");
    const auto bare = folder.pounce({"convert", "model"});
    CHECK(bare.code == 1);
    CHECK(bare.err == "pounce: model: a directory, not a file\n");
    folder.write("model/MLmodel", "flavors:\n  spark:\n    model_data: sparkml\n");
    const auto spark = folder.pounce({"convert", "model"});
    CHECK(spark.code == 1);
    CHECK(spark.err == "pounce: model/MLmodel: its flavors are spark: none of sklearn, xgboost, lightgbm and "
                       "onnx: log the model as one of these, a network by mlflow.onnx\n");
    folder.write("model/MLmodel", "flavors:\n  sklearn:\n    pickled_model: gone.pkl\n");
    CHECK(folder.pounce({"convert", "model"}).err == "pounce: model/gone.pkl: no such file\n");
  }
}
