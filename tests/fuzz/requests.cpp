// tests/fuzz/requests.cpp -- any bytes as a request, an event, a connection's stream: the first byte says as what.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <pounce/serve/azure_service.hpp>
#include <pounce/serve/google_service.hpp>
#include <pounce/serve/http_connection.hpp>
#include <pounce/serve/lambda_event.hpp>
#include <pounce/serve/model_service.hpp>

using namespace pounce::serving;

namespace {

constexpr std::size_t largest_body = 4096;

/// A model of names, numbers and categories, and everything that stands before it.
struct function {
  pounce::model model = *pounce::model::open(POUNCE_TEST_DATA "/golden/valid/categories.pounce");
  std::vector<double> memory = std::vector<double>(workspace_bytes(model, largest_body) / 8);
  model_service<> service{model, largest_body, std::as_writable_bytes(std::span(memory))};
  answerer answer{service};
  struct lines_of_json {
    bool operator()(std::string_view line) const;
  } print;
  line_sink lines{print};
};

/// What is said must be one JSON document, whatever was asked.
void check_json(std::string_view text) {
  json_reader<> reader(text);
  for (json_token t = reader.next(); t != json_token::end; t = reader.next()) {
    if (t == json_token::wrong) std::abort();
  }
}

bool function::lines_of_json::operator()(std::string_view line) const {
  if (!line.ends_with('\n') || line.find('\n') != line.size() - 1) std::abort();
  check_json(line.substr(0, line.size() - 1));
  return true;
}

void ask(function& f, std::span<char> body, std::string_view content_type, std::span<char> space) {
  request asked;
  asked.body = body;
  asked.content_type = content_type;
  reply to(space);
  f.service(asked, to);
  if (to.body.full() || to.status < 200) std::abort();
  check_json(to.body.text());
}

void event(function& f, std::span<char> bytes, std::span<char> space) {
  text_writer<> to(space);
  const auto outcome = lambda_events<>(f.answer, f.lines)(bytes, 0, to);
  if (to.full()) std::abort();
  if (outcome) check_json(to.text());
}

/// The rest is a client's stream, which comes in pieces; the replies are taken in pieces too.
template <class Service>
void connection(Service& service, std::span<const char> stream, std::size_t piece, std::span<char> space) {
  std::vector<char> in(http_connection_state<>::in_bytes(largest_body));
  http_connection_state<> client(in, space);
  const answerer answer(service);
  for (;;) {
    const auto room = client.room();
    const std::size_t n = std::min({piece, room.size(), stream.size()});
    std::copy_n(stream.begin(), n, room.begin());
    stream = stream.subspan(n);
    if (n != 0) client.received(n, answer);
    const std::size_t gone = std::min(piece + 7, client.pending().size());
    if (gone != 0) client.sent(gone, answer);
    if (n == 0 && gone == 0) break;
  }
  if (!stream.empty() && !client.closing()) std::abort(); // it stopped taking what came
  client.time_out();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static function f;
  static std::vector<char> space(reply_head_bytes + (std::size_t{1} << 16));
  if (size < 2) return 0;
  const std::size_t piece = 1 + data[1];
  std::vector<char> bytes(data + 2,
                          data + size); // a copy of its own, so that the first byte past the end is seen
  if (data[0] < '4' && bytes.size() > largest_body) return 0;
  switch (data[0]) {
  case '0': ask(f, bytes, "application/json", space); break;
  case '1': ask(f, bytes, "text/csv", space); break;
  case '2': ask(f, bytes, "text/csv; header=absent", space); break;
  case '3': event(f, bytes, space); break;
  case '4': {
    google_service<> service(f.answer, f.lines);
    connection(service, bytes, piece, space);
    break;
  }
  case '5': {
    azure_service<> service(f.answer, f.lines);
    connection(service, bytes, piece, space);
    break;
  }
  default: {
    http_head head;
    head_reader<>({bytes.data(), bytes.size()}, http_message::response, head).read();
    break;
  }
  }
  return 0;
}
