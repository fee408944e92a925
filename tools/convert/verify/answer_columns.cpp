// convert/verify/answer_columns.cpp -- columns, cells, closeness.
#include <convert/verify/answer_columns.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace convert::verify {

namespace {

std::optional<double> number_of(std::string_view text) {
  double x = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), x);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return x;
}

std::string shortest(double x) {
  char text[32];
  const auto [end, error] = std::to_chars(text, text + sizeof text, x);
  return {text, end};
}

} // namespace

std::vector<answer_column> answer_columns(const pounce::model& model) {
  std::vector<answer_column> all;
  std::size_t index = 0;
  std::size_t target = 0;
  std::optional<pounce::role> last;
  for (const auto& o : model.contents().outputs) {
    if (last != o.what) index = target = 0;
    last = o.what;
    const std::string name(model.contents().text_at(o.name));
    for (std::uint32_t i = 0; i < o.width; ++i) {
      all.push_back({o.width == 1 ? name : name + "_" + std::to_string(i), o.what, index++, target,
                     o.label_count != 0});
    }
    ++target;
  }
  return all;
}

std::string text_of(const pounce::model& model, const answer_column& column, double answer) {
  if (!column.labelled) return shortest(answer);
  if (!(answer >= 0)) return {}; // not a label: the cell stays empty
  return std::string(model.label(static_cast<std::size_t>(answer), column.target));
}

bool closeness::holds(std::string_view answer, std::string_view expected) const {
  if (answer == expected) return true;
  const auto a = number_of(answer);
  const auto e = number_of(expected);
  if (!a || !e) return false;
  if (std::isnan(*a) || std::isnan(*e)) return std::isnan(*a) && std::isnan(*e);
  const double size = network ? 1 + std::fabs(*e) : std::max(1.0, std::fabs(*e));
  return *a == *e || std::fabs(*a - *e) <= bound * size;
}

closeness closeness_of(const pounce::model& model, std::optional<double> given) {
  constexpr double bounds[] = {1e-12, 1e-10, 1e-6, 1e-5};
  const std::uint32_t own = model.contents().about.tolerance;
  return {given.value_or(bounds[own]), !given && own == 3};
}

} // namespace convert::verify
