// cli/package.cpp -- pounce package: a model and a handler as what a cloud deploys.
#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <package/deploy.hpp>
#include <package/embedded_model.hpp>
#include <package/handler_program.hpp>
#include <package/layout.hpp>
#include <package/target.hpp>
#include <package/zip.hpp>
#include <pounce/serve/expected_model.hpp>

#include <cli/commands.hpp>
#include <cli/content_id.hpp>
#include <cli/input_file.hpp>
#include <cli/model_source.hpp>
#include <cli/output_file.hpp>
#include <cli/output_folder.hpp>
#include <cli/sample_request.hpp>
#include <cli/spelling.hpp>
#include <cli/stock_handler.hpp>

namespace cli {

namespace {

/// The name that was meant: one of which the written one is a part, or the nearest.
template <std::size_t N>
std::string meant(const std::string& written, const std::array<std::string_view, N>& names) {
  const auto whole = std::find_if(names.begin(), names.end(), [&](std::string_view name) {
    return !written.empty() && name.find(written) != std::string_view::npos;
  });
  if (whole != names.end()) return std::string(*whole);
  return nearest(written, {names.begin(), names.end()});
}

template <std::size_t N>
[[noreturn]] void refuse(const std::string& written, const std::string& kind,
                         const std::array<std::string_view, N>& names) {
  const auto near = meant(written, names);
  std::string all;
  for (const auto name : names) all.append(all.empty() ? "" : ", ").append(name);
  throw stopped(wrong_command, "",
                in_backticks(written) + " is no " + kind +
                    (near.empty() ? ": there are " + all : "; did you mean " + in_backticks(near) + "?"));
}

package::target target_of(const package_command& told) {
  const auto cloud = package::cloud_of(told.cloud);
  if (!cloud) refuse(told.cloud, "cloud that pounce knows", package::cloud_names);
  const auto machine = package::machine_of(told.machine);
  if (!machine) refuse(told.machine, "machine that the clouds have", package::machine_names);
  const package::target target{*cloud, *machine};
  blaming("", [&] { package::check_machine(target); });
  return target;
}

bool is_url(const std::string& model) {
  return model.starts_with("s3://") || model.starts_with("gs://") || model.starts_with("https://");
}

std::string handler_path(const package_command& told, package::machine machine) {
  if (!told.handler.empty()) return told.handler;
  if (is_url(told.model)) return stock_handler(machine, "fetch");
  return stock_handler(machine, told.embed ? "embedded" : "handler");
}

std::vector<std::byte> read_handler(const std::string& path, package::machine machine) {
  auto bytes = read_all(path);
  blaming(input_name(path), [&] { package::check_handler(bytes, machine); });
  return bytes;
}

/// The id that the model must have, in small letters; empty if any will do.
std::string expected_id(const package_command& told) {
  if (told.model_id.empty()) return {};
  const auto id = pounce::serving::content_id_of<>(told.model_id);
  if (id) return text_of(*id);
  throw stopped(wrong_command, "",
                in_backticks(told.model_id) + " is no content id: 32 digits, as `pounce check` prints them");
}

void check_id(const opened_model& model, const std::string& expected, const std::string& name) {
  const std::string is = text_of(model.model.id());
  if (expected.empty() || expected == is) return;
  throw stopped(input_refused, input_name(name), "its content id is " + is + ", not " + expected);
}

std::uint64_t write_package(const std::string& output, std::span<const package::packed_file> files) {
  if (!output.ends_with(".zip")) {
    write_folder(output, files);
    return 0;
  }
  std::vector<std::byte> zip;
  blaming(output, [&] { zip = package::zipped(files); });
  output_file out(output);
  out.write(zip);
  out.commit();
  return zip.size();
}

std::string success(std::span<const package::packed_file> files, std::uint64_t zip_bytes) {
  std::string text;
  for (const auto& f : files) {
    text += (text.empty() ? "" : ", ") + f.path + " (" + std::to_string(f.bytes.size()) + " bytes)";
  }
  return text + (zip_bytes == 0 ? "" : "; " + std::to_string(zip_bytes) + " bytes zipped");
}

} // namespace

exit_code run(const package_command& told) {
  if (told.output == "-" || told.output.empty()) {
    throw stopped(wrong_command, "", "package writes a zip file or a folder: name it with -o");
  }
  if (told.embed && is_url(told.model)) {
    throw stopped(
        wrong_command, "",
        "--embed needs the model's file: what is at an address is fetched when the function starts");
  }
  const auto target = target_of(told);
  const std::string id = expected_id(told);
  const std::string program = handler_path(told, target.machine);
  auto handler = read_handler(program, target.machine);
  std::optional<opened_model> model;
  if (!is_url(told.model)) {
    model = proven_model(told.model, told.object);
    check_id(*model, id, told.model);
  }

  const std::span<const std::byte> none;
  auto beside = model ? std::span(std::as_const(model->bytes)) : none;
  if (told.embed) {
    blaming(input_name(program), [&] { handler = package::with_model(handler, beside); });
    beside = none;
  }
  const auto files = package::layout(target.cloud, handler, beside);
  blaming(told.output, [&] { package::check_size(target.cloud, files); });
  package::deployment what{target, told.output, write_package(told.output, files), {}, {}, {}};
  say_done(told.output, success(files, what.zip_bytes));
  if (model) what.request = sample_request(model->model);
  if (what.request.size() > longest_request) {
    what.request.clear();
    note("request.json", "put {\"data\": [[...]]} there, with a row of " +
                             std::to_string(model->model.features()) + " values");
  }
  if (!model) {
    what.model_url = told.model;
    what.model_id = id;
    note("request.json", "put {\"data\": [[...]]} there, with a row of values for your model");
  }
  output_file("-").write(package::deploy_commands(what));
  return done;
}

} // namespace cli
