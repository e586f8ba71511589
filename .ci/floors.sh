#!/usr/bin/env bash
# usage: floors.sh [--raise] EVAL  checks tests/floors.txt with EVAL/score.py, the scorer beside the labelled
# sets, and ends with a line "N passed, N failed"; each set is scored once. With --raise it then writes into
# the file what was reached less 0.5, where that is more. A minimum "<6" is a maximum: of errors.
set -u
cd "$(dirname "$0")/.." || exit 1
raise=
[ "$1" = --raise ] && { raise=1; shift; }
evaluation=$1
command='build/copydesk analyze --format=jsonl --offsets=codepoint -'
passed=0 failed=0 scored='' new=$(mktemp)
trap 'rm -f "$new"' EXIT
while IFS= read -r line; do
  read -r mode set figure minimum <<<"$line"
  case $mode in '' | '#'*) printf '%s\n' "$line" >>"$new"; continue ;; esac
  if [ "$scored" != "$mode $set" ]; then
    scored="$mode $set"
    figures=$(python3 "$evaluation/score.py" "$mode" "$evaluation/$set" --cmd "$command" 2>&1)
  fi
  value=$(awk -v figure="$figure" '$1 == figure {print $2; exit}' <<<"$figures")
  # Errors count downwards, so that more is always better.
  sign=1
  [ "${minimum#<}" = "$minimum" ] || sign=-1
  bound=${minimum#<}
  if [ -n "$value" ] && awk -v a="$value" -v b="$bound" -v sign=$sign 'BEGIN {exit !(sign * a >= sign * b)}'; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'below its floor: %s on %s: %s, floor %s\n' "$figure" "$set" "${value:-no figure}" "$minimum"
    [ -n "$value" ] || printf '%s\n' "$figures" | tail -n 5
  fi
  bound=$(awk -v a="${value:-$bound}" -v b="$bound" -v sign=$sign 'BEGIN {
    a -= sign * 0.5; print (sign * a > sign * b ? a : b + 0)}')
  [ $sign -eq 1 ] && minimum=$bound || minimum="<$bound"
  printf '%-9s %-38s %-29s %s\n' "$mode" "$set" "$figure" "$minimum" >>"$new"
done <tests/floors.txt
[ -z "$raise" ] || cat "$new" >tests/floors.txt
printf 'Floors: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
