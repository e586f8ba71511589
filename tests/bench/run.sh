#!/usr/bin/env bash
# usage: run.sh CORE_BENCH  prints the figures of speed and memory: the core alone, the command line, and the
# plugin in the newest Neovim at hand. Needs a quiet machine; nothing of it is a test.
set -u
cd "$(dirname "$0")/../.." || exit 1
core_bench=$1
drafts=(tests/drafts/*.txt tests/drafts/*.md)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

echo '-- the core alone'
"$core_bench" "${drafts[@]}" || exit 1

echo '-- the command line, one thread, everything on'
"$core_bench" --text 20000000 "${drafts[@]}" >"$folder/long.txt" || exit 1
# An archive: 4,000-byte articles as JSON lines.
awk 'BEGIN { size = 0; text = "" }
  { gsub(/[\\"]/, "\\\\&"); gsub(/[\t\r]/, " "); text = text $0 "\\n"; size += length($0)
    if (size > 4000) { printf "{\"id\": \"%d\", \"text\": \"%s\"}\n", NR, text; text = ""; size = 0 } }' \
  "$folder/long.txt" >"$folder/archive.jsonl"
measure() {  # name input command...: processor time and the most memory it had at once
  local name=$1 input=$2 peak=0 now used
  shift 2
  TIMEFORMAT='%U %S'
  { time "$@" <"$input" >"$folder/output"; } 2>"$folder/time" &
  while kill -0 $! 2>/dev/null; do
    # The command is the child of the shell that times it.
    now=$(awk '/^VmHWM/ {print $2}' "/proc/$(pgrep -P $! | head -n 1)/status" 2>/dev/null)
    peak=${now:-$peak}
    sleep 0.1
  done
  wait $! || echo "$name: failed"
  used=$(tail -n 1 "$folder/time")
  awk -v name="$name" -v bytes="$(wc -c <"$input")" -v used="$used" -v peak="$peak" 'BEGIN {
    split(used, part, " "); seconds = part[1] + part[2]
    printf "%-58s %.2f MB/s, %.1f s, peak memory %.0f MB (bar 3 MB/s)\n", name, bytes / 1e6 / seconds, seconds, peak / 1e3 }'
}
measure 'analyze --format=jsonl, articles' "$folder/archive.jsonl" build/copydesk analyze --format=jsonl -

nvim=$(.ci/nvim.sh --newest) || exit 1
echo "-- in $("$nvim" --version | head -n 1)"
TMPDIR=$folder "$nvim" --clean -l tests/bench/editor.lua "$core_bench" "${drafts[@]}"
