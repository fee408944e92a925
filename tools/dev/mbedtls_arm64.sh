#!/usr/bin/env bash
# mbedtls_arm64.sh FOLDER -- Debian's static mbedtls for AArch64, unpacked there: what the fetching handler for arm64 is
# linked with. Asks apt with lists of its own, so that this system gets no second architecture, and needs no root.
set -euo pipefail
folder=$1
[ -f "$folder/usr/lib/aarch64-linux-gnu/libmbedtls.a" ] && exit 0
mkdir -p "$folder/apt/state/lists/partial" "$folder/apt/cache/archives/partial"
cd "$folder"
here=$PWD
options=(-q -o "Dir::State=$here/apt/state" -o "Dir::State::status=/dev/null" -o "Dir::Cache=$here/apt/cache"
  -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User=root
  -o Acquire::Languages=none -o Acquire::Retries=2)
if ! { apt-get "${options[@]}" update && apt-get "${options[@]}" download libmbedtls-dev; } >apt/log 2>&1; then
  tail -5 apt/log >&2
  printf '%s: Debian'"'"'s libmbedtls-dev for arm64 can not be had here\n' "$0" >&2
  exit 3
fi
dpkg-deb -x libmbedtls-dev_*_arm64.deb .
rm -rf apt libmbedtls-dev_*_arm64.deb
