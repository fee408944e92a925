// convert/frontend/sklearn/euclidean.cpp -- the square of a difference, multiplied out.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/metrics/pairwise.py`, `_euclidean_distances`.
#include <convert/frontend/sklearn/euclidean.hpp>

#include <array>

namespace convert::sklearn {

ir::value squared_euclidean(ir::builder& b, ir::value x, const std::vector<double>& points) {
  const std::size_t columns = b.width(x);
  const std::size_t count = columns == 0 ? 0 : points.size() / columns;
  std::vector<double> squares(count, 0.0);
  for (std::size_t i = 0; i < points.size(); ++i) squares[i / columns] += points[i] * points[i];
  const auto outputs = static_cast<std::uint32_t>(count);
  ir::linear products{outputs, points, std::vector<double>(count, 0.0)};
  const ir::value crossed = b.scaled(b.add(x, std::move(products)), -2.0);
  const ir::value own =
      b.pick(b.add(x, ir::reduce{ir::reduce::kind::sum_squares, 1}), std::vector<std::uint32_t>(count, 0));
  const std::array terms = {crossed, own};
  const ir::value sum = b.add(b.concat(terms), ir::elementwise{ir::operation::add});
  const ir::value all = b.add(sum, ir::with_constants{ir::operation::add, false, squares});
  return b.add(all, ir::with_constants{ir::operation::maximum, false, std::vector<double>(count, 0.0)});
}

} // namespace convert::sklearn
