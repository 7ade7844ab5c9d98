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
