#!/usr/bin/env bash
# A static handler is mapped in two pieces, what is read and what is written, not in four: with each more, mapping a model
# costs more too (bench/README.md). The one with the model in itself has a third. segments.sh PIECES PROGRAM...; exit code 77
# (skipped) for programs that are not static.
set -euo pipefail
wanted=$1
shift
for program in "$@"; do
  headers=$(readelf -lW "$program")
  ! grep -q INTERP <<<"$headers" || exit 77 # the sanitizers' builds
  pieces=$(grep -c '^ *LOAD' <<<"$headers")
  echo "$program: $pieces segments"
  [ "$pieces" -eq "$wanted" ]
done
