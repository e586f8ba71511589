#!/usr/bin/env bash
# usage: fuzz.sh RUNS PROGRAM...  runs libFuzzer programs on that many inputs made from the test drafts; ends
# with a line "N passed, N failed". An input that fails is kept in build/fuzz-failures/.
set -u
cd "$(dirname "$0")/.." || exit 1
runs=$1
shift
mkdir -p build/fuzz-failures
passed=0 failed=0
for program in "$@"; do
  corpus=$(mktemp -d)
  if output=$("$program" -runs="$runs" -max_len=4096 -timeout=20 -seed=1 -artifact_prefix=build/fuzz-failures/ \
    "$corpus" tests/drafts 2>&1 </dev/null); then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf '%s\n%s: failed\n' "$(tail -n 40 <<<"$output")" "$program"
  fi
  rm -rf "$corpus"
done
printf 'Fuzz targets: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
