// support/served_model.hpp -- a valid model behind a model_service, asked with texts.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <pounce/serve/model_service.hpp>

#include <support/model_bytes.hpp>

namespace support {

struct told {
  int status;
  std::string text;

  bool operator==(const told&) const = default;
};

inline std::ostream& operator<<(std::ostream& to, const told& t) { return to << t.status << ' ' << t.text; }

/// golden/valid/<name>.pounce with memory to be asked in.
class served_model {
 public:
  static constexpr std::size_t largest_body = std::size_t{1} << 20;

  explicit served_model(const std::string& name, std::size_t largest_reply = 1 << 20)
      : model_(*pounce::model::open(valid_path(name).c_str())),
        memory_(pounce::serving::workspace_bytes(model_, largest_body) / 8), reply_(largest_reply),
        service_(model_, largest_body, std::as_writable_bytes(std::span(memory_))) {}

  told ask(std::string body, std::string_view content_type = {}) {
    pounce::serving::request asked;
    asked.content_type = content_type;
    return ask(asked, std::move(body));
  }
  told ask(pounce::serving::request asked, std::string body) {
    std::vector<char> exact(body.begin(), body.end()); // so that a sanitizer sees the first byte past the end
    asked.body = exact;
    pounce::serving::reply to(reply_);
    service_(asked, to);
    return {to.status, std::string(to.body.text())};
  }

  const pounce::model& model() const { return model_; }
  pounce::serving::model_service<>& service() { return service_; }

  /// A row of the file's own, as JSON.
  std::string row(std::size_t i = 0) const {
    const auto& p = model_.contents();
    const std::size_t stride = model_.features() + p.about.test_columns;
    std::vector<char> space(64 * model_.features());
    pounce::serving::text_writer text(space);
    pounce::serving::text_writer<>& w = text;
    w.put('[');
    for (std::size_t f = 0; f < model_.features(); ++f) {
      const double x = p.tests[i * stride + f];
      if (f != 0) w.put(',');
      if (x != x) {
        w.put("null");
      } else {
        w.put(x);
      }
    }
    w.put(']');
    return std::string(w.text());
  }

 private:
  pounce::model model_;
  std::vector<double> memory_;
  std::vector<char> reply_;
  pounce::serving::model_service<> service_;
};

} // namespace support
