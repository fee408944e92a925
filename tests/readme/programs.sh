#!/usr/bin/env bash
# programs.sh CXX FOLDER -- every C++ block of the README compiles; a block without main is put into a function.
set -euo pipefail
cxx=$1 folder=$2
[ -f README.md ] || { echo 'there is no README.md'; exit 1; }
rm -rf "$folder"
mkdir -p "$folder"
awk -v folder="$folder" '
  /^```cpp$/ { inside = 1; file = sprintf("%s/block%02d.cpp", folder, ++n); next }
  /^```$/    { inside = 0 }
  inside     { print > file }' README.md
shopt -s nullglob
blocks=("$folder"/*.cpp)
[ ${#blocks[@]} -gt 0 ] || { echo 'README.md has no C++ block'; exit 1; }
for block in "${blocks[@]}"; do
  if ! grep -q 'int main' "$block"; then
    { grep -E '^#include' "$block" || true
      echo '#include <pounce/pounce.hpp>'
      echo 'pounce::result<void> example(const pounce::model& model, std::span<const double> row, std::span<double> out) {'
      grep -vE '^#include' "$block"
      echo '  return model.predict(row, out); }'; } >"$block.whole.cpp"
    block=$block.whole.cpp
  fi
  echo "$block"
  "$cxx" -std=c++20 -fsyntax-only -Wall -Wextra -Wno-unused -Iinclude "$block"
done
