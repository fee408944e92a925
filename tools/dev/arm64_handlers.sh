#!/usr/bin/env bash
# Builds the stock handlers for AWS's Graviton, where `pounce package --arch arm64` finds them: build/arm64/libexec.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/dev/packages.sh
need "${build_packages[@]}" g++-aarch64-linux-gnu qemu-user-static
targets=(pounce_handler pounce_embedded_handler)
if bash tools/dev/mbedtls_arm64.sh build/arm64/debian; then
  targets+=(pounce_fetch_handler)
else
  echo 'only the handlers with their model in the package are built, not the one that fetches it' >&2
fi
cmake --preset arm64 >build/arm64.log || { tail -20 build/arm64.log; exit 1; }
cmake --build build/arm64 --target "${targets[@]}"
