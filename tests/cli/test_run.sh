#!/usr/bin/env bash
# run: tables, JSON, CSV, columns, shards.
. "$(dirname "$0")/common.sh"

expect 0 "$PARLEY" check "$flagship"
says out 'is sound: .*parties.*8 variants'

expect 0 "$PARLEY" run "$flagship" --trials 2e3
is_empty err
says out '^agreement +0\.'
says out '^2 000 trials, seed 1, random sampling'
python3 -c 'import sys; sys.exit(max(len(l.rstrip("\n")) for l in open("out", encoding="utf-8")) > 100)' || fail "the table is wider than 100"

expect 0 "$PARLEY" run "$flagship" --trials 2_000 --seed 42 --json -
cp out one.json
json one.json 'x["trials"] == 2000 and x["seed"] == "42" and 0 <= x["agreement"]["mean"] <= 1 and x["metrics"]'
expect 0 "$PARLEY" run "$flagship" --trials 2000 --seed=42 --threads 1 --json again.json
same one.json again.json
says out '^agreement' # a file for the JSON leaves the table on the screen
expect 0 "$PARLEY" run "$flagship" --trials 2000 --seed 42 --quiet --json again.json
is_empty out
same one.json again.json
"$PARLEY" run - --trials 2000 --seed 42 --json - <"$flagship" >again.json || fail "a scenario from standard input"
same one.json again.json

expect 0 "$PARLEY" run "$flagship" --variant '15 years' --variant '50 years' --trials 500 --json -
json out '[r["variant"] for r in x] == ["15 years", "50 years"]'
expect 0 "$PARLEY" run "$flagship" --all-variants --trials 500 --json -
json out 'len(x) == 8'
expect 0 "$PARLEY" run "$flagship" --variant '50 years' --trials 500 --json -
json out 'x["variant"] == "50 years"'

expect 0 "$PARLEY" run "$flagship" --trials 500 --csv -
python3 -c 'import csv; rows = list(csv.reader(open("out"))); assert len({len(r) for r in rows}) == 1 and len(rows) > 10' || fail "CSV"

expect 0 "$PARLEY" run "$flagship" --trials 500 --all-variants --csv -
python3 - <<'PY' || fail "CSV of several variants"
import csv
rows = list(csv.DictReader(open("out")))
assert len({r["variant"] for r in rows}) == 8 and sum(r["name"] == "agreement" for r in rows) == 8
assert None not in rows[-1] and None not in rows[-1].values()
PY
expect 0 "$PARLEY" run "$flagship" --trials 1
says out '^1 trial, seed 1'

# Raw columns: one row a trial, and their mean is the result's.
expect 0 "$PARLEY" columns "$flagship"
says out '^agreement$'
expect 0 "$PARLEY" run "$flagship" --trials 500 --columns agreement,elapsed --csv raw.csv --json sum.json
python3 - <<'PY' || fail "raw columns"
import csv, json
rows = list(csv.DictReader(open("raw.csv")))
assert [int(r["trial"]) for r in rows] == list(range(500)), "trials"
mean = sum(float(r["agreement"]) for r in rows) / 500
assert abs(mean - json.load(open("sum.json"))["agreement"]["mean"]) < 1e-12, mean
PY
expect 0 "$PARLEY" run "$flagship" --trials 50 --columns agreement --variant '15 years' --variant '50 years'
[ "$(wc -l <out)" = 101 ] || fail "columns of two variants: $(wc -l <out) lines"
says out '^50 years,49,'

# What cannot vary has no interval; digits follow the spread; a unit that the label ends with is not said twice.
cat >plain.json <<'JSON'
{ "parley": 1,
  "assumptions": { "y": "uniform(13, 14)", "cost": "max(0, y - 100)" },
  "metrics": { "euros": { "label": "Cost (euros)", "unit": "euros", "value": "cost" },
               "large": { "value": "123456789 + 1e6 * y" }, "close": { "label": "Close", "value": "y" },
               "never": "y > 100" } }
JSON
expect 0 "$PARLEY" run plain.json --trials 1000
says out '^  Cost \(euros\)  +0 +the same in every trial$'
says out '^  large +1[0-9.e]+ +\[1\.[0-9]+e8, 1\.[0-9]+e8\]'
says out '^  Close .* 13\.0[0-9]+ +13\.[0-9]+ +13\.9'
says out '^  never +0\.[0-9]+ +\[0\.[0-9]+, 0\.00[0-9]+\]'

# Shards, merged in any order, are the whole.
expect 0 "$PARLEY" run "$flagship" --trials 1000 --json whole.json
for shard in 1 2 3; do
    expect 0 "$PARLEY" run "$flagship" --trials 1000 --shard $shard/3 --save $shard.saved --quiet
done
expect 0 "$PARLEY" run "$flagship" --trials 1000 --shard 2/3
says out '^shard 2 of 3: 333 of 1 000 trials'
expect 0 "$PARLEY" merge 3.saved 1.saved --json part.json
says out '^2 saved results: 667 of 1 000 trials'
says err "^parley merge: 667 of the run's 1 000 trials are in"
json part.json 'x["trials"] == 667 and x["of_trials"] == 1000'
expect 0 "$PARLEY" merge 3.saved 1.saved 2.saved --json merged.json
is_empty err
says out '^1 000 trials'
says out '^agreement'
same whole.json merged.json
expect 2 "$PARLEY" merge 1.saved 1.saved
expect 2 "$PARLEY" merge "$first"
says err 'first-talks.json: this is no saved result'
head -c 3000 1.saved >cut.saved
expect 2 "$PARLEY" merge cut.saved
says err 'cut.saved: the saved result is truncated'

# Precision: plays until it is reached, or says that it was not.
expect 0 "$PARLEY" run "$first" --precision agreement=0.01 --json -
json out 'x["agreement"]["se"] <= 0.01 and x["trials"] < 1e6'
expect 1 "$PARLEY" run "$first" --precision agreement=0.0001 --trials 1000 --json -
says err 'standard error'

for design in latin sobol; do
    expect 0 "$PARLEY" run "$first" --sampling $design --replicates 8 --trials 1600 --json -
    json out "x['sampling'] == '$design'"
done

expect 0 "$PARLEY" trace "$first" --trial 17
says out '17'
expect 0 "$PARLEY" trace "$first" --trial 17 --json -
json out 'x["trial"] == 17 and "draws" in x and "steps" in x'
expect 2 "$PARLEY" trace "$first" --trial 1e9 --trials 10
done_testing
