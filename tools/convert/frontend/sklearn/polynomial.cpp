// convert/frontend/sklearn/polynomial.cpp -- PolynomialFeatures: which columns are multiplied, in which order.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/preprocessing/_polynomial.py` (`_data.py` in 0.23),
//         `PolynomialFeatures._combinations` and `transform`.
#include <algorithm>
#include <array>
#include <string>

#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

/// A malformed degree shall not fill the memory.
constexpr std::size_t max_products = 1'000'000;

struct degrees {
  std::int64_t lowest = 0;
  std::int64_t highest = 0;
};

degrees degrees_of(pickle::value object) {
  const pickle::value degree = object.required("degree");
  if (degree.is_number()) return {0, degree.integer()};
  const std::vector<double> range = degree.numbers(); // since 1.0
  if (range.size() != 2) throw refusal("`" + degree.path() + "`: expected a number or two");
  return {static_cast<std::int64_t>(range[0]), static_cast<std::int64_t>(range[1])};
}

/// The next combination in itertools' order, or false after the last.
bool advance(std::vector<std::uint32_t>& picked, std::uint32_t columns, bool distinct) {
  for (std::size_t i = picked.size(); i-- > 0;) {
    const std::size_t behind = picked.size() - 1 - i;
    const std::uint32_t last = columns - 1 - (distinct ? static_cast<std::uint32_t>(behind) : 0);
    if (picked[i] >= last) continue;
    ++picked[i];
    for (std::size_t k = i + 1; k < picked.size(); ++k) picked[k] = picked[k - 1] + (distinct ? 1 : 0);
    return true;
  }
  return false;
}

/// The trainer multiplies a column into products of the columns after it: x1 * (x2 * x3), so the list is turned
/// round to be multiplied from its front.
void add_combinations(ir::polynomial& step, std::size_t degree, std::uint32_t columns, bool distinct,
                      pickle::value object) {
  if (columns == 0 || (distinct && degree > columns)) return;
  std::vector<std::uint32_t> picked(degree, 0);
  for (std::size_t i = 0; distinct && i < degree; ++i) picked[i] = static_cast<std::uint32_t>(i);
  do {
    if (step.products.size() == max_products)
      throw refusal("`" + object.path() + "`: more than " + std::to_string(max_products) + " products");
    step.products.emplace_back(picked.rbegin(), picked.rend());
  } while (advance(picked, columns, distinct));
}

answers polynomial_features(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  const ir::value x = validated(c, input, accepts::finite);
  const degrees range = degrees_of(object);
  if (range.highest < 0 || range.highest > 64)
    throw refusal("`" + object.path() + "`: degree " + std::to_string(range.highest) + " is not supported");
  ir::polynomial step;
  if (object.required("include_bias").boolean()) step.products.emplace_back();
  const bool distinct = object.required("interaction_only").boolean();
  for (std::int64_t degree = std::max<std::int64_t>(1, range.lowest); degree <= range.highest; ++degree)
    add_combinations(step, static_cast<std::size_t>(degree), c.build().width(x), distinct, object);
  answers made;
  made.transform = c.build().add(x, step);
  return made;
}

constexpr std::array classes = {entry{"PolynomialFeatures", polynomial_features}};

} // namespace

std::span<const entry> polynomial_classes() { return classes; }

} // namespace convert::sklearn
