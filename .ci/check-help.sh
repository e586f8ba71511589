#!/usr/bin/env bash
# Fails if the help's section on options is not what lua/copydesk/config.lua makes of its schema.
set -eu
cd "$(dirname "$0")/.."
nvim=$(.ci/nvim.sh --newest)
"$nvim" --clean -l tests/lua/helpers/help.lua --check
