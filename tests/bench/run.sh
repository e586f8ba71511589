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
measure() {  # name input command...
  local name=$1 input=$2 start end bytes peak
  shift 2
  bytes=$(wc -c <"$input")
  start=$(date +%s.%N)
  "$@" <"$input" >"$folder/output" & local child=$!
  peak=0
  while kill -0 $child 2>/dev/null; do
    now=$(awk '/^VmHWM/ {print $2}' "/proc/$child/status" 2>/dev/null)
    peak=${now:-$peak}
    sleep 0.05
  done
  wait $child || echo "$name: failed"
  end=$(date +%s.%N)
  awk -v name="$name" -v bytes="$bytes" -v start="$start" -v end="$end" -v peak="$peak" 'BEGIN {
    printf "%-58s %.2f MB/s, %.0f s, peak memory %.0f MB (bar 3 MB/s)\n", name, bytes / 1e6 / (end - start), end - start, peak / 1e3 }'
}
measure 'analyze --format=jsonl, articles' "$folder/archive.jsonl" build/copydesk analyze --format=jsonl -

nvim=$(.ci/nvim.sh --newest) || exit 1
echo "-- in $("$nvim" --version | head -n 1)"
TMPDIR=$folder "$nvim" --clean -l tests/bench/editor.lua "$core_bench" "${drafts[@]}"
