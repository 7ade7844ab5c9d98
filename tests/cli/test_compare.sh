#!/usr/bin/env bash
# compare: the table, the baseline, JSON.
. "$(dirname "$0")/common.sh"

expect 0 "$PARLEY" compare "$flagship" --trials 2000
is_empty err
says out '^8 variants on the same draws'
says out 'Differences from "15 years"'
python3 -c 'import sys; sys.exit(max(len(l.rstrip("\n")) for l in open("out", encoding="utf-8")) > 100)' || fail "the table is wider than 100"

expect 0 "$PARLEY" compare "$flagship" --trials 2000 --variant '50 years' --variant '15 years' --json both.json
says out 'Differences from "50 years"'
json both.json 'x["baseline"] == "50 years" and len(x["variants"]) == 2 and "15 years" in x["differences"]'
expect 0 "$PARLEY" compare "$flagship" --trials 2000 --variant '50 years' --variant '15 years' --threads 1 --quiet --json again.json
same both.json again.json
expect 0 "$PARLEY" compare "$flagship" --trials 2000 --variant '50 years' --csv -
python3 -c 'import csv; rows = list(csv.reader(open("out"))); assert len({len(r) for r in rows}) == 1 and len(rows) > 3' || fail "CSV"
python3 - <<'PY' || fail "levels and differences in CSV"
import csv
rows = [r for r in csv.DictReader(open("out")) if r["name"] == "agreement"]
assert [r["variant"] for r in rows] == ["", "50 years"], rows
assert rows[0]["difference"] == "" and abs(float(rows[1]["mean"]) - float(rows[0]["mean"]) - float(rows[1]["difference"])) < 1e-12, rows
PY

# A few quantities: the short table, a line for each variant, comes last.
expect 0 "$PARLEY" compare "$flagship" --trials 2000 --metric holds_50y,agreement
tail -n 1 out | grep -q '^no presence' || fail "the short table does not come last"
says out '^50 years  .*±.*±'
if grep -q 'Martial law' out; then fail "a quantity that was not asked for"; fi
expect 0 "$PARLEY" compare "$flagship" --trials 2000 --metric holds_50y,agreement,war_years,europe.utility,aftermath.years.fighting
says out '^ *aftermath.years.fighting'
expect 2 "$PARLEY" compare "$flagship" --trials 1e9 --metric agreemnt
says err 'did you mean "agreement"'
expect 2 "$PARLEY" compare "$flagship" --trials 1e9 --metric failed_at
says err 'has labels'
expect 2 "$PARLEY" compare "$flagship" --variant '50 years' --variant '50 years'
says err '"50 years" is named twice'

# Conditional metrics: in how many trials both have a value.
says_pairs() { python3 -c 'import re; t = open("out").read(); assert re.search(r"If signed: holds 50 .*\n.*15 years, extendable .* \d+\n", t), t'; }
expect 0 "$PARLEY" compare "$flagship" --trials 900
says_pairs || fail "pairs are not counted"

expect 0 "$PARLEY" compare "$flagship" --trials 200 --variant '50 years' --json -
json out 'x["baseline"] == ""'
expect 2 "$PARLEY" compare "$flagship" --trials 200 --variant 'no such'

python3 - "$flagship" <<'PY'
import json, sys
x = json.load(open(sys.argv[1]))
x.pop("variants")
json.dump(x, open("alone.json", "w"))
PY
expect 2 "$PARLEY" compare alone.json
says err 'nothing to compare'
expect 2 "$PARLEY" compare "$flagship" --trials 200 --columns agreement
says err 'columns has no meaning here'
done_testing
