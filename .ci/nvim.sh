#!/usr/bin/env bash
# usage: nvim.sh [--newest]  prints the commands of the Neovims to use, oldest first, one a line.
# On Debian these are private ones, 0.10 and a newer one, from Debian's own packages of later suites, kept in
# the user's cache folder with their own C library and loader; the system stays as it is. Elsewhere it is
# the installed one, which has to be 0.10 or later; with --newest an installed one that is new enough is
# preferred. The mirror is the one that apt is set up with.
set -euo pipefail

cache=${XDG_CACHE_HOME:-$HOME/.cache}/copydesk
suites='trixie forky'  # 0.10 and 0.12 or later

say() { printf '%s\n' "$*" >&2; }

installed() {  # the installed Neovim, if it is new enough
  command -v nvim >/dev/null 2>&1 || return 1
  local version
  version=$(nvim --version 2>/dev/null | sed -nE '1s/^NVIM v([0-9]+)\.([0-9]+).*/\1 \2/p')
  # shellcheck disable=SC2086 # two words
  set -- $version
  [ $# -eq 2 ] && { [ "$1" -gt 0 ] || [ "$2" -ge 10 ]; } && command -v nvim
}

mirrors() {  # Debian mirrors that apt is set up with
  {
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 2>/dev/null
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null
  } | grep -v -e security -e '-updates' | awk '!seen[$0]++' || true
}

# Unpacks a package of a suite with all that it depends on into a folder.
unpack() {  # mirror suite folder package
  local state=$3.apt keys key=''
  rm -rf "$state"
  mkdir -p "$state"/{lists/partial,cache/archives/partial,sources,log}
  : >"$state/status"
  for keys in /usr/share/keyrings/debian-archive-keyring.{gpg,pgp}; do
    [ -e "$keys" ] && key=" [signed-by=$keys]"
  done
  printf 'deb%s %s %s main\n' "$key" "$1" "$2" >"$state/sources/suite.list"
  # A mirror that lags behind serves as well: what it has is still signed.
  local apt=(apt-get -o Acquire::Check-Valid-Until=false -q -o Dir::State="$state" -o Dir::State::status="$state/status"
    -o Dir::State::lists="$state/lists" -o Dir::Cache="$state/cache" -o Dir::Log="$state/log"
    -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$state/sources"
    -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null
    -o APT::Install-Recommends=false -o APT::Install-Suggests=false -o Debug::NoLocking=true
    -o Acquire::Languages=none -o Acquire::Retries=3 -o APT::Sandbox::User="$(id -un)"
    -o APT::Keep-Downloaded-Packages=true -o Binary::apt-get::APT::Keep-Downloaded-Packages=true)
  if ! { "${apt[@]}" update && "${apt[@]}" -y --download-only install "$4"; } \
    >"$state/log/all" 2>&1 </dev/null; then
    tail -n 5 "$state/log/all" >&2
    rm -rf "$state"
    return 1
  fi
  local archive
  for archive in "$state"/cache/archives/*.deb; do dpkg-deb -x "$archive" "$3"; done
  rm -rf "$state" "$3/usr/share/doc" "$3/usr/share/locale" "$3/usr/share/man"
}

private() {  # makes, if need be, the private Neovim of a suite
  local suite=$1 folder=$cache/nvim-$1 new=$cache/nvim-$1.new mirror
  [ -x "$folder/nvim" ] && return 0
  command -v patchelf >/dev/null 2>&1 || install_patchelf || return 1
  mkdir -p "$cache"
  exec 9>"$cache/lock"
  flock 9
  [ -x "$folder/nvim" ] && return 0
  say "bringing a private Neovim of Debian $suite into $cache (about 55 MB)"
  for mirror in $(mirrors); do
    rm -rf "$new" "$folder"
    mkdir -p "$new"
    unpack "$mirror" "$suite" "$new" neovim || continue
    mv "$new" "$folder"
    finish "$folder" && return 0
  done
  rm -rf "$new"
  say "no private Neovim of Debian $suite: none of apt's mirrors has it"
  return 1
}

install_patchelf() {
  local root=
  [ "$(id -u)" -eq 0 ] || root=sudo
  say "missing: patchelf: ${root:+sudo }apt-get install -y patchelf"
  { $root apt-get -q update && $root apt-get install -y --no-install-recommends patchelf; } >/dev/null 2>&1 </dev/null
}

finish() {  # lets the unpacked Neovim use its own loader and libraries
  local folder=$1 binary=$1/usr/bin/nvim loader libraries
  loader=$(find "$folder/usr" "$folder/lib"* -name "$(basename "$(patchelf --print-interpreter "$binary")")" \
    2>/dev/null | head -n 1)
  libraries=$(dirname "$(find "$folder/usr" -name 'libluajit-5.1.so.2' | head -n 1)")
  patchelf --set-interpreter "$loader" --force-rpath --set-rpath "$libraries:$folder/usr/lib:$(dirname "$loader")" \
    "$binary"
  printf '#!/bin/sh\nVIMRUNTIME=%s/usr/share/nvim/runtime exec %s "$@"\n' "$folder" "$binary" >"$folder/nvim.new"
  chmod +x "$folder/nvim.new"
  "$folder/nvim.new" --version >/dev/null && mv "$folder/nvim.new" "$folder/nvim"
}

debian=
[ -e /etc/debian_version ] && grep -qx 'ID=debian' /etc/os-release 2>/dev/null && debian=1

if [ "${1:-}" = --newest ]; then
  installed && exit 0
  for suite in ${debian:+$(tac -s ' ' <<<"$suites ")}; do
    private "$suite" && { echo "$cache/nvim-$suite/nvim"; exit 0; }
  done
else
  found=
  for suite in ${debian:+$suites}; do
    private "$suite" && { echo "$cache/nvim-$suite/nvim"; found=1; }
  done
  [ -n "$found" ] && exit 0
  installed && exit 0
fi
say 'missing: Neovim 0.10 or later: install it from your packages'
exit 1
