// arch/predict.cpp -- a program's use of pounce, compiled several times with different flags and names.
#include <span>

#include <pounce/pounce.hpp>
#include <pounce/serve.hpp>

#ifndef ENTRY
#define ENTRY predict_somehow
#endif

bool ENTRY(const char* path, std::span<const double> row, std::span<double> out) {
  if (row.empty()) return pounce::serve(path) == 0;
  const auto model = pounce::model::open(path);
  return model && model->predict(row, out) && model->proba(row, out) && model->raw(row, out);
}
