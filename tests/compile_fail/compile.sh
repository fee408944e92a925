#!/usr/bin/env bash
# compile.sh CXX FILE -- the file compiles; with its bad line it does not, and the compiler says what the file expects.
set -uo pipefail
cxx=$1 file=$2
compile() { "$cxx" -std=c++20 -fsyntax-only -Wall -Werror=unused-result -Iinclude "$@" "$file" 2>&1; }
expected=$(sed -n 's|^// expects: ||p' "$file")
if ! said=$(compile); then
  printf 'it does not compile without the bad line either:\n%s\n' "$said"
  exit 1
fi
if said=$(compile -DBAD_LINE); then
  echo 'it compiles with the bad line'
  exit 1
fi
if ! grep -qE -- "$expected" <<<"$said"; then
  printf 'the compiler does not say `%s`:\n%s\n' "$expected" "$said"
  exit 1
fi
