#!/usr/bin/env bash
# frontier: the tables, JSON, a missing zone, the trials.
. "$(dirname "$0")/common.sh"

narrow() { python3 -c 'import sys; sys.exit(max(len(l.rstrip("\n")) for l in open("out", encoding="utf-8")) > 100)' || fail "wider than 100"; }

expect 0 "$PARLEY" frontier "$flagship"
is_empty err
says out 'acceptable to all'
says out '^  Kalai-Smorodinsky '
says out 'ukraine +us +europe +russia'
narrow

expect 0 "$PARLEY" frontier "$first" --json -
is_empty err
json out 'x["exact"] is True and x["packages"] == 27 and x["pareto_count"] == len(x["pareto"]) == 11'
json out 'set(x["pareto"][0]) == {"deal", "utility"} and set(x["nash"]["deal"]) == {"water", "stations"}'
json out 'x["zone"]["share"] == x["zone"]["count"] / x["packages"] and "monte_carlo" not in x'
expect 0 "$PARLEY" frontier "$first" --trial 3 --variant 'stations are joint' --json one.json --quiet
is_empty out
json one.json 'x["trial"] == 3 and x["variant"] == "stations are joint" and x["nash"]["deal"]["stations"] == "joint"'

expect 0 "$PARLEY" frontier "$first" --trials 2000 --seed 5 --threads 1 --json a.json
says out 'over 2 000 trials'
narrow
expect 0 "$PARLEY" frontier "$first" --trials 2000 --seed 5 --threads 3 --json b.json --quiet
same a.json b.json
json a.json '0 < x["monte_carlo"]["zone"]["mean"] < 1'

python3 - "$first" <<'PY'
import json, sys
x = json.load(open(sys.argv[1]))
x.pop("variants")
x["parties"]["upstream"]["no_deal"] = 0.9
json.dump(x, open("closed.json", "w"))
x.pop("parties")
x.pop("issues")
x.pop("process")
x.pop("metrics")
json.dump(x, open("nobody.json", "w"))
PY
expect 0 "$PARLEY" frontier closed.json
says out '0 acceptable to all \(0%\)'
says out '^  upstream and downstream: at least [0-9.]+ of utility short'
says out '^  upstream accepts [0-9.]+ less than no agreement is worth to it, most of it on stations: water '
narrow
expect 1 "$PARLEY" frontier nobody.json
says err 'no parties'
expect 2 "$PARLEY" frontier "$first" --trial -1
expect 2 "$PARLEY" frontier "$first" --variant 'no such'
expect 2 "$PARLEY" frontier "$first" --csv -
expect 0 "$PARLEY" frontier --help
says out '--trial N'
narrow
done_testing
