#!/usr/bin/env bash
# plain.sh CXX FOLDER -- the program of the README as one file, with every warning an error, at several levels.
set -euo pipefail
cxx=$1 folder=$2
mkdir -p "$folder"
for level in -O0 -O2; do
  "$cxx" -std=c++20 "$level" -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -Iinclude \
    tests/consumer/main.cpp -o "$folder/program"
done
cd "$folder"
said=$(./program) && exit 1 # there is no model here
[ "$said" = "no such file" ]
