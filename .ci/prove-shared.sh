#!/usr/bin/env bash
# usage: prove-shared.sh CORE.so  where no archive of tree-sitter was there to link: proves, in the Neovim that
# is used here, that the module's calls reach the library it was built against, or refuses with the reason.
# (Neovim has a tree-sitter of its own loaded, which goes first.)
set -u
cd "$(dirname "$0")/.." || exit 1
module=$PWD/${1#"$PWD"/}
needed=$(readelf -d "$module" | sed -nE 's/.*NEEDED.*\[(libtree-sitter\.so[^]]*)\].*/\1/p')
[ -n "$needed" ] || exit 0
echo "no archive of tree-sitter here: linking $needed"
nvim=$(.ci/nvim.sh --newest) || { echo 'no Neovim to try the module in'; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/try.lua" <<'EOF'
local open = assert(package.loadlib(vim.env.COPYDESK_MODULE, "luaopen_copydesk_core"))
assert(open().open("“It works,” Ana Ruiz said.\n"):digest())
EOF
if ! COPYDESK_MODULE=$module LD_DEBUG=bindings LD_DEBUG_OUTPUT=$folder/bindings \
  timeout 60 "$nvim" --clean -l "$folder/try.lua" 2>"$folder/problem"; then
  echo "the module does not load in $nvim:"
  cat "$folder/problem"
  exit 1
fi
reached=$(cat "$folder"/bindings.* | grep -F "binding file $module" | grep -E 'symbol .ts_' \
  | sed -E 's/.* to ([^ ]+) \[.*/\1/' | sort -u)
case $reached in
  */"$needed") exit 0 ;;
  *) printf 'refused: calls of tree-sitter do not reach %s but:\n%s\n' "$needed" "$reached"; exit 1 ;;
esac
