#!/usr/bin/env bash
# usage: test-lua.sh [BUSTED OPTION | SPEC]...  runs the Lua specs in every Neovim that nvim.sh names; each
# run ends with its line "N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 1
commands=$(.ci/nvim.sh) || exit 1
status=0
while read -r nvim; do
  # A temporary folder of its own: what a spec leaves behind goes with it.
  folder=$(mktemp -d)
  TMPDIR=$folder timeout --kill-after=10 "${COPYDESK_TEST_SECONDS:-600}" \
    "$nvim" --clean -l tests/lua/run.lua "$@" </dev/null 2>&1 || status=1
  echo
  rm -rf "$folder"
done <<<"$commands"
exit $status
