// compile_fail/constant_answers.cpp -- answers can not go where nothing may be written.
// expects: pounce::answers
#include <pounce/pounce.hpp>

bool answer(const pounce::model& model, std::span<const double> row, std::span<double> out) {
#ifdef BAD_LINE
  const std::span<const double> constant = out;
  return model.predict(row, constant).has_value();
#endif
  return model.predict(row, out).has_value();
}
