#!/usr/bin/env bash
# usage: floors.sh EVAL  checks tests/floors.txt with EVAL/score.py, the scorer beside the labelled sets; ends
# with a line "N passed, N failed". Each set is scored once.
set -u
cd "$(dirname "$0")/.." || exit 1
evaluation=$1
command='build/copydesk analyze --format=jsonl --offsets=codepoint -'
passed=0 failed=0 scored=
while read -r mode set figure minimum; do
  case $mode in '' | '#'*) continue ;; esac
  if [ "$scored" != "$mode $set" ]; then
    scored="$mode $set"
    figures=$(python3 "$evaluation/score.py" "$mode" "$evaluation/$set" --cmd "$command" 2>&1)
  fi
  value=$(awk -v figure="$figure" '$1 == figure {print $2; exit}' <<<"$figures")
  if [ -n "$value" ] && awk -v a="$value" -v b="$minimum" 'BEGIN {exit !(a + 0 >= b + 0)}'; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'below its floor: %s on %s: %s, floor %s\n' "$figure" "$set" "${value:-no figure}" "$minimum"
    [ -n "$value" ] || printf '%s\n' "$figures" | tail -n 5
  fi
done <tests/floors.txt
printf 'Floors: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
