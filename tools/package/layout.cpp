// package/layout.cpp -- the files of each cloud's package.
#include <package/layout.hpp>

#include <string>
#include <string_view>

#include <convert/refusal.hpp>

namespace package {

namespace {

constexpr std::uint64_t aws_unzipped_bytes = std::uint64_t{250} << 20;

/// HTTP requests come as they were sent and replies go back as they are (enableForwardingHttpRequest), which the
/// host does for functions with one httpTrigger and one http output.
///
/// Source  Azure Functions, custom handlers: host.json, function.json.
constexpr std::string_view host_json = R"({
  "version": "2.0",
  "customHandler": {
    "description": {"defaultExecutablePath": "handler"},
    "enableForwardingHttpRequest": true
  },
  "logging": {"logLevel": {"default": "Warning"}}
}
)";

constexpr std::string_view function_json = R"({
  "bindings": [
    {"type": "httpTrigger", "direction": "in", "name": "req", "methods": ["post"], "authLevel": "function"},
    {"type": "http", "direction": "out", "name": "res"}
  ]
}
)";

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

} // namespace

std::string_view handler_name(cloud where) { return where == cloud::aws_lambda ? "bootstrap" : "handler"; }

std::vector<packed_file> layout(cloud where, std::span<const std::byte> handler,
                                std::span<const std::byte> model) {
  std::vector<packed_file> files;
  files.push_back({std::string(handler_name(where)), handler, true});
  if (where == cloud::azure_functions) files.push_back({"host.json", bytes_of(host_json)});
  if (!model.empty()) files.push_back({"model.pounce", model});
  if (where == cloud::azure_functions) files.push_back({"predict/function.json", bytes_of(function_json)});
  return files;
}

void check_size(cloud where, std::span<const packed_file> files) {
  std::uint64_t total = 0;
  for (const auto& f : files) total += f.bytes.size();
  if (where != cloud::aws_lambda || total <= aws_unzipped_bytes) return;
  throw convert::refusal("the package has " + std::to_string(total) + " bytes; AWS Lambda unpacks at most " +
                         std::to_string(aws_unzipped_bytes) +
                         ": package the model's address instead (s3://BUCKET/KEY)");
}

} // namespace package
