#!/usr/bin/env bash
# The race of cold starts: fresh processes of pounce, ONNX Runtime, XGBoost and scikit-learn answer the same rows with the same
# models, by turns; the figures and pictures go to bench/results. Installs what is missing, names what it can not have.
#
#   bench/cold/run.sh [--seconds N] [--conditions warm,dropped,throttled,slow]      240 seconds: eleven minutes in all
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/dev/packages.sh
. bench/cold/peers.sh
need "${build_packages[@]}" "${bench_packages[@]}"

build=$PWD/build/cold
models=$build/models
mkdir -p "$build"
quietly() { "$@" >"$build/log" 2>&1 || { tail -40 "$build/log"; exit 1; }; }
# program FILE ARGUMENT...: compiles it and copies it into place, as a package's files are: each page fault of a program that a linker
# has written piece by piece takes longer (bench/README.md).
program() {
  quietly g++ -std=c++20 -O2 -Ibench/cold/contenders -Iinclude -Itools "${@:2}" -o "$1.linked"
  cp "$1.linked" "$1.copied"
  mv "$1.copied" "$1"
  rm "$1.linked"
}

echo '=== the other runtimes'
packages= xgboost=
command -v npm >/dev/null || try_packages nodejs npm || true
if command -v npm >/dev/null && fetch_onnxruntime; then packages=$peers/node/node_modules; fi
[ -n "$packages" ] || skip 'ONNX Runtime (C++, Node.js): npm or its packages are out of reach'
[ -z "$packages" ] || command -v node >/dev/null || skip 'ONNX Runtime Node.js: no node'
if try_packages libxgboost-dev; then xgboost=$(ls /usr/lib/*/libxgboost.so.0 | head -1); else skip 'XGBoost C API: libxgboost-dev is out of reach'; fi

echo '=== building'
quietly cmake --preset release
quietly cmake --build build/release --target pounce_program
# As the README says for a handler of one's own.
own_handler() { program "$1" -static -Wl,-u,exp,-u,expf,-lm "${@:2}" -Wl,-lm,-z,noseparate-code; }
program "$build/start" -static bench/cold/start.cpp
program "$build/mapping" -static bench/cold/mapping.cpp
program "$build/empty" -static bench/cold/contenders/empty.cpp -Wl,-z,noseparate-code
own_handler "$build/pounce_static" bench/cold/contenders/pounce.cpp
program "$build/pounce_dynamic" bench/cold/contenders/pounce.cpp
if [ -d tools/serve/handler ]; then
  program "$build/start_function" -static bench/cold/start_function.cpp
  quietly cmake --build build/release --target pounce_handler
  cp build/release/libexec/pounce/*/handler "$build/handler"
fi
[ -z "$packages" ] || program "$build/onnxruntime" -I"$peers/onnxruntime/include" bench/cold/contenders/onnxruntime.cpp
[ -z "$xgboost" ] || program "$build/xgboost" bench/cold/contenders/xgboost.cpp

echo '=== training (once)'
/usr/bin/python3 -W ignore bench/cold/models.py "$models"
for folder in "$models"/*/; do
  name=$(basename "$folder")
  quietly build/release/bin/pounce convert "$folder/model.joblib" -o "$folder/model.pounce"
  quietly build/release/bin/pounce embed "$folder/model.pounce" -o "$folder/embedded_model.hpp"
  own_handler "$folder/pounce_embedded" -DPOUNCE_EMBEDDED -I"$folder" bench/cold/contenders/pounce.cpp
  if [ -e "$build/handler" ]; then
    quietly build/release/bin/pounce package "$folder/model.pounce" --for google-cloud --embed -o "$folder/packed"
  fi
  if [ -n "$packages" ] && [ ! -e "$folder/model.optimized.onnx" ]; then
    texts=$(grep -o '"texts": [0-9]*' "$folder/about.json" | grep -o '[0-9]*$' || echo 0)
    quietly "$build/onnxruntime" "$packages/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1" "$folder/model.onnx" \
      "$texts" "$folder/model.optimized.onnx"
  fi
  echo "$name: $(stat -c %s "$folder/model.joblib") bytes by joblib, $(stat -c %s "$folder/model.onnx") as ONNX," \
    "$(stat -c %s "$folder/model.pounce") with pounce"
done

echo '=== racing'
arguments=()
for reason in "${skipped[@]}"; do arguments+=(--skipped "$reason"); done
/usr/bin/python3 bench/cold/race.py --build "$build" --models "$models" --packages "$packages" --xgboost "$xgboost" \
  --out "$build/results.json" "${arguments[@]}" "$@"

echo '=== the report'
/usr/bin/python3 bench/cold/report.py "$build/results.json" bench/results --plots
