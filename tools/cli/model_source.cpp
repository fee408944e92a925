// cli/model_source.cpp -- told by the first bytes.
#include <cli/model_source.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include <convert/convert.hpp>

#include <cli/message.hpp>
#include <cli/mlflow_folder.hpp>
#include <cli/progress.hpp>
#include <cli/soundness.hpp>

namespace cli {

namespace {

bool is_model(std::span<const std::byte> bytes) {
  const auto& magic = pounce::format::magic;
  return bytes.size() >= sizeof magic &&
         std::equal(std::begin(magic), std::end(magic), bytes.begin(),
                    [](auto a, std::byte b) { return static_cast<std::byte>(a) == b; });
}

std::vector<std::byte> converted(const std::string& name, const std::vector<std::byte>& bytes,
                                 const std::string& object) {
  convert::converted made;
  convert::options how;
  how.object = object;
  blaming(name, [&] {
    progress shown;
    made =
        convert::convert(bytes, how, {}, [&shown](std::string_view stage, std::size_t at, std::size_t total) {
          shown.show(stage, at, total);
        });
  });
  say_done(name, made.summary + ", converted, verified on " + std::to_string(made.verified_rows) + " rows");
  return std::move(made.bytes);
}

} // namespace

opened_model proven_model(const std::string& path, const std::string& object) {
  const std::string file = model_file_of(path);
  const std::string name = input_name(file);
  auto bytes = read_all(file);
  if (!is_model(bytes)) bytes = converted(name, bytes, object);
  auto model = pounce::model::open(pounce::byte_span(bytes));
  if (!model) throw stopped(input_refused, name, text_of(model.error()));
  prove_sound(*model, name);
  prove_answers(*model, name);
  return {std::move(bytes), std::move(*model)}; // a moved vector's bytes stay where they are
}

} // namespace cli
