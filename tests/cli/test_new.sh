#!/usr/bin/env bash
# new: what it writes is sound and plays; nothing is lost.
. "$(dirname "$0")/common.sh"

expect 0 "$PARLEY" new start.json
expect 0 "$PARLEY" check start.json
expect 0 "$PARLEY" run start.json --trials 1000
expect 0 "$PARLEY" compare start.json --trials 1000
expect 0 "$PARLEY" trace start.json
expect 0 "$PARLEY" new
same out start.json
json start.json '"note" in x'
expect 2 "$PARLEY" new start.json
says err 'exists already'
echo mine >start.json
expect 2 "$PARLEY" new start.json
echo mine | cmp -s - start.json || fail "an existing file was lost"
expect 0 "$PARLEY" new start.json --force
expect 0 "$PARLEY" check start.json
done_testing
