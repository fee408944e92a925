#!/usr/bin/env bash
# project.sh CMAKE CXX FOLDER source|package|newer -- builds and runs the consumer project.
set -euo pipefail
cmake=$1 cxx=$2 folder=$3 how=$4
rm -rf "$folder"
mkdir -p "$folder"
tests=$(cd "$(dirname "$0")" && pwd)
repo=$(cd "$tests/../.." && pwd)

install_package() {
  "$cmake" -S "$repo" -B "$folder/library" -DCMAKE_CXX_COMPILER="$cxx" \
    -DPOUNCE_TOOLS=OFF -DPOUNCE_TESTS=OFF -DCMAKE_INSTALL_PREFIX="$folder/prefix" >"$folder/log"
  "$cmake" --install "$folder/library" >>"$folder/log"
}
configure() {
  "$cmake" -S "$tests" -B "$folder/build" -DCMAKE_CXX_COMPILER="$cxx" -DCMAKE_PREFIX_PATH="$folder/prefix" "$@"
}

case $how in
source) configure -DPOUNCE_SOURCE="$repo" ;;
package)
  install_package
  configure -DPOUNCE_WANTED=0.1
  ;;
newer)
  install_package
  if configure -DPOUNCE_WANTED=99.0 >"$folder/refusal" 2>&1; then
    echo "version 99.0 was found"
    exit 1
  fi
  grep -q 'requested version "99.0"' "$folder/refusal"
  exit 0
  ;;
esac
"$cmake" --build "$folder/build"
cd "$folder"
said=$(./build/consumer) && exit 1 # there is no model here
[ "$said" = "no such file" ]
