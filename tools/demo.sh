#!/usr/bin/env bash
# Shows what pounce does: converts models that scikit-learn has written, answers their rows, puts the answers next
# to scikit-learn's own, and times it. Installs what is missing and builds first.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/dev/packages.sh
need "${build_packages[@]}"

echo '=== building'
mkdir -p build
# Headers of the standard library are precompiled: 2:44 instead of 3:15 minutes on two cores.
if ! { cmake --preset release -DPOUNCE_PRECOMPILE=ON && cmake --build build/release --target pounce_program; } >build/demo.log 2>&1; then
  tail -40 build/demo.log
  exit 1
fi
PATH=$PWD/build/release/bin:$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Answers of both, side by side: the label, the last probability, how far apart the numbers are.
compare() {
  paste -d'\n' "$work/answers.csv" "$1" | awk -F, '
    function far(a, b,  d) { d = a - b; d = d < 0 ? -d : d; b = b < 0 ? -b : b; return b > 1 ? d / b : d }
    NR == 1 { printf "  %5s  %-10s %-22s %-10s %-22s %s\n", "row", "pounce", $NF, "scikit-learn", $NF, "difference" }
    NR <= 2 { next }
    NR % 2 == 1 { for (i = 1; i <= NF; ++i) ours[i] = $i; next }
    { ++rows; equal += ours[1] == $1
      for (i = 2; i <= NF; ++i) { d = far(ours[i], $i); if (d > most) most = d }
      if (rows <= 6) printf "  %5d  %-10s %-22s %-10s %-22s %.1e\n", rows, ours[1], ours[NF], $1, $NF, far(ours[NF], $NF) }
    END { printf "  %d rows: %d labels equal, largest difference of a number %.1e\n", rows, equal, most
          exit !(rows > 0 && equal == rows && most <= 1e-10) }'
}

demonstrate() {
  local folder=tests/golden/models/$1 source
  source=$(echo "$folder"/model.*)
  printf '\n=== %s\n' "$2"
  echo "\$ pounce convert $source -o model.pounce"
  (cd "$work" && pounce convert "$OLDPWD/$source" -o model.pounce) 2>&1 | sed 's/^/  /'
  printf '  %s has %d bytes, model.pounce %d\n' "$(basename "$source")" "$(stat -c %s "$source")" "$(stat -c %s "$work/model.pounce")"
  echo "\$ pounce predict model.pounce $folder/input.csv"
  pounce predict "$work/model.pounce" "$folder/input.csv" -o "$work/answers.csv"
  compare "$folder/expected.csv"
  echo "\$ pounce bench model.pounce $folder/input.csv"
  (cd "$work" && pounce bench model.pounce "$OLDPWD/$folder/input.csv") | sed 's/^/  /'
}

demonstrate scikit-learn-1.4/pipeline_mixed_credit 'a pipeline: imputer, scaler, one-hot encoder, logistic regression (scikit-learn 1.4.2)'
demonstrate scikit-learn-1.2/forest_letter 'a random forest, compressed with xz (scikit-learn 1.2.1)'
