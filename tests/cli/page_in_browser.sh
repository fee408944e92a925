#!/usr/bin/env bash
# page_in_browser.sh POUNCE MODEL ANSWER -- the page of `pounce serve` in headless Chromium: it shows an answer to its sample, and asks nobody else.
# Exit code 77: there is no Chromium.
set -euo pipefail
pounce=$1 model=$2 answer=$3
command -v chromium >/dev/null || { echo 'skipped: there is no chromium'; exit 77; }
work=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
"$pounce" serve "$model" --port 0 >"$work/said" 2>"$work/errors" &
server=$!
for _ in $(seq 100); do
  [ -s "$work/said" ] && break
  sleep 0.1
done
address=$(head -1 "$work/said")
timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
  --disable-component-update --disable-sync --user-data-dir="$work/profile" --virtual-time-budget=5000 --dump-dom "$address" \
  >"$work/page" 2>"$work/browser"
grep -q "<div class=\"answer\">$answer</div>" "$work/page" || {
  echo "the page does not answer $answer, but:"
  sed -n '/id="error"/,/id="time"/p' "$work/page"
  exit 1
}
grep -q 'id="error" class="error" role="alert" hidden' "$work/page" || { echo 'the page shows an error'; exit 1; }
kill -INT "$server"
wait "$server"
