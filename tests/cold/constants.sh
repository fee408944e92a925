#!/usr/bin/env bash
# In a static handler the table of libm's exp lies beside pounce's own constants, so that one page fault, which brings 64 KiB,
# brings both: constants.sh HANDLER. Exit code 77 (skipped) where the C library has no such table.
set -euo pipefail
symbols=$(nm -C "$1")
address() { awk -v name="$1" '{ n = $0; sub(/^[^ ]* . /, "", n) } n == name { print $1 }' <<<"$symbols"; }
table=$(address __exp_data)
own=$(address pounce::format::known_sections)
[ -n "$table" ] || exit 77
between=$((16#$table - 16#$own))
echo "$between bytes from pounce's constants to the table of exp"
[ "${between#-}" -lt 65536 ]
