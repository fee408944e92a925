#!/usr/bin/env bash
# Opening a path fetches code before it calls the kernel for the first time: fetches.sh HANDLER OBJDUMP. A compiler that takes
# fetching for an effect that nobody sees leaves it out, and only a race would tell.
set -euo pipefail
code=$("$2" -d -C --no-show-raw-insn "$1" | awk '/^[0-9a-f]+ <.*pounce::model::open<.*>\(char const\*\)>:$/ { on = 1 } /^$/ { on = 0 } on')
[ -n "$code" ] || { echo 'no such function'; exit 1; }
before=$(sed '/\(call\|bl\) .*open/q' <<<"$code")
fetches=$(grep -cE 'prefetcht0|prfm' <<<"$before" || true)
echo "$fetches instructions fetch before the file is opened"
[ "$fetches" -gt 0 ]
