#!/usr/bin/env bash
# Runs every test there is: the release build by g++, clang's with both sanitizers, AArch64 under qemu, the rules of
# the house.
# Installs what is missing. Ends with ctest's own summary; its exit code is that of the whole.
set -uo pipefail
cd "$(dirname "$0")/.."
. tools/dev/packages.sh
need "${build_packages[@]}" "${test_packages[@]}"

bash tools/dev/mbedtls_arm64.sh build/arm64/debian || echo "=== so the handler for arm64 that fetches its model is not tested"

legs=(release asan arm64)
failed=0
for leg in "${legs[@]}"; do
  started=$SECONDS
  # As tools/demo.sh builds it, so that neither throws away what the other has built.
  options=()
  [ "$leg" != release ] || options=(-DPOUNCE_PRECOMPILE=ON)
  echo "=== building $leg"
  mkdir -p build
  if ! { cmake --preset "$leg" "${options[@]}" >"build/$leg.log" && cmake --build --preset "$leg" -- -k 0 >>"build/$leg.log"; }; then
    grep -A 12 -E 'error:|FAILED:|CMake Error' "build/$leg.log" | head -200
    echo "=== $leg does not build: see build/$leg.log"
    failed=1
  fi
  echo "=== $leg: $((SECONDS - started)) s"
done
cmake --preset tidy >build/tidy.log || failed=1

# One run over all builds, so that there is one summary.
{
  printf 'subdirs(%s)\n' "${legs[*]}"
  printf 'add_test("house/clang-tidy" cmake --build --preset tidy)\n'
  printf 'set_tests_properties("house/clang-tidy" PROPERTIES WORKING_DIRECTORY "%s" LABELS house TIMEOUT 1800 PROCESSORS 2)\n' "$PWD"
} >build/CTestTestfile.cmake
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
ctest --test-dir build --parallel "$(nproc)" --output-on-failure --no-tests=error --timeout 900 || failed=1
exit $failed
