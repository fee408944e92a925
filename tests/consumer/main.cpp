#include <pounce/pounce.hpp>
#include <cstdio>

int main() {
  auto model = pounce::model::open("credit.pounce");            // maps and checks: microseconds, no heap
  if (!model) { std::puts(pounce::message(model.error().code)); return 1; }
  const double row[] = {9, 60, 60, 47, 52, 55.0};
  double proba[2];
  if (auto why = model->proba(row, proba); !why) return 1;       // a wrong width is an error, not a crash
  std::printf("good credit: %.3f\n", proba[1]);
}
