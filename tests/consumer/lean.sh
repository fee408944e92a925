#!/usr/bin/env bash
# lean.sh CXX FOLDER -- the program needs neither exceptions nor type information, and its symbols show that
# nothing throws, stops, allocates or runs before main.
set -euo pipefail
cxx=$1 folder=$2
mkdir -p "$folder"
"$cxx" -std=c++20 -O2 -fno-exceptions -fno-rtti -Wall -Wextra -Werror -Iinclude \
  tests/consumer/main.cpp -o "$folder/program"
"$cxx" -std=c++20 -O2 -Iinclude -c tests/consumer/main.cpp -o "$folder/object.o" # exceptions on: still none thrown
bad='__cxa_throw|__cxa_allocate|abort|terminate|operator new|operator delete|\bmalloc\b|\bcalloc\b|\bfree\b|__cxa_guard'
found=$(nm -C "$folder/object.o" | grep -E " (U|[tTwWvV]) .*($bad)|_GLOBAL__sub_I" || true)
if [ -n "$found" ]; then
  printf 'the program has symbols that it must not have:\n%s\n' "$found"
  exit 1
fi
