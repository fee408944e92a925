#!/usr/bin/env bash
# The rules of the house that a machine can hold. Run at the root; each rule prints what breaks it, or nothing.
set -u
bad=0
rule() {
    local name=$1 found
    shift
    found=$("$@" 2>/dev/null)
    [ -z "$found" ] || { printf 'broken: %s\n%s\n\n' "$name" "$found"; bad=1; }
}
sources() { find include tests bench tools \( -name '*.hpp' -o -name '*.cpp' -o -name '*.inl' \) 2>/dev/null; }
# What the compiler sees: file:line:code, without comments.
code()    { grep -rnE --include='*.hpp' --include='*.cpp' --include='*.inl' "$@" | grep -vE '^[^:]+:[0-9]+:[[:space:]]*//'; }

# Macros are undone where they are made: the seam that compiles kernels once an instruction set.
macros()    { for f in $(grep -rlE '^[[:space:]]*#[[:space:]]*define' include); do
                  comm -23 <(sed -nE 's/^ *# *define +([A-Za-z0-9_]+).*/\1/p' "$f" | sort -u) \
                           <(sed -nE 's/^ *# *undef +([A-Za-z0-9_]+).*/\1/p' "$f" | sort -u) | sed "s|^|$f: |"; done; }
title()     { for f in $(cd include && find pounce -name '*.hpp' -o -name '*.inl'); do
                  head -1 "include/$f" | grep -qF "// $f -- " || echo "include/$f"; done
              for f in $(cd tools && find cli convert package serve -name '*.hpp' -o -name '*.cpp'); do
                  head -1 "tools/$f" | grep -qF "// $f -- " || echo "tools/$f"; done; }
size()      { sources | xargs wc -l | awk '$2 != "total" && $1 > 300'; }
drawers()   { find include tests bench tools | grep -iE '(util|helper|common|misc|manager|impl)[^/]*$'; }
mirror()    { comm -23 <(cd include/pounce && find . -name '*.hpp' | sed 's/hpp$//' | sort) \
                       <(cd tests/pounce && find . -name '*.cpp' | sed 's/cpp$//' | sort) |
                  grep -vxE './(pounce|version|kernels/simd_[a-z0-9]+)\.'; }
doors()     { grep -rlE '#include <xsimd/' include | grep -vx 'include/pounce/kernels/simd.hpp'
              grep -rlE '#include <Eigen/' include | grep -vx 'include/pounce/eigen.hpp'
              grep -rlE '#include <(sys/|unistd|fcntl|netdb|arpa|windows)' include | grep -vE '^include/pounce/(io/|serve/|core/processor.hpp)'
              grep -rlE --include='*.?pp' '#include <nlohmann/' include tools | grep -vE '^tools/convert/syntax/(json|ubjson)/'; }
# model.inl and kernels lay typed rows into scratch memory; open.hpp and mapped_file.hpp look at an address.
casts()     { code 'reinterpret_cast' include tools |
                  grep -vE '^include/pounce/(format/load.hpp|io/|model.inl|view/open.hpp|kernels/)'; }
ascii()     { sources | xargs grep -nP '[^\x00-\x7F]'; }
quiet()     { code '\b(throw|abort|terminate|exit|printf|cout|cerr)\b' include | grep -v '^include/pounce/serve/'; }
lean()      { code '\b(new|malloc|make_unique|make_shared|std::(vector|string|map|unordered_map|function))\b' include |
                  grep -v '^include/pounce/serve/'; }
virtuals()  { code '\b(virtual|shared_ptr|dynamic_cast|thread_local)\b' include; }
shapes()    { grep -rnE '^ +std::span<[^>]*> [a-z_]+;' include/pounce | grep -v '// ('; }
codes()     { perl -0ne 's{//[^\n]*}{}g; print join "\n", $1 =~ /\b[a-z]\w*/g if /enum class errc[^{]*\{(.*?)\}/s' \
                  include/pounce/core/error.hpp | while read -r c || [ -n "$c" ]; do
                  grep -rqE "errc::$c\b" tests || echo "errc::$c"; done; }
getters()   { code '\b[gs]et_[a-z_]+\(' include; }
locales()   { code '\b(strtod|strtof|atof|stod|stof|stringstream)\b' include tools; }
todos()     { sources | xargs grep -nE 'TODO|FIXME|XXX' | grep -vE 'TODO\(#[0-9]+\)|XXXXXX'; }
sentences() { grep -rnE 'TEST_CASE\("' tests | grep -E 'TEST_CASE\("(test_|[^ "]*")'; }

rule 'a macro is undefined where it was defined' macros
rule 'a file begins with its path and purpose'  title
rule 'a file has at most 300 lines'             size
rule 'a name says the thing, not its kind'      drawers
rule 'a header has a test at the same path'     mirror
rule 'third parties stay behind one door'       doors
rule 'bytes become structs in format/load.hpp'  casts
rule 'source is ASCII'                          ascii
rule 'the library never throws, stops or prints' quiet
rule 'the library does not allocate'            lean
rule 'no virtual, no shared or hidden state'    virtuals
rule 'a span says its shape'                    shapes
rule 'a test makes every error code'            codes
rule 'observers are nouns'                      getters
rule 'numbers are read without a locale'        locales
rule 'a TODO names its issue'                   todos
rule 'a test name is a sentence'                sentences
rule 'includes flow one way'                    python3 "$(dirname "$0")/layers.py" .
exit $bad
