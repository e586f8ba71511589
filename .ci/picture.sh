#!/usr/bin/env bash
# Makes the pictures of the README from a real Neovim's screen: doc/screen-dark.png, doc/screen-light.png.
set -eu
cd "$(dirname "$0")/.."
nvim=$(.ci/nvim.sh --newest)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for background in dark light; do
  cp tests/drafts/harbour_wire.txt "$folder/harbour.txt"
  "$nvim" --clean -l .ci/screen.lua svg 80 34 $background "$folder/harbour.txt" >"$folder/screen.svg" </dev/null
  rsvg-convert --zoom=2 --output="$folder/screen.png" "$folder/screen.svg"
  pngquant --force --output "doc/screen-$background.png" 64 "$folder/screen.png"
  echo "doc/screen-$background.png"
done
