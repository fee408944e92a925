#!/usr/bin/env bash
# format.sh [--check] [CLANG_FORMAT] -- lays out every source file, or says which is not laid out. At the root.
set -euo pipefail
how=(-i)
if [ "${1:-}" = --check ]; then
  how=(--dry-run --Werror)
  shift
fi
# The consumer's program is README.md's, with its comments in line.
find include tools tests bench \( -name '*.hpp' -o -name '*.cpp' -o -name '*.inl' \) -not -path tests/consumer/main.cpp -print0 |
  xargs -0 "${1:-clang-format}" "${how[@]}"
