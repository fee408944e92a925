// package/deploy.cpp -- aws, az and func, gcloud.
#include <package/deploy.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

#include <package/layout.hpp>

namespace package {

namespace {

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

/// The request as curl's and aws's argument.
std::string payload(const deployment& what, std::string_view from_file) {
  return what.request.empty() ? std::string(from_file) : shell_word(what.request);
}

std::string json_text(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string curl(const deployment& what, const std::string& address, const std::string& more = {}) {
  return "curl " + more + "-H 'Content-Type: application/json' -d " + payload(what, "@request.json") + " " +
         address + "\n";
}

/// NAME=VALUE for each variable that the function needs.
std::vector<std::string> variables(const deployment& what) {
  std::vector<std::string> all;
  if (what.model_url.empty()) return all;
  all.push_back("POUNCE_MODEL=" + what.model_url);
  if (!what.model_id.empty()) all.push_back("POUNCE_MODEL_ID=" + what.model_id);
  return all;
}

/// What stands between two variables for gcloud: a character that is in none.
std::string separator(const std::vector<std::string>& variables) {
  for (const char c : std::string_view("|~;!")) {
    const bool free = std::none_of(variables.begin(), variables.end(),
                                   [c](const std::string& v) { return v.find(c) != std::string::npos; });
    if (free) return std::string(1, c);
  }
  return " "; // no address has one
}

std::string for_aws(const deployment& what) {
  std::string text;
  std::string zip = what.output;
  if (what.zip_bytes == 0) {
    while (zip.ends_with('/')) zip.pop_back();
    zip += ".zip";
    text += "python3 -m zipfile -c " + shell_word(zip) + " " + shell_word(what.output) + "/*\n";
  }
  std::string code = "--zip-file " + shell_word("fileb://" + zip);
  if (what.zip_bytes > direct_upload_bytes) {
    text += "aws s3 cp " + shell_word(zip) + " s3://BUCKET/\n";
    code = "--code S3Bucket=BUCKET,S3Key=" + shell_word(file_name(zip));
  }
  text += "aws lambda create-function --function-name predict --runtime provided.al2023 --handler predict "
          "--architectures " +
          std::string(name_of(what.target.machine)) + " --role ROLE_ARN " + code;
  if (!what.model_url.empty()) {
    std::string values = R"("POUNCE_MODEL": )" + json_text(what.model_url);
    if (!what.model_id.empty()) values += R"(, "POUNCE_MODEL_ID": )" + json_text(what.model_id);
    text += " --environment " + shell_word(R"({"Variables": {)" + values + "}}");
  }
  return text +
         "\naws lambda invoke --function-name predict --cli-binary-format raw-in-base64-out --payload " +
         payload(what, "file://request.json") + " /dev/stdout\n";
}

std::string for_azure(const deployment& what) {
  std::string text = "az functionapp create --name APP --resource-group GROUP --storage-account STORAGE "
                     "--flexconsumption-location REGION --runtime custom\n";
  if (!what.model_url.empty()) {
    text += "az functionapp config appsettings set --name APP --resource-group GROUP --settings";
    for (const auto& v : variables(what)) text += " " + shell_word(v);
    text += "\n";
  }
  text += what.zip_bytes == 0
              ? "(cd " + shell_word(what.output) + " && func azure functionapp publish APP --custom)\n"
              : "az functionapp deployment source config-zip --name APP --resource-group GROUP "
                "--src " +
                    shell_word(what.output) + "\n";
  text += "KEY=$(az functionapp keys list --name APP --resource-group GROUP --query functionKeys.default "
          "--output tsv)\n";
  return text + curl(what, "\"https://APP.azurewebsites.net/api/predict?code=$KEY\"");
}

std::string for_google(const deployment& what) {
  std::string text;
  std::string folder = what.output;
  if (what.zip_bytes != 0) {
    folder = folder.substr(0, folder.size() - std::string_view(".zip").size());
    text += "unzip -q " + shell_word(what.output) + " -d " + shell_word(folder) + "\n";
  }
  text += "gcloud beta run deploy predict --source " + shell_word(folder) +
          " --no-build --base-image=osonly24 --command=./handler --region REGION --no-allow-unauthenticated";
  const auto values = variables(what);
  if (!values.empty()) {
    const std::string between = separator(values);
    std::string all = "^" + between + "^" + values[0];
    for (std::size_t i = 1; i < values.size(); ++i) all += between + values[i];
    text += " --set-env-vars " + shell_word(all);
  }
  return text + "\n" +
         curl(what,
              "\"$(gcloud run services describe predict --region REGION --format='value(status.url)')\"",
              "-H \"Authorization: Bearer $(gcloud auth print-identity-token)\" ");
}

} // namespace

std::string shell_word(const std::string& text) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%+,-./:=@_";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) return text;
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string deploy_commands(const deployment& what) {
  switch (what.target.cloud) {
  case cloud::aws_lambda: return for_aws(what);
  case cloud::azure_functions: return for_azure(what);
  case cloud::google_cloud: return for_google(what);
  }
  return {};
}

} // namespace package
