// cli/sample_request.cpp -- tests of cli/sample_request.hpp.
#include <cli/sample_request.hpp>

#include <cli/program.hpp>

#include <doctest/doctest.h>

namespace {

std::string sample_of(const std::string& name) {
  const auto model = pounce::model::open(support::test_file("golden/valid/" + name + ".pounce").c_str());
  REQUIRE(model.has_value());
  return cli::sample_request(*model);
}

} // namespace

TEST_SUITE("cli/sample_request") {
  TEST_CASE("a sample has one value a feature, categories as texts") {
    const auto model = pounce::model::open(support::test_file("golden/valid/categories.pounce").c_str());
    REQUIRE(model.has_value());
    const auto row = cli::sample_row(*model);
    CHECK(row.size() == model->features());
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto& feature = model->contents().features[i];
      if (feature.label_count == 0) continue;
      bool known = false;
      for (const auto& label : model->contents().labels.subspan(feature.first_label, feature.label_count)) {
        const auto text = std::string(model->contents().text_at(label.text));
        known = known || row[i] == "\"" + text + "\"" || row[i] == text;
      }
      CHECK(known);
    }
  }

  TEST_CASE("numbers are short") {
    for (const std::string name : {"tree", "network", "categories", "voting"}) {
      const auto text = sample_of(name);
      CAPTURE(text);
      CHECK(text.starts_with("{\"data\": [["));
      CHECK(text.ends_with("]]}"));
      std::size_t digits = 0;
      for (const char c : text) {
        digits = c >= '0' && c <= '9' ? digits + 1 : 0;
        CHECK(digits < 10);
      }
    }
  }
}
