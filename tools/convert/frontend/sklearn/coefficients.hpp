// convert/frontend/sklearn/coefficients.hpp -- `coef_` and `intercept_` as one linear step.
#pragma once

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// Whether the array holds floats, as models fitted to floats do: what the trainer makes of it before a row of doubles
/// comes in is rounded to floats too.
bool is_in_floats(pickle::value array);

/// `X @ coef_.T + intercept_`. A coef_ of one dimension is one output; an intercept_ of one number serves all.
///
/// Errors  refusal: "`Ridge.coef_`: 12 numbers do not fit 5 features"
ir::linear coefficients(pickle::value object, std::uint32_t inputs);

/// The matrix `name` of (inputs, outputs), as the weights of a linear step without a bias.
ir::linear projection(pickle::value object, std::string_view name, std::uint32_t inputs);

/// The numbers of a matrix of `columns` columns, row after row; compressed sparse rows are unfolded.
///
/// Errors  refusal, if it has another width or nothing in it.
std::vector<double> matrix_of(pickle::value v, std::uint32_t columns);

/// An attribute of one number a column, or one for all of them.
std::vector<double> per_column(pickle::value object, std::string_view name, std::uint32_t columns);

} // namespace convert::sklearn
