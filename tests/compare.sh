#!/bin/sh
# compare.sh [XUAN [FOLDER]]: goldens of command lines, in tests/compare those of `xuan compare` and `run --readings`.
# FOLDER/NAME.cmd holds the arguments, one line, from the root of the project.  NAME.out is standard output and "exit N"; NAME.err, where it is, standard error.
# BLESS=1 rewrites what is there and makes what is missing.
cd "$(dirname "$0")/.." || exit 1
xuan=$(realpath "${1:-build/release/xuan}") || exit 1
folder=${2:-tests/compare}
passed=0 failed=0
out=$(mktemp) messages=$(mktemp) || exit 1
trap 'rm -f "$out" "$messages"' EXIT
unset XUAN_LANG NO_COLOR CLICOLOR_FORCE

same() { # GOLDEN GOT
    if [ -n "$BLESS" ] && ! cmp -s "$1" "$2"; then
        cat "$2" >"$1"
        echo "blessed $1"
    fi
    if cmp -s "$1" "$2"; then
        passed=$((passed + 1))
    else
        diff -u "$1" "$2" | head -n 30
        failed=$((failed + 1))
        echo "$1: differs"
    fi
}

for cmd in "$folder"/*.cmd; do
    name=${cmd%.cmd}
    # shellcheck disable=SC2046 # arguments are words
    "$xuan" $(cat "$cmd") >"$out" 2>"$messages"
    code=$?
    echo "exit $code" >>"$out"
    if [ "$code" -ge 64 ] || grep -q 'Sanitizer\|runtime error' "$messages"; then
        cat "$messages"
        failed=$((failed + 1))
        echo "$cmd: the program crashed (exit $code)"
        continue
    fi
    same "$name.out" "$out"
    if [ -s "$messages" ] || [ -e "$name.err" ]; then
        same "$name.err" "$messages"
    fi
done
echo "# passed $passed failed $failed"
[ "$failed" = 0 ]
