// serve/fetch/main.cpp -- the stock function whose model is in an object storage: fetched once, then served.
#include <cstdlib>
#include <exception>
#include <string>

#include <pounce/serve.hpp>

#include <serve/fetch/fetch.hpp>
#include <serve/fetch/fetch_error.hpp>
#include <serve/fetch/model_address.hpp>
#include <serve/lost_model.hpp>

namespace {

/// The path of the model that POUNCE_MODEL names.
std::string model_path() {
  using namespace serve::fetch;
  auto how = options_from(process_environment);
  how.note = [](const std::string& text) { pounce::serving::log_error<>(text); };
  if (how.model.empty()) throw fetch_error("POUNCE_MODEL is not set: s3://, gs:// or https://");
  return is_address(how.model) ? fetch_model(how, process_environment) : how.model;
}

/// Ends the function as its platform wants to be told.
int fail(const char* why) {
  const auto found = pounce::serving::find_platform([](const char* name) { return std::getenv(name); });
  return pounce::serving::fail_to_start<>(found, why);
}

} // namespace

int main() {
  serve::end_with_a_word_if_the_model_is_lost();
  std::string path;
  try {
    path = model_path();
  } catch (const std::exception& why) {
    return fail(why.what());
  }
  return pounce::serve(path.c_str());
}
