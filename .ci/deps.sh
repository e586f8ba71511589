#!/usr/bin/env bash
# usage: deps.sh [--check] GROUP...  installs what is missing of the groups (build, test, lint, picture,
# score) with the machine's package manager; says nothing if nothing is missing. With --check it only names
# each missing thing in one line with the command that gets it, and exits 1 if there is any.
set -u
cd "$(dirname "$0")/.." || exit 1

check_only=
[ "${1:-}" = --check ] && { check_only=1; shift; }
[ $# -gt 0 ] || set -- build test lint

has() { command -v "$1" >/dev/null 2>&1; }
library() { has pkg-config && pkg-config --exists "$1" 2>/dev/null; }
lua_headers() { library luajit || library lua5.1 || library lua-5.1; }
busted() {
  local prefix
  for prefix in /usr /usr/local /opt/homebrew; do
    [ -e $prefix/share/lua/5.1/busted/runner.lua ] && return 0
  done
  return 1
}
cmocka_header() {  # cmocka.h wants these before it
  printf '#include <%s>\n' stdarg.h stddef.h stdint.h setjmp.h cmocka.h \
    | cc -x c -fsyntax-only - 2>/dev/null
}
clang_fuzzer() {
  local folder
  [ "$(uname -s)" = Darwin ] && return 0  # comes with clang
  folder=$(clang -print-resource-dir 2>/dev/null) && [ -n "$(find "$folder/" -name 'libclang_rt.fuzzer*' -print -quit)" ]
}
valgrind_or_mac() { has valgrind || [ "$(uname -s)" = Darwin ]; }  # there is none for it
# Debian's own is brought by nvim.sh.
new_neovim() { grep -qx 'ID=debian' /etc/os-release 2>/dev/null || .ci/nvim.sh >/dev/null 2>&1; }
sans_mono() { has fc-list && fc-list | grep -qi 'dejavu.*mono'; }

# group | what it is | how to see that it is there | apt | dnf | pacman | brew
# "-": the manager has no package; rock:NAME: luarocks has it; run:COMMAND: another command brings it.
table='
build  |C compiler            |has cc                       |gcc libc6-dev    |gcc                        |gcc           |run:xcode-select --install
build  |make                  |has make                     |make             |make                       |make          |make
build  |pkg-config            |has pkg-config               |pkg-config       |pkgconf-pkg-config         |pkgconf       |pkgconf
build  |libtree-sitter        |library tree-sitter          |libtree-sitter-dev|libtree-sitter-devel      |tree-sitter   |tree-sitter
build  |PCRE2                 |library libpcre2-8           |libpcre2-dev     |pcre2-devel pcre2-static   |pcre2         |pcre2
build  |LuaJIT headers        |lua_headers                  |libluajit-5.1-dev|luajit-devel               |luajit        |luajit
test   |clang                 |has clang                    |clang            |clang                      |clang         |run:xcode-select --install
test   |fuzzer of clang       |clang_fuzzer                 |libclang-rt-dev  |compiler-rt                |compiler-rt   |-
test   |cmocka                |cmocka_header                |libcmocka-dev    |libcmocka-devel            |cmocka        |cmocka
test   |busted for Lua 5.1    |busted                       |lua-busted       |rock:busted                |lua51-busted  |rock:busted
test   |valgrind              |valgrind_or_mac              |valgrind         |valgrind                   |valgrind      |-
test   |Neovim 0.10 or later  |new_neovim                   |neovim           |neovim                     |neovim        |neovim
lint   |clang-format          |has clang-format             |clang-format     |clang-tools-extra          |clang         |clang-format
lint   |cppcheck              |has cppcheck                 |cppcheck         |cppcheck                   |cppcheck      |cppcheck
lint   |luacheck              |has luacheck                 |lua-check        |luacheck                   |luacheck      |luacheck
lint   |shellcheck            |has shellcheck               |shellcheck       |ShellCheck                 |shellcheck    |shellcheck
picture|rsvg-convert          |has rsvg-convert             |librsvg2-bin     |librsvg2-tools             |librsvg       |librsvg
picture|pngquant              |has pngquant                 |pngquant         |pngquant                   |pngquant      |pngquant
picture|DejaVu Sans Mono      |sans_mono                    |fonts-dejavu-core fontconfig|dejavu-sans-mono-fonts fontconfig|ttf-dejavu fontconfig|-
score  |python3               |has python3                  |python3          |python3                    |python        |python3
'

if has apt-get; then column=4 install='apt-get install -y --no-install-recommends'
elif has dnf; then column=5 install='dnf install -y'
elif has pacman; then column=6 install='pacman -S --needed --noconfirm'
elif has brew; then column=7 install='brew install'
else column=0 install=
fi
root=
[ "$(id -u)" -ne 0 ] && [ "${install%% *}" != brew ] && root='sudo '

missing() {  # prints "what|packages" of each missing thing of the groups named
  local group what check apt dnf pacman brew field
  while IFS='|' read -r group what check apt dnf pacman brew; do
    group=${group%% *}
    [ -n "$group" ] || continue
    case " $* " in *" $group "*) ;; *) continue ;; esac
    what=$(sed 's/ *$//' <<<"$what")
    $check && continue
    case $column in 4) field=$apt ;; 5) field=$dnf ;; 6) field=$pacman ;; 7) field=$brew ;; *) field=- ;; esac
    printf '%s|%s\n' "$what" "$(sed 's/ *$//; s/^ *//' <<<"$field")"
  done <<<"$table"
}

command_for() {  # the command that gets these packages
  case $1 in
    -) printf 'no package known here: install it by hand' ;;
    run:*) printf '%s' "${1#run:}" ;;
    rock:*) printf '%sluarocks --lua-version=5.1 install %s' "$root" "${1#rock:}" ;;
    *) printf '%s%s %s' "$root" "$install" "$1" ;;
  esac
}

list=$(missing "$@")
[ -n "$list" ] || exit 0
while IFS='|' read -r what packages; do
  printf 'missing: %s: %s\n' "$what" "$(command_for "$packages")" >&2
done <<<"$list"
[ -z "$check_only" ] || exit 1

packages=$(cut -d'|' -f2 <<<"$list" | grep -vE '^(-|rock:|run:)' | tr '\n' ' ')
rocks=$(cut -d'|' -f2 <<<"$list" | grep '^rock:' | cut -d: -f2)
if [ -n "$packages" ]; then
  log=$(mktemp)
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086 # several words each
  if ! { { [ "$column" -ne 4 ] || ${root}apt-get -q update; } && $root$install $packages; } >"$log" 2>&1 </dev/null; then
    tail -n 30 "$log" >&2
    rm -f "$log"
    exit 1
  fi
  rm -f "$log"
fi
for rock in $rocks; do
  has luarocks || { echo "missing: luarocks, which brings $rock" >&2; continue; }
  ${root}luarocks --lua-version=5.1 install "$rock" >&2 </dev/null || exit 1
done
hash -r
list=$(missing "$@")
[ -z "$list" ] && exit 0
while IFS='|' read -r what packages; do
  printf 'still missing: %s: %s\n' "$what" "$(command_for "$packages")" >&2
done <<<"$list"
exit 1
