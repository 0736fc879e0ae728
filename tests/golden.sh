#!/bin/sh
# golden.sh [XUAN]: for each input the extension of its neighbour says the command.
#   NAME.err       messages of `check NAME.xuan`, then "exit N"
#   NAME.program   `check --format json NAME.xuan`
#   NAME.out       `run NAME.xuan NAME.json` as text, then "exit N"
#   NAME.json.err  messages of the same run, then "exit N"
#   NAME.tables.err, NAME.tables.out   the same of `run NAME.xuan NAME.tables/`, a folder of CSV files
#   NAME.outcome   `run --format json`      NAME.csv   `run --format csv`
#   NAME.why       `explain --all`
# Where there is no NAME.xuan the folder's rules.xuan is taken.  NAME.args holds further options.
# BLESS=1 rewrites what is there; a new one starts as an empty file.
# A line marked "# 错误 E0301" (several codes: "# 错误 E0301 E0302") must have those messages, so a
# blessed mistake is still seen.  A NAME that begins with a code must have it in its messages.
cd "$(dirname "$0")/.." || exit 1
xuan=$(realpath "${1:-build/release/xuan}") || exit 1
root=$PWD/tests/golden
passed=0 failed=0
got=$(mktemp) messages=$(mktemp) list=$(mktemp) || exit 1
trap 'rm -f "$got" "$messages" "$list"' EXIT
unset XUAN_LANG NO_COLOR CLICOLOR_FORCE

fail() {
    failed=$((failed + 1))
    echo "$1"
}

compare() { # FILE CODE
    case $1 in *.err | *.out) echo "exit $2" >>"$got" ;; esac
    if grep -q 'Sanitizer\|runtime error' "$messages" || [ "$2" -ge 64 ]; then
        cat "$messages"
        fail "${PWD#"$root"/}/$1: the program crashed (exit $2)"
        return
    fi
    if [ -n "$BLESS" ] && ! cmp -s "$got" "$1"; then
        cat "$got" >"$1"
        echo "blessed ${PWD#"$root"/}/$1"
    fi
    if cmp -s "$1" "$got"; then
        passed=$((passed + 1))
    else
        diff -u "$1" "$got" | head -n 30
        fail "${PWD#"$root"/}/$1: differs"
    fi
}

marks() { # SOURCE ERR: every marked message is there
    grep -n '# 错误 [EW]0' "$1" | while IFS=: read -r line text; do
        for code in ${text##*# 错误 }; do
            grep -q "^$(basename "$1"):$line:[0-9]*: .*\[$code\]" "$2" || echo "$1:$line: $code is marked, not reported"
        done
    done
}

one() { # FILE, in its own folder
    extension=${1##*.} name=${1%.*}
    case $1 in *.json.err) extension=json.err name=${1%.json.err} ;; esac
    case $1 in *.tables.err | *.tables.out) extension=tables.${1##*.} name=${1%.tables.*} ;; esac
    rules=$name.xuan
    [ -e "$rules" ] || rules=rules.xuan
    options=
    [ ! -e "$name.args" ] || options=$(cat "$name.args")
    # shellcheck disable=SC2086 # options are words
    case $extension in
    err) "$xuan" check $options "$rules" >/dev/null 2>"$messages" ;;
    program) "$xuan" check --format json $options "$rules" >"$got" 2>"$messages" ;;
    out) "$xuan" run $options "$rules" "$name.json" >"$got" 2>"$messages" ;;
    json.err) "$xuan" run $options "$rules" "$name.json" >/dev/null 2>"$messages" ;;
    tables.err) "$xuan" run $options "$rules" "$name.tables" >/dev/null 2>"$messages" ;;
    tables.out) "$xuan" run $options "$rules" "$name.tables" >"$got" 2>"$messages" ;;
    outcome) "$xuan" run --format json $options "$rules" "$name.json" >"$got" 2>"$messages" ;;
    csv) "$xuan" run --format csv $options "$rules" "$name.json" >"$got" 2>"$messages" ;;
    why) "$xuan" explain --all $options "$rules" "$name.json" >"$got" 2>"$messages" ;;
    esac
    code=$?
    case $extension in err | json.err | tables.err) cat "$messages" >"$got" ;; esac
    compare "$1" $code
    case $extension in
    err)
        missing=$(marks "$rules" "$1")
        [ -z "$missing" ] || fail "$missing"
        ;;
    esac
    case $extension/$name in
    err/[EW]0[0-9][0-9][0-9]* | json.err/[EW]0[0-9][0-9][0-9]* | tables.err/[EW]0[0-9][0-9][0-9]*)
        wanted=$(echo "$name" | cut -c 1-5)
        grep -q "\[$wanted\]" "$1" || fail "${PWD#"$root"/}/$1: has no message $wanted"
        ;;
    esac
}

find "$root" -not -path '*.tables/*' \( -name '*.err' -o -name '*.program' -o -name '*.out' -o -name '*.outcome' -o -name '*.csv' -o -name '*.why' \) |
    LC_ALL=C sort >"$list"
while read -r file; do
    cd "$(dirname "$file")" || exit 1
    one "$(basename "$file")"
done <"$list"
cd "$root" || exit 1

# Every input is used.
for file in $(find . -name '*.xuan' -o -name '*.json' | LC_ALL=C sort); do
    name=${file%.*}
    case $file in */rules.xuan | *.posts.json) continue ;; esac
    for extension in err program out json.err tables.err tables.out outcome csv why; do
        [ ! -e "$name.$extension" ] || continue 2
    done
    fail "$file: no neighbour says what to do with it"
done

for folder in $(find . -name '*.tables' | LC_ALL=C sort); do
    [ -e "$folder.err" ] || [ -e "$folder.out" ] || fail "$folder: no neighbour says what to do with it"
done

# Every message is in some golden, or not-reachable says why it cannot be.
codes=$(sed -n 's/^MESSAGE(\([EW][0-9]*\),.*/\1/p' ../../lang/messages.def)
for code in $codes; do
    if grep -rqF "[$code]" --include='*.err' . ../compare || grep -rqF "[$code]" --include='*.out' ../blocks; then
        if grep -q "^$code " not-reachable; then
            fail "not-reachable: $code is in a golden"
        else
            passed=$((passed + 1))
        fi
    elif grep -q "^$code ." not-reachable; then
        passed=$((passed + 1))
    else
        fail "messages.def: $code is in no golden"
    fi
done
echo "# passed $passed failed $failed"
[ "$failed" -eq 0 ]
