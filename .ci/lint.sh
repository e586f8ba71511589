#!/usr/bin/env bash
# usage: lint.sh  checks layout and likely mistakes of C, Lua and shell, and that generated parts have not
# drifted. Prints what is wrong only; exit status 1 then.
set -u
cd "$(dirname "$0")/.." || exit 1
.ci/deps.sh lint || exit 1
status=0
check() {  # name command...
  local name=$1 output
  shift
  output=$("$@" 2>&1) || { printf '%s\n%s: failed\n' "$output" "$name"; status=1; }
}
mapfile -t c_files < <(git ls-files 'csrc/*.c' 'csrc/*.h' 'tests/*.c' 'tests/*.h' | grep -vE '^csrc/grammar/(parser\.c|tree_sitter/)')
mapfile -t c_sources < <(printf '%s\n' "${c_files[@]}" | grep '\.c$' | grep -v '^tests/')
mapfile -t lua_files < <(git ls-files '*.lua')
mapfile -t shell_files < <(git ls-files '*.sh' .ci/run)

check clang-format clang-format --dry-run --Werror "${c_files[@]}"
# Left out: what cppcheck guesses about how often a loop runs, of which nothing was right here; valgrind and
# the sanitizers see what really happens.
check cppcheck cppcheck --quiet --std=c11 --language=c --error-exitcode=1 -j 2 -Icsrc -Icsrc/grammar \
  --enable=warning,portability --inline-suppr --suppress=missingIncludeSystem --suppress=uninitvar \
  --suppress=zerodivcond --suppress=invalidFunctionArg --suppress=duplicateAssignExpression "${c_sources[@]}"
check luacheck luacheck -q "${lua_files[@]}"
check shellcheck shellcheck --severity=warning "${shell_files[@]}"
# Checks that parts of the project bring along: scripts that print what has drifted and exit 1.
for script in .ci/check-*.sh; do
  [ -e "$script" ] && check "$script" "$script"
done
[ $status -eq 0 ] && echo 'lint: nothing to mend'
exit $status
