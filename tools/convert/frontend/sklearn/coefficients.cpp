// convert/frontend/sklearn/coefficients.cpp -- the shapes in which scikit-learn keeps linear maps.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/linear_model/_base.py`, `LinearModel._decision_function` and
//         `LinearClassifierMixin.decision_function`.
#include <convert/frontend/sklearn/coefficients.hpp>

#include <string>

namespace convert::sklearn {

namespace {

[[noreturn]] void refuse_shape(pickle::value v, std::size_t found, std::uint32_t wanted) {
  throw refusal("`" + v.path() + "`: " + std::to_string(found) + " numbers do not fit " +
                std::to_string(wanted) + " features");
}

/// After `sparsify()` the coefficients are a compressed sparse row matrix.
std::vector<double> dense(pickle::value sparse, std::uint32_t inputs) {
  const std::vector<double> data = sparse.required("data").numbers();
  const std::vector<double> columns = sparse.required("indices").numbers();
  const std::vector<double> starts = sparse.required("indptr").numbers();
  const std::size_t rows = starts.empty() ? 0 : starts.size() - 1;
  bool sound = rows > 0 && columns.size() == data.size() && starts.front() == 0 &&
               starts.back() == static_cast<double>(data.size());
  for (const double c : columns) sound = sound && c >= 0 && c < inputs;
  for (std::size_t r = 0; r < rows; ++r) sound = sound && starts[r] <= starts[r + 1];
  if (!sound)
    throw refusal("`" + sparse.path() + "`: a sparse matrix that does not fit " + std::to_string(inputs) +
                  " features");
  std::vector<double> matrix(rows * inputs, 0.0);
  for (std::size_t r = 0; r < rows; ++r)
    for (auto k = static_cast<std::size_t>(starts[r]); k < static_cast<std::size_t>(starts[r + 1]); ++k)
      matrix[r * inputs + static_cast<std::size_t>(columns[k])] += data[k];
  return matrix;
}

bool is_sparse(pickle::value v) {
  return v.type() == pickle::kind::instance && v.class_name().starts_with("csr_");
}

} // namespace

bool is_in_floats(pickle::value array) {
  return array.is_array() && array.as_array().type.kind == 'f' && array.as_array().type.item_bytes == 4;
}

std::vector<double> per_column(pickle::value object, std::string_view name, std::uint32_t columns) {
  const pickle::value v = object.required(name);
  std::vector<double> numbers = v.numbers();
  if (numbers.size() == 1) numbers.resize(columns, numbers.front());
  if (numbers.size() != columns) refuse_shape(v, numbers.size(), columns);
  return numbers;
}

std::vector<double> matrix_of(pickle::value v, std::uint32_t columns) {
  std::vector<double> all = is_sparse(v) ? dense(v, columns) : v.numbers();
  if (columns == 0 || all.empty() || all.size() % columns != 0) refuse_shape(v, all.size(), columns);
  return all;
}

ir::linear coefficients(pickle::value object, std::uint32_t inputs) {
  ir::linear step;
  step.weights = matrix_of(object.required("coef_"), inputs);
  step.outputs = static_cast<std::uint32_t>(step.weights.size() / inputs);
  step.bias = per_column(object, "intercept_", step.outputs);
  return step;
}

ir::linear projection(pickle::value object, std::string_view name, std::uint32_t inputs) {
  const pickle::value v = object.required(name);
  const std::vector<double> matrix = v.numbers();
  if (inputs == 0 || matrix.empty() || matrix.size() % inputs != 0) refuse_shape(v, matrix.size(), inputs);
  ir::linear step;
  step.outputs = static_cast<std::uint32_t>(matrix.size() / inputs);
  step.weights.resize(matrix.size());
  for (std::size_t i = 0; i < inputs; ++i)
    for (std::size_t o = 0; o < step.outputs; ++o)
      step.weights[o * inputs + i] = matrix[i * step.outputs + o];
  step.bias.assign(step.outputs, 0.0);
  return step;
}

} // namespace convert::sklearn
