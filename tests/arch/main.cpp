// arch/main.cpp -- calls both objects.
#include <span>

bool predict_baseline(const char* path, std::span<const double> row, std::span<double> out);
bool predict_modern(const char* path, std::span<const double> row, std::span<double> out);

int main(int count, char** arguments) {
  if (count < 2) return 0;
  double row[1] = {0};
  double out[1];
  return predict_baseline(arguments[1], row, out) == predict_modern(arguments[1], row, out) ? 0 : 1;
}
