#!/usr/bin/env bash
# usage: test-c.sh PROGRAM...  runs cmocka programs, shows the output of those that fail, and ends with
# a line "N passed, N failed". A program that dies counts as one failure.
set -u
passed=0 failed=0
for program in "$@"; do
  output=$("$program" 2>&1 </dev/null)
  status=$?
  good=$(grep -oE '^\[  PASSED  \] [0-9]+ test' <<<"$output" | grep -oE '[0-9]+' | awk '{n += $1} END {print n + 0}')
  bad=$(grep -E '^\[  FAILED  \] [^0-9]' <<<"$output" | sort -u | wc -l)
  if [ "$status" -ne 0 ]; then
    printf '%s\n' "$output" | tail -n 60
    printf '%s: exit status %d\n' "$program" "$status"
    [ "$bad" -eq 0 ] && bad=1
  fi
  passed=$((passed + ${good:-0})) failed=$((failed + bad))
done
printf 'C tests: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
