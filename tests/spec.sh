#!/bin/sh
# spec.sh [XUAN]: executes lang/REFERENCE.md.  Fenced blocks:
#   xuan            a rules file, shown as 例.xuan; without a follower it must check without errors
#   xuan, err       the messages of check
#   xuan, told              what restate prints
#   xuan, json, then any of out csv why    what run, run --format csv, explain --all print
#   xuan, tables, then the same      tables: CSV files, each led by a line with its name
#   xuan, tables, mistakes           the messages of run
#   or scores, notice       what run --format csv --sheet score|notice prints, without its BOM and with LF
#   xuan, perhaps json, test, tap          what test, test --format tap print
#   … coverage, suggest                    what test --coverage, test --suggest print
cd "$(dirname "$0")/.." || exit 1
xuan=$(realpath "${1:-build/release/xuan}") || exit 1
book=$PWD/lang/REFERENCE.md
passed=0 failed=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
unset XUAN_LANG NO_COLOR CLICOLOR_FORCE

# One file a block: NUMBER.KIND with the line of its fence in NUMBER.line.
awk -v work="$work" '
    /^ *```/ {
        if (open) { close(file); open = 0; next }
        kind = $0; sub(/^ *```/, "", kind); open = 1; number++
        file = sprintf("%s/%04d.%s", work, number, kind == "" ? "plain" : kind)
        printf "" >file
        print FNR >sprintf("%s/%04d.line", work, number)
        close(sprintf("%s/%04d.line", work, number))
        next
    }
    open { print >file }' "$book"

report() { # WHAT LINE STATUS
    if [ "$3" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "lang/REFERENCE.md:$2: $1"
    fi
}

same() { # WHAT LINE EXPECTED ACTUAL
    if cmp -s "$3" "$4"; then
        report "$1" "$2" 0
    else
        diff -u "$3" "$4" | sed 1,2d | head -n 30
        report "$1 differs" "$2" 1
    fi
}

alone() { # the block of rules that nothing followed
    [ -n "$rules" ] || return 0
    if "$xuan" check 例.xuan >/dev/null 2>got; then
        report check "$rules" 0
    else
        cat got
        report "the rules have errors" "$rules" 1
    fi
    rules=
}

cd "$work" || exit 1
rules= have_data= have_rules= data=
for file in [0-9]*.*; do
    number=${file%%.*} kind=${file##*.}
    [ "$kind" != line ] || continue
    line=$(cat "$number.line")
    case $kind in
    xuan)
        alone
        cp "$file" 例.xuan
        rules=$line have_rules=1 have_data=
        ;;
    err)
        [ -n "$have_rules" ] || { report "err without rules" "$line" 1; continue; }
        rules=
        "$xuan" check 例.xuan >/dev/null 2>got
        same messages "$line" "$file" got
        ;;
    told)
        [ -n "$have_rules" ] || { report "told without rules" "$line" 1; continue; }
        rules=
        "$xuan" restate 例.xuan >got 2>&1
        same restatement "$line" "$file" got
        ;;
    json)
        # A piece of JSON that does not follow rules is only an illustration.
        [ -n "$have_rules" ] || continue
        cp "$file" 例.json
        have_data=1 data=例.json
        ;;
    tables)
        rm -rf 例 && mkdir 例
        awk '/^[^,]*\.csv$/ { file = "例/" $0; next } $0 != "" { print >file }' "$file"
        have_data=1 data=例
        ;;
    mistakes)
        [ -n "$have_data" ] || { report "$kind without rules and data" "$line" 1; continue; }
        rules=
        "$xuan" run 例.xuan "$data" >/dev/null 2>got
        same messages "$line" "$file" got
        ;;
    out | csv | why | scores | notice)
        [ -n "$have_data" ] || { report "$kind without rules and data" "$line" 1; continue; }
        rules=
        case $kind in
        out) "$xuan" run 例.xuan "$data" >got 2>messages ;;
        csv) "$xuan" run --format csv 例.xuan "$data" >got 2>messages ;;
        why) "$xuan" explain --all 例.xuan "$data" >got 2>messages ;;
        scores) "$xuan" run --format csv --sheet score 例.xuan "$data" >got 2>messages ;;
        notice) "$xuan" run --format csv --sheet notice 例.xuan "$data" >got 2>messages ;;
        esac
        code=$?
        case $kind in scores | notice) sed -i '1s/^\xEF\xBB\xBF//; s/\r$//' got ;; esac
        case $code in
        0 | 4) same "$kind" "$line" "$file" got ;;
        *) cat messages; report "$kind: exit $code" "$line" 1 ;;
        esac
        ;;
    test | tap | coverage | suggest)
        [ -n "$have_rules" ] || { report "$kind without rules" "$line" 1; continue; }
        rules=
        case $kind in
        test) "$xuan" test 例.xuan >got 2>messages ;;
        tap) "$xuan" test --format tap 例.xuan >got 2>messages ;;
        coverage) "$xuan" test --coverage 例.xuan >got 2>messages ;;
        suggest) "$xuan" test --suggest 例.xuan >got 2>messages ;;
        esac
        code=$?
        [ "$code" -le 1 ] || { cat messages; report "$kind: exit $code" "$line" 1; continue; }
        same "$kind" "$line" "$file" got
        ;;
    *)
        alone
        have_rules= have_data=
        ;;
    esac
done
alone
[ $((passed + failed)) -gt 0 ] || report "no block to execute" 1 1
echo "# passed $passed failed $failed"
[ "$failed" -eq 0 ]
