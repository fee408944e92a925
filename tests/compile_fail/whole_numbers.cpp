// compile_fail/whole_numbers.cpp -- rows are floats or doubles: integers are converted by the caller, who knows how.
// expects: pounce::rows
#include <array>

#include <pounce/pounce.hpp>

bool answer(const pounce::model& model, std::span<double> out) {
#ifdef BAD_LINE
  return model.predict(std::array<int, 2>{1, 2}, out).has_value();
#endif
  return model.predict(std::array<float, 2>{1, 2}, out).has_value();
}
