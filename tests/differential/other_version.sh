#!/usr/bin/env bash
# other_version.sh -- random models of other trainers: those of another release of Debian, in a folder of its own.
#
# Usage: other_version.sh RELEASE [ARGUMENTS of run.py...]     (root)
#        RELEASE: bullseye (scikit-learn 0.23), trixie (1.4), sid (1.9, XGBoost 3.3)
#
# The release is put into build/releases/RELEASE by debootstrap, once, with what it has of python3-sklearn, python3-pandas,
# python3-xgboost and python3-imblearn; the program runs there with the libraries that it was linked with here. Nothing is
# mounted; the tests are copied each time. The table is left in build/releases/RELEASE/results.json for tools/dev/exactness.py.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/dev/packages.sh

release=${1:?which release: bullseye, trixie or sid}
shift
need debootstrap
root=$PWD/build/releases/$release
if [ ! -e "$root/complete" ]; then
  rm -rf "$root"
  mkdir -p "$(dirname "$root")"
  debootstrap --variant=minbase --include=python3-sklearn,python3-pandas "$release" "$root"
  for package in python3-xgboost python3-imblearn; do # not every release has them
    chroot "$root" apt-cache show "$package" >/dev/null 2>&1 || continue
    DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -y -q --no-install-recommends "$package"
  done
  touch "$root/complete"
fi

program=build/release/bin/pounce
[ -x "$program" ] || { echo "$0: $program is missing: cmake --preset release && cmake --build build/release --target pounce_program" >&2; exit 1; }
mkdir -p "$root/opt/pounce/lib"
cp "$program" "$root/opt/pounce/program"
loader=
for library in $(ldd "$program" | grep -o '/[^ )]*'); do
  cp -L "$library" "$root/opt/pounce/lib/"
  case $library in */ld-linux*) loader=${library##*/} ;; esac
done
cat >"$root/opt/pounce/pounce" <<END
#!/bin/sh
exec /opt/pounce/lib/$loader --library-path /opt/pounce/lib /opt/pounce/program "\$@"
END
chmod +x "$root/opt/pounce/pounce"
rm -rf "$root/opt/pounce/differential"
cp -r tests/differential "$root/opt/pounce/differential"
exec chroot "$root" python3 -W ignore /opt/pounce/differential/run.py --only sklearn,xgboost --other-version \
  --pounce /opt/pounce/pounce --keep /tmp/differential --json /results.json "$@"
