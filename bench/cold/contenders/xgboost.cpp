// xgboost.cpp -- the same handler with XGBoost's C API: LIBRARY MODEL. A binary classifier's margin through its own link.
#include <handler.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>

#include <dlfcn.h>

#include <xgboost/c_api.h>

namespace {

void* library = nullptr;

template <class Function>
Function* named(const char* name, Function*) {
  void* const found = ::dlsym(library, name);
  if (found == nullptr) std::exit(1);
  return reinterpret_cast<Function*>(found);
}
#define XGBOOST(name) named(#name, &name)

void check(int code) {
  if (code == 0) return;
  std::fprintf(stderr, "xgboost: %s\n", XGBOOST(XGBGetLastError)());
  std::exit(1);
}

} // namespace

int main(int, char** arguments) {
  handler::life l;
  l.main = handler::now();
  library = ::dlopen(arguments[1], RTLD_NOW);
  if (library == nullptr) return std::fprintf(stderr, "%s\n", ::dlerror()), 1;
  l.library = handler::now();

  BoosterHandle booster = nullptr;
  check(XGBOOST(XGBoosterCreate)(nullptr, 0, &booster));
  check(XGBOOST(XGBoosterSetParam)(booster, "nthread", "1"));
  check(XGBOOST(XGBoosterLoadModel)(booster, arguments[2]));
  l.open = handler::now();

  static constinit handler::request asked;
  asked.read();
  static float numbers[handler::most_features];
  const std::size_t features = asked.cells().size();
  for (std::size_t i = 0; i < features; ++i)
    numbers[i] = static_cast<float>(handler::request::number(asked.cells()[i]));
  l.row = handler::now();

  char array[160];
  std::snprintf(array, sizeof array,
                R"({"data": [%zu, true], "shape": [1, %zu], "typestr": "<f4", "version": 3})",
                reinterpret_cast<std::size_t>(numbers), features);
  const char* const how =
      R"({"type": 0, "iteration_begin": 0, "iteration_end": 0, "strict_shape": false, "missing": NaN, "cache_id": 0})";
  const bst_ulong* shape = nullptr;
  bst_ulong dimensions = 0;
  const float* margin = nullptr;
  check(XGBOOST(XGBoosterPredictFromDense)(booster, array, how, nullptr, &shape, &dimensions, &margin));
  const float proba[] = {1 - margin[0], margin[0]};
  l.predicted = handler::now();
  handler::answer(std::span<const float>(proba));
  l.answered = handler::now();
  handler::tell(l);
  ::_exit(0);
}
