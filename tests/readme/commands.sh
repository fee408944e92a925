#!/usr/bin/env bash
# commands.sh POUNCE -- every command and every flag that the README shows is one of the program's.
set -euo pipefail
pounce=$1
commands=$(awk '/^```/ { inside = !inside; next } inside && /^pounce / { sub(/ +#.*/, ""); print }' README.md)
[ -n "$commands" ] || { echo 'README.md shows no command'; exit 1; }
while read -r _ command arguments; do
  help=$("$pounce" "$command" --help)
  for argument in $arguments; do
    case $argument in
    -*) grep -qE -- "(^| |,)$argument( |,|\$)" <<<"$help" || { echo "pounce $command has no $argument"; exit 1; } ;;
    esac
  done
done <<<"$commands"
