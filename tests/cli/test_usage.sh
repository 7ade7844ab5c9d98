#!/usr/bin/env bash
# Help, version, and calls that are not understood.
. "$(dirname "$0")/common.sh"

expect 0 "$PARLEY" --version
says out '^parley [0-9]+\.[0-9]+\.[0-9]+$'
expect 0 "$PARLEY" --help
awk 'length($0) > 100 { exit 1 }' out || fail "help is wider than 100"
for subcommand in check run compare trace columns merge new; do
    expect 0 "$PARLEY" --help
    says out "^  $subcommand "
    expect 0 "$PARLEY" "$subcommand" --help
    says out "^usage: parley $subcommand "
    is_empty err
    awk 'length($0) > 100 { exit 1 }' out || fail "help of $subcommand is wider than 100"
done

expect 2 "$PARLEY"
says err 'usage: parley'
expect 2 "$PARLEY" comapre x.json
says err 'unknown subcommand "comapre"; did you mean "compare"\?'
expect 2 "$PARLEY" run "$first" --trails 10
says err 'unknown option "--trails"; did you mean "--trials"\?'
says err 'usage: parley run'
is_empty out
expect 2 "$PARLEY" run
says err 'file is missing'
expect 2 "$PARLEY" run "$first" other.json
says err '"other.json" is one argument too many; expected SCENARIO.json alone'
expect 2 "$PARLEY" run "$first" --trials
says err '--trials needs a value'
expect 2 "$PARLEY" run "$first" --quiet=1
says err '--quiet takes no value'
expect 2 "$PARLEY" check "$first" --trials 5
says err '--trials has no meaning here; it is an option of: run, compare, trace'
expect 2 "$PARLEY" run "$first" --trial 5
says err '--trial has no meaning here; it is an option of: trace'
expect 2 "$PARLEY" trace "$first" --variant 'as it stands' --variant 'stations are joint'
says err 'one --variant at a time, and 2 were asked for'

while read -r option value; do
    expect 2 "$PARLEY" run "$first" "$option" "$value"
    says err "$option is \"$value\", expected "
done <<'CASES'
--trials 0
--trials -5
--trials 1.5
--trials 1e17
--trials many
--trials 99999999999999999999
--seed -1
--seed 18446744073709551616
--threads 1025
--threads two
--sampling halton
--replicates 1
--replicates 65
--shard 0/4
--shard 5/4
--shard 4
--precision agreement
--precision agreement=0
--precision agreement=-1
--precision agreement=nan
--precision =0.1
--columns a,,b
CASES

expect 2 "$PARLEY" run "$first" --json - --csv -
says err 'only one of'
expect 2 "$PARLEY" run "$first" --all-variants --variant x
says err 'exclude each other'
expect 2 "$PARLEY" run "$first" --trials 3 --shard 1/4
says err 'cannot be split'
expect 2 "$PARLEY" run "$first" --json a.out --csv a.out
says err 'same file'
cp "$first" mine.json
expect 2 "$PARLEY" run mine.json --json ./mine.json
says err 'would replace'
same mine.json "$first"

# Notes of check: a misspelt id in a variant adds a part in silence; the command says so.
python3 - "$first" <<'PY'
import json, sys
x = json.load(open(sys.argv[1]))
x.setdefault("variants", {})["slip"] = {"parties": {"upsteam": {"power": 9}}}
json.dump(x, open("slip.json", "w"))
PY
expect 0 "$PARLEY" check slip.json
says out 'note: variant "slip" adds the party "upsteam"'
expect 0 "$PARLEY" check "$first"
says out 'is sound'
done_testing
