#!/bin/sh
# Runs every suite.  The last line is the only one that counts: "N passed, N failed".
# A suite that ends without its summary line counts as one failure.
cd "$(dirname "$0")/.." || exit 1
unset XUAN_LANG NO_COLOR CLICOLOR_FORCE
export PYTHONDONTWRITEBYTECODE=1
# Debian's own: the modules of deps-test are there, and not with another that stands first in PATH.
python=/usr/bin/python3
passed=0 failed=0
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

# suite NAME COMMAND...
suite() {
    name=$1
    shift
    "$@" >"$log" 2>&1
    code=$?
    summary=$(tail -n 1 "$log" | sed -n 's/^# passed \([0-9][0-9]*\) failed \([0-9][0-9]*\)$/\1 \2/p')
    if [ -z "$summary" ]; then
        tail -n 40 "$log"
        echo "$name: ended with $code and no summary"
        failed=$((failed + 1))
        return
    fi
    good=${summary% *} bad=${summary#* }
    if [ "$bad" -eq 0 ] && [ "$code" -ne 0 ]; then
        echo "$name: says that nothing failed, yet ended with $code"
        bad=1
    fi
    [ "$bad" -eq 0 ] || sed '$d' "$log" | head -n 200
    sed -n 's/^# skipped /skipped: /p' "$log"
    passed=$((passed + good)) failed=$((failed + bad))
    echo "$name: $good passed, $bad failed"
}

for program in build/san/tests/*; do
    case $program in *.o | *.d | */fuzz* | */\*) continue ;; esac
    suite "$program" "$program"
done
suite "unit_direct (threads)" build/tsan/tests/unit_direct
suite "golden (release)" tests/golden.sh build/release/xuan
suite "golden (sanitizers)" tests/golden.sh build/san/xuan
suite "golden (direct reader, 1 thread)" env XUAN_READER=direct XUAN_THREADS=1 tests/golden.sh build/release/xuan
suite "golden (direct reader, 2 threads, sanitizers)" env XUAN_READER=direct XUAN_THREADS=2 tests/golden.sh build/san/xuan
suite "golden (direct reader, 7 threads)" env XUAN_READER=direct XUAN_THREADS=7 tests/golden.sh build/release/xuan
suite "compare goldens (release)" tests/compare.sh build/release/xuan
suite "compare goldens (sanitizers)" tests/compare.sh build/san/xuan
suite "test goldens (release)" tests/compare.sh build/release/xuan tests/blocks
suite "test goldens (sanitizers)" tests/compare.sh build/san/xuan tests/blocks
suite tests python3 tests/blocks.py
suite "coverage goldens (release)" tests/compare.sh build/release/xuan tests/coverage
suite "coverage goldens (sanitizers)" tests/compare.sh build/san/xuan tests/coverage
suite coverage "$python" tests/coverage.py
suite spec tests/spec.sh build/release/xuan
suite layers tests/layers.sh
suite lessons "$python" tests/lessons.py
suite reader "$python" tests/reader.py
suite guards "$python" tests/guards.py
suite laws "$python" tests/laws.py
suite pathology "$python" tests/pathology.py
suite examples "$python" tests/examples.py
suite authors "$python" tests/authors.py
suite substitution "$python" tests/substitution.py
suite compare "$python" tests/compare.py
suite books "$python" tests/books.py
suite "score sheets" "$python" tests/score_sheets.py
suite tables "$python" tests/tables.py
suite schema node tests/schema.js build/release/xuan
suite restate "$python" tests/restate.py
suite real "$python" tests/real/test_real.py
suite oracle "$python" tests/oracle/test_oracle.py
suite "oracle against xuan" "$python" tests/oracle/compare.py build/release/xuan 1000
suite "oracle against xuan (direct reader, 7 threads)" env XUAN_READER=direct XUAN_THREADS=7 "$python" tests/oracle/compare.py build/release/xuan 200
suite browser node tests/browser/pages.js build/release/xuan
# The generator and the peers of the measurements are in ../shared, which a plain checkout does not have.
[ -d ../shared ] || echo "skipped: what needs ../shared"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
