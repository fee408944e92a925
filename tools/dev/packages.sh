# Sourced by scripts: Debian packages that are needed, installed if they are missing.

# What the converter and the command line are built from.
build_packages=(g++ cmake ninja-build libxsimd-dev libcli11-dev nlohmann-json3-dev libprotozero-dev zlib1g-dev
  libbz2-dev liblzma-dev liblz4-dev libeigen3-dev libmbedtls-dev libzip-dev doctest-dev)
# What the tests need besides: a second compiler, a second machine, the rules of the house.
test_packages=(openssl clang-14 libclang-rt-14-dev clang-format-14 clang-tidy-14 g++-aarch64-linux-gnu qemu-user-static python3 perl
  python3-sklearn python3-imblearn python3-pandas python3-xgboost python3-onnx libonnx-testdata)
# What the race of cold starts needs (bench/cold/run.sh): trainers, and what draws.
bench_packages=(python3 python3-sklearn python3-joblib python3-pandas python3-xgboost python3-matplotlib)

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# need PACKAGE... -- asks the network only if one is missing.
need() {
  local missing=() package
  for package in "$@"; do is_installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    printf '%s: these packages are missing and only root can install them; run this with sudo, or\n' "$0" >&2
    printf '  sudo apt-get install %s\n' "${missing[*]}" >&2
    exit 3
  fi
  echo "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  if ! { apt-get update -q && apt-get install -y -q --no-install-recommends "${missing[@]}"; } >/tmp/pounce-apt.log 2>&1; then
    tail -20 /tmp/pounce-apt.log >&2
    printf '%s: the packages could not be installed\n' "$0" >&2
    exit 3
  fi
}
