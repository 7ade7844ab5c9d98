# shellcheck shell=bash
# Sourced by every test of the command. PARLEY is the command, SOURCE the checkout, WORK a folder to write in.
set -uo pipefail

: "${PARLEY:?}" "${SOURCE:?}" "${WORK:?}"
rm -rf "$WORK"
mkdir -p "$WORK"
cd "$WORK" || exit 1
# shellcheck disable=SC2034 # used by the tests
first=$SOURCE/examples/scenarios/first-talks.json
# shellcheck disable=SC2034
flagship=$SOURCE/examples/scenarios/guarantee-terms.json
failures=0

fail() {
    echo "FAILED: $1" >&2
    failures=$((failures + 1))
}

# expect STATUS COMMAND...: runs it, keeps its outputs in ./out and ./err.
expect() {
    local wanted=$1 status=0
    shift
    "$@" >out 2>err </dev/null || status=$?
    [ "$status" = "$wanted" ] || {
        fail "exit $status instead of $wanted: ${*/#$SOURCE\//}"
        head -n 5 err >&2
    }
}

# says FILE PATTERN: a line of it matches.
says() { grep -Eq -- "$2" "$1" || fail "$1 does not say /$2/: $(head -c 400 "$1")"; }
is_empty() { [ ! -s "$1" ] || fail "$1 is not empty: $(head -c 400 "$1")"; }
same() { cmp -s "$1" "$2" || fail "$1 and $2 differ"; }
# json FILE EXPRESSION: Python's json reads it, and the expression over it (as x) holds.
json() {
    python3 -c 'import json, sys
x = json.load(open(sys.argv[1]), parse_constant=lambda c: sys.exit(f"{c} is not JSON"))
sys.exit(0 if eval(sys.argv[2]) else f"not so: {sys.argv[2]}")' "$1" "$2" || fail "JSON of $1"
}
no_drafts() {
    local left
    left=$(find . -name '*.part-*')
    [ -z "$left" ] || fail "left behind: $left"
}
done_testing() {
    no_drafts
    [ "$failures" = 0 ] || exit 1
    exit 0
}
