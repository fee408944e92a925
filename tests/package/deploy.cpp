// package/deploy.cpp -- the commands, as a shell would take them.
#include <package/deploy.hpp>

#include <doctest/doctest.h>

using package::cloud;
using package::machine;

TEST_SUITE("package/deploy") {
  TEST_CASE("words are quoted where a shell would read something into them") {
    CHECK(package::shell_word("fileb://a.zip") == "fileb://a.zip");
    CHECK(package::shell_word("") == "''");
    CHECK(package::shell_word("a b") == "'a b'");
    CHECK(package::shell_word("it's $5") == "'it'\\''s $5'");
    CHECK(package::shell_word("^|^A=b") == "'^|^A=b'");
  }

  TEST_CASE("AWS gets a zip directly, through S3 when it is large, and the machine's name") {
    package::deployment what{
        {cloud::aws_lambda, machine::arm64}, "out/f.zip", 1000, R"({"data": [[1]]})", {}};
    CHECK(package::deploy_commands(what) ==
          "aws lambda create-function --function-name predict --runtime provided.al2023 --handler predict "
          "--architectures arm64 --role ROLE_ARN --zip-file fileb://out/f.zip\n"
          "aws lambda invoke --function-name predict --cli-binary-format raw-in-base64-out "
          "--payload '{\"data\": [[1]]}' /dev/stdout\n");
    what.zip_bytes = (std::uint64_t{50} << 20) + 1;
    const auto large = package::deploy_commands(what);
    CHECK(large.starts_with("aws s3 cp out/f.zip s3://BUCKET/\n"));
    CHECK(large.find("--code S3Bucket=BUCKET,S3Key=f.zip") != std::string::npos);
    CHECK(large.find("--zip-file") == std::string::npos);
  }

  TEST_CASE("a folder is zipped first for AWS, a zip unpacked first for Google") {
    CHECK(package::deploy_commands({{}, "out/", 0, "{}", {}})
              .starts_with("python3 -m zipfile -c out.zip out//*\naws lambda create-function"));
    CHECK(package::deploy_commands({{cloud::google_cloud}, "a b.zip", 9, "{}", {}})
              .starts_with(
                  "unzip -q 'a b.zip' -d 'a b'\ngcloud beta run deploy predict --source 'a b' --no-build "
                  "--base-image=osonly24 --command=./handler "));
    CHECK(package::deploy_commands({{cloud::google_cloud}, "f", 0, "{}", {}})
              .starts_with("gcloud beta run deploy predict --source f "));
  }

  TEST_CASE("Azure's folder is published by func, its zip by az") {
    const auto folder = package::deploy_commands({{cloud::azure_functions}, "f", 0, "{}", {}});
    CHECK(folder.find("(cd f && func azure functionapp publish APP --custom)\n") != std::string::npos);
    const auto zip = package::deploy_commands({{cloud::azure_functions}, "f.zip", 9, "{}", {}});
    CHECK(
        zip.find(
            "az functionapp deployment source config-zip --name APP --resource-group GROUP --src f.zip\n") !=
        std::string::npos);
    CHECK(zip.find("curl -H 'Content-Type: application/json' -d '{}' "
                   "\"https://APP.azurewebsites.net/api/predict?code=$KEY\"\n") != std::string::npos);
    CHECK(zip.find("KEY=$(az functionapp keys list ") < zip.find("curl "));
  }

  TEST_CASE("the address of a model goes into the function's environment") {
    const std::string url = "s3://bucket/a,b=c.pounce";
    CHECK(package::deploy_commands({{}, "f.zip", 9, {}, url})
              .find("--environment '{\"Variables\": {\"POUNCE_MODEL\": \"" + url + "\"}}'") !=
          std::string::npos);
    CHECK(package::deploy_commands({{cloud::google_cloud}, "f", 0, {}, url})
              .find("--set-env-vars '^|^POUNCE_MODEL=" + url + "'") != std::string::npos);
    CHECK(package::deploy_commands({{cloud::azure_functions}, "f", 0, {}, url})
              .find("--settings POUNCE_MODEL=" + url + "\n") != std::string::npos);
  }

  TEST_CASE("and so does the id of the only model that it may be") {
    const std::string url = "https://a/b?sig=1|2";
    const std::string id(32, 'a');
    CHECK(package::deploy_commands({{}, "f.zip", 9, {}, url, id})
              .find("--environment '{\"Variables\": {\"POUNCE_MODEL\": \"" + url +
                    "\", \"POUNCE_MODEL_ID\": \"" + id + "\"}}'") != std::string::npos);
    CHECK(package::deploy_commands({{cloud::google_cloud}, "f", 0, {}, url, id})
              .find("--set-env-vars '^~^POUNCE_MODEL=" + url + "~POUNCE_MODEL_ID=" + id + "'") !=
          std::string::npos);
    CHECK(package::deploy_commands({{cloud::azure_functions}, "f", 0, {}, url, id})
              .find("--settings 'POUNCE_MODEL=" + url + "' POUNCE_MODEL_ID=" + id + "\n") !=
          std::string::npos);
  }

  TEST_CASE("a request too long for a command comes from a file") {
    CHECK(package::deploy_commands({{}, "f.zip", 9, {}, {}}).find("--payload file://request.json ") !=
          std::string::npos);
    CHECK(package::deploy_commands({{cloud::google_cloud}, "f", 0, {}, {}}).find("-d @request.json ") !=
          std::string::npos);
  }
}
