# Sourced by run.sh: brings the other runtimes, once, into a cache; what can not be had is named and left out.

peers=${POUNCE_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/pounce-peers}
ort_version=1.30.0         # npm: onnxruntime-node, which carries libonnxruntime.so.1
ort_headers_version=0.4.9  # npm: com.github.asus4.onnxruntime, which carries the C headers of that library
skipped=()

skip() { skipped+=("$1"); echo "skipped: $1"; }

# try PACKAGE... -- installs Debian packages; fails quietly where that is not possible.
try_packages() {
  local missing=() package
  for package in "$@"; do is_installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" -eq 0 ] || return 1
  echo "installing ${missing[*]}"
  { DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" ||
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"; }; } \
    >/tmp/pounce-apt.log 2>&1
}

# The library and its JavaScript: $peers/node/node_modules. No install script of theirs runs: it would fetch from elsewhere.
fetch_onnxruntime() {
  local library=$peers/node/node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1
  [ "$(uname -m)" = x86_64 ] || return 1
  if [ ! -e "$library" ]; then
    echo "fetching onnxruntime-node $ort_version (114 MB)"
    mkdir -p "$peers/node"
    (cd "$peers/node" && ONNXRUNTIME_NODE_INSTALL=skip timeout 900 npm install --silent --no-audit --no-fund --ignore-scripts \
      --prefix . "onnxruntime-node@$ort_version") || return 1
  fi
  if [ ! -e "$peers/onnxruntime/include/onnxruntime_c_api.h" ]; then
    echo "fetching the headers of ONNX Runtime (150 MB)"
    mkdir -p "$peers/onnxruntime"
    (cd "$peers/onnxruntime" && timeout 900 npm pack --silent "com.github.asus4.onnxruntime@$ort_headers_version" &&
      tar xzf com.github.asus4.onnxruntime-*.tgz --strip-components=6 --wildcards \
        '*/ios-arm64/onnxruntime.framework/Headers/*.h' && rm -f com.github.asus4.onnxruntime-*.tgz &&
      rm -rf include && mv Headers include) >/dev/null || return 1
  fi
  [ -e "$library" ]
}
