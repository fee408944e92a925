#!/usr/bin/env bash
# compare.sh CXX FOLDER -- compiles one program part for the baseline and for AVX2, links both, and compares the
# code of every pounce function that both objects hold: the linker keeps one of the two, and a machine without
# AVX2 must be able to run it.
set -euo pipefail
cxx=$1 folder=$2
mkdir -p "$folder"
case $("$cxx" -dumpmachine) in
x86_64*) modern=(-mavx2 -mfma) ;;
aarch64*) modern=(-march=armv8.2-a+sve) ;;
*) echo 'no flags known for this machine'; exit 1 ;;
esac
compile() { "$cxx" -std=c++20 -O2 -Iinclude "$@"; }
compile -DENTRY=predict_baseline -c tests/arch/predict.cpp -o "$folder/baseline.o"
compile "${modern[@]}" -DENTRY=predict_modern -c tests/arch/predict.cpp -o "$folder/modern.o"
compile tests/arch/main.cpp "$folder/baseline.o" "$folder/modern.o" -o "$folder/program"
"$folder/program"

# Each weak function with its instructions, one a line; addresses and padding left out.
functions() {
  objdump -dr --no-show-raw-insn --no-addresses "$1" | awk '
    /^<.*>:$/ { name = $0; next }
    /^$/      { name = ""; next }
    name ~ /pounce/ { gsub(/[ \t]+/, " "); if ($0 !~ / nop|xchg %ax,%ax/) code[name] = code[name] "|" $0 }
    END { for (n in code) print n code[n] }' | sort
}
functions "$folder/baseline.o" >"$folder/baseline.txt"
functions "$folder/modern.o" >"$folder/modern.txt"
shared=$(join -t'|' -j1 -o 0 <(cut -d'|' -f1 "$folder/baseline.txt" | sort -u) <(cut -d'|' -f1 "$folder/modern.txt" | sort -u))
differing=$(comm -13 <(comm -12 "$folder/baseline.txt" "$folder/modern.txt" | cut -d'|' -f1 | sort -u) <(sort -u <<<"$shared"))
if [ -n "$differing" ]; then
  echo 'functions that both objects hold with different code:'
  tr -d '<>:' <<<"$differing" | c++filt
  exit 1
fi
