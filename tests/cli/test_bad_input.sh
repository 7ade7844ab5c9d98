#!/usr/bin/env bash
# A scenario that cannot be read: exit 2, one line that names the file, the place and what was expected.
. "$(dirname "$0")/common.sh"

bad() { # FILE PATTERN
    for subcommand in check run compare trace columns; do
        expect 2 "$PARLEY" "$subcommand" "$1"
        says err "$2"
        [ "$(wc -l <err)" = 1 ] || fail "$subcommand $1: not one line: $(cat err)"
        is_empty out
    done
}

bad missing.json 'missing.json'
mkdir folder.json
bad folder.json 'folder.json'
: >empty.json
bad empty.json '^empty.json:1:1: '
printf '{ "parley": 1,\n  "title": }\n' >broken.json
bad broken.json '^broken.json:2:12: '
printf '{ "parley": 1, "titel": "x" }\n' >misspelt.json
bad misspelt.json 'did you mean "title"'
head -c 100000 /dev/zero | tr '\0' '[' >deep.json
bad deep.json '^deep.json:1:'
head -c 100000 /dev/urandom >noise.json
expect 2 "$PARLEY" check noise.json
truncate -s 200M large.json
expect 2 "$PARLEY" check large.json
says err 'large.json'
rm large.json

expect 2 "$PARLEY" run "$flagship" --variant '50 yeers' --trials 10
says err 'did you mean "50 years"'
expect 2 "$PARLEY" run "$first" --columns agreemnt --trials 10
says err 'did you mean "agreement"'
expect 2 "$PARLEY" run "$first" --columns agreement,nope --trials 10
is_empty out
expect 2 "$PARLEY" run "$first" --precision agreemnt=0.1
says err 'did you mean "agreement"'
expect 2 "$PARLEY" run "$first" --precision failed_at=0.1
says err 'has labels and no mean'
expect 1 "$PARLEY" run "$flagship" --precision aftermath.first.fighting=0.1
says err 'is infinite'
is_empty out

# What loading lets pass, for programs that add protocols of their own, check does not.
sed 's/"alternating"/"nahs"/' "$first" >protocol.json
expect 2 "$PARLEY" check protocol.json
says err 'did you mean "nash"'

# An existing output survives.
echo precious >kept.json
expect 2 "$PARLEY" run broken.json --json kept.json
expect 2 "$PARLEY" run "$first" --variant nobody --json kept.json --csv kept.json2
echo precious | cmp -s - kept.json || fail "an existing output was lost"
[ ! -e kept.json2 ] || fail "a failed run left a file"

# Standard input is named as such.
status=0
echo '{' | "$PARLEY" check - 2>err || status=$?
[ "$status" = 2 ] || fail "broken standard input: exit $status"
says err '^standard input:'
done_testing
