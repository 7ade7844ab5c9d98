#!/usr/bin/env bash
# Files appear whole or not at all; what cannot be written ends in exit 3.
. "$(dirname "$0")/common.sh"

expect 3 "$PARLEY" run "$first" --trials 100 --json nowhere/x.json
says err '"nowhere/x.json" cannot be written: No such file'
mkdir taken
expect 3 "$PARLEY" run "$first" --trials 100 --json taken
says err 'Is a directory'

# A full disk.
if [ -w /dev/full ]; then
    for call in "run $first --trials 100" "run $first --trials 100 --json -" "compare $flagship --trials 100" "new" "--help" "run --help" \
        "check $first" "columns $first" "trace $first" "run $first --trials 100000 --columns agreement"; do
        status=0
        # shellcheck disable=SC2086 # words of a call
        "$PARLEY" $call >/dev/full 2>err || status=$?
        [ $status = 3 ] || fail "parley $call on a full disk: exit $status"
        says err 'cannot be written: No space left'
        [ "$(wc -l <err)" = 1 ] || fail "parley $call on a full disk: not one line"
    done
    for option in --json --csv --save; do
        expect 3 "$PARLEY" run "$first" --trials 100 --quiet $option /dev/full
        says err 'No space left'
    done
    # One file fails: the other keeps what it had.
    echo precious >kept.json
    expect 3 "$PARLEY" run "$first" --trials 100 --json kept.json --csv /dev/full
    echo precious | cmp -s - kept.json || fail "an existing output was lost"
fi

# Who reads only the beginning ("| head") has seen enough: nothing is said.
"$PARLEY" run "$first" --trials 1e6 --columns agreement 2>err | head -n 1 >/dev/null
status=${PIPESTATUS[0]}
[ "$status" = 141 ] || fail "closed pipe: exit $status"
is_empty err
# A closed standard output is a failed write, not a crash, and not a write into another file.
status=0
"$PARLEY" run "$first" --trials 100 --json real.json 2>err >&- || status=$?
[ "$status" = 3 ] || fail "closed standard output: exit $status"
json real.json 'x["trials"] == 100'

# Links are followed, rights are kept, devices are written as they are.
echo old >real.json
chmod 640 real.json
ln -s real.json link.json
expect 0 "$PARLEY" run "$first" --trials 100 --json link.json
[ -L link.json ] || fail "a link was replaced"
json real.json 'x["trials"] == 100'
[ "$(stat -c %a real.json)" = 640 ] || fail "rights were changed"
expect 0 "$PARLEY" run "$first" --trials 100 --quiet --json /dev/null
[ -c /dev/null ] || fail "/dev/null was replaced"
done_testing
