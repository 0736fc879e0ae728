#!/bin/sh
# layers.sh: who may include whom, what the code may not contain, and how long a file may be.
cd "$(dirname "$0")/.." || exit 1
passed=0 failed=0
code=$(mktemp) || exit 1
trap 'rm -f "$code"' EXIT

test_that() { # STATUS WHAT
    if [ "$1" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$2"
    fi
}

level() { # of a file of lang/, by its name without folder and ending
    case $1 in
    str | arena | text | utf8 | names | num | limits | language | statuses) echo 0 ;;
    source) echo 1 ;;
    diag | diag_show | messages | lessons) echo 2 ;;
    ast | parse | parser | words | gram | scan | format | format_*) echo 3 ;;
    types) echo 4 ;;
    program | ops | tests | print | print_json) echo 5 ;;
    check | checker | check_*) echo 6 ;;
    *) echo none ;;
    esac
}

includes() { sed -n 's/^[ \t]*#[ \t]*include[ \t]*["<]\([^">]*\)[">].*/\1/p' "$1"; }

# The code without comments, one line a line.
strip() {
    awk '{
        line = $0; out = ""
        while (line != "") {
            if (inside) {
                at = index(line, "*/")
                if (!at) { line = ""; break }
                line = substr(line, at + 2); inside = 0; continue
            }
            block = index(line, "/*"); rest = index(line, "//")
            if (rest && (!block || rest < block)) { out = out substr(line, 1, rest - 1); line = ""; break }
            if (!block) { out = out line; line = ""; break }
            out = out substr(line, 1, block - 1) " "; line = substr(line, block + 2); inside = 1
        }
        print out
    }' "$1"
}

for file in lang/*.[chyl] lang/*.def; do
    name=$(basename "$file")
    mine=$(level "${name%.*}")
    [ "$mine" != none ]
    test_that $? "$file: has no layer; give it one in tests/layers.sh"
    [ "$mine" != none ] || continue
    for included in $(includes "$file"); do
        case $included in
        runtime/*) test_that 1 "$file: includes $included" ;;
        lang/*)
            theirs=$(basename "$included")
            theirs=$(level "${theirs%.*}")
            # The printer writes the words that the parser reads: the table is data, not code.
            [ "$file/$included" != lang/print.c/lang/words.def ] || theirs=0
            [ "$theirs" != none ] && [ "$theirs" -le "$mine" ]
            test_that $? "$file: includes $included, which lies above it"
            ;;
        gmp.h) [ "$file" = lang/num.c ]; test_that $? "$file: includes gmp.h" ;;
        cjson/*) test_that 1 "$file: includes $included" ;;
        esac
    done
done

for file in runtime/*.[ch] runtime/*.def; do
    for included in $(includes "$file"); do
        case $included in
        lang/str.h | lang/arena.h | lang/text.h | lang/utf8.h | lang/num.h | lang/limits.h | lang/language.h) ;;
        lang/source.h | lang/diag.h | lang/types.h | lang/program.h | lang/tests.h | lang/ops.def | lang/messages.def) ;;
        lang/parse.h | lang/check.h | lang/diag_show.h | lang/format.h)
            case $file in runtime/main.c | runtime/command.[ch] | runtime/command_*.c) true ;; *) false ;; esac
            test_that $? "$file: includes $included, which only the commands may"
            ;;
        lang/lessons.h) [ "$file" = runtime/command_lesson.c ]; test_that $? "$file: includes $included" ;;
        lang/*) test_that 1 "$file: includes $included" ;;
        cjson/*)
            [ "$file" = runtime/json.c ] || [ "$file" = runtime/json.h ]
            test_that $? "$file: includes $included"
            ;;
        gmp.h) test_that 1 "$file: includes gmp.h" ;;
        esac
    done
done

# The parts of runtime/ (README): who reads data knows no run, who runs knows no output, nobody knows the commands.
part() { # of a file of runtime/, by its name without folder and ending
    case $1 in
    loaded | notes | json_out | coverage | line_diff) echo common ;;
    main | command | command_* | commands | options | progress | starter) echo command ;;
    read | read_* | reader | json | direct | direct_* | bytes | pool) echo reading ;;
    csv | xlsx | xlsx_* | package | columns | columns_* | book | book_* | template | template_* | schema | schema_* | utf16 | decimal | number_format) echo tables ;;
    engine | run | contest | screen | line | cut | allot | substitute | conclude | fate | decided | result | outcome) echo running ;;
    eval | eval_* | judge | values | compile | compiled | ahead) echo running ;;
    *) echo showing ;;
    esac
}

for file in runtime/*.[ch] runtime/*.def; do
    name=$(basename "$file")
    mine=$(part "${name%.*}")
    for included in $(includes "$file"); do
        case $included in runtime/*) ;; *) continue ;; esac
        theirs=$(basename "$included")
        case $mine/$(part "${theirs%.*}") in
        command/* | */common | reading/reading | tables/reading | tables/tables | running/reading | running/running) true ;;
        reading/* | tables/* | running/* | */command) false ;;
        *) true ;;
        esac
        test_that $? "$file: includes $included, which is no part of what it may know"
    done
done

for file in tests/*.c; do
    [ "$file" = tests/unit.c ] || ! includes "$file" | grep -q '^gmp\.h$'
    test_that $? "$file: includes gmp.h"
done

for file in lang/*.[chyl] lang/*.def runtime/*.[ch] runtime/*.def; do
    strip "$file" >"$code"
    found=$(sed 's/"[^"]*"//g' "$code" | grep -nwE 'float|double|strtod|strtof|strtold|atof' | head -n 3)
    [ -z "$found" ]
    test_that $? "$file: binary floating point: $found"
    [ "$file" = lang/num.c ] || ! grep -qE '\bmp[zq]_' "$code"
    test_that $? "$file: uses GMP"
done

for file in lang/*.c runtime/*.c tests/*.c; do
    lines=$(wc -l <"$file")
    [ "$lines" -le 1000 ]
    test_that $? "$file: has $lines lines, at most 1000"
done
echo "# passed $passed failed $failed"
[ "$failed" -eq 0 ]
