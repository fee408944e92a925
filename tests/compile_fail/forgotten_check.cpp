// compile_fail/forgotten_check.cpp -- a result that nobody looks at is a warning.
// expects: unused-result
#include <pounce/pounce.hpp>

void answer(const pounce::model& model, std::span<const double> row, std::span<double> out) {
  if (!model.predict(row, out)) return;
#ifdef BAD_LINE
  model.predict(row, out);
#endif
}
