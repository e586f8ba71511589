#!/usr/bin/env bash
# Opens a draft of the project's own with everything on, in a copy, so that marks and edits stay out of the
# project. Without a terminal it prints the screen that would be shown and the list of claims.
set -eu
cd "$(dirname "$0")/.."
nvim=$(.ci/nvim.sh --newest)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp tests/drafts/harbour_wire.txt "$folder/harbour.txt"
if [ -t 0 ] && [ -t 1 ]; then
  "$nvim" --clean -u .ci/demo.lua "$folder/harbour.txt"
else
  "$nvim" --clean -l .ci/screen.lua text 80 30 dark "$folder/harbour.txt" </dev/null
fi
