#!/usr/bin/env bash
# power and stability: tables, JSON, what has no answer.
. "$(dirname "$0")/common.sh"

cat >dilemma.json <<'JSON'
{ "parley": 1, "title": "Dilemma",
  "issues": { "north": { "options": ["keep", "break, at once"], "delivered_by": "a" },
              "south": { "options": ["keep", "break"], "delivered_by": "b" } },
  "parties": { "a": { "power": 2, "demands": { "north": { "weight": 1, "values": [0, 1] }, "south": { "weight": 2, "values": [1, 0] } } },
               "b": { "demands": { "north": { "weight": 2, "values": [1, 0] }, "south": { "weight": 1, "values": [0, 1] } } } },
  "process": { "meeting": { "talks": { "protocol": "alternating", "agreement": { "quota": 0.6 } } },
               "house": { "vote": { "blocs": { "left": { "weight": 50, "yes": 1 }, "right": { "weight": 49, "yes": 1 }, "rest": { "yes": 1 } } } },
               "event": { "chance": 0.5 } } }
JSON

expect 0 "$PARLEY" power dilemma.json
says out '^meeting \(talks\): at least 60% of the weight'
says out 'left .*0\.6667 .*0\.6000'
says out 'a  .*dictator'
says out 'b  .*no say'
narrow='import sys; sys.exit(max(len(l.rstrip("\n")) for l in open("out", encoding="utf-8")) > 100)'
python3 -c "$narrow" || fail "the table of power is wider than 100"
expect 0 "$PARLEY" power dilemma.json --step house --json -
json out 'list(x["steps"]) == ["house"] and x["steps"]["house"]["members"]["right"]["swings"] == 1'
expect 2 "$PARLEY" power dilemma.json --step huose
says err 'no step "huose"; did you mean "house"?'
expect 1 "$PARLEY" power dilemma.json --step event
says err 'decides by no rule of agreement'

expect 0 "$PARLEY" stability dilemma.json --deal north=keep,south=keep
says out 'b would, to its'
says out 'setting south to "break"'
python3 -c "$narrow" || fail "the table of stability is wider than 100"
expect 0 "$PARLEY" stability dilemma.json --deal 'south=break,north=break, at once' --json -
json out 'x["equilibrium"]["nash"] and not x["coalitions"][0]["gmr"] and x["deal"]["north"] == "break, at once"'
expect 0 "$PARLEY" stability dilemma.json --deal north=keep --deal south=keep --moves a:south,b:north --walk --json all.json --quiet
is_empty out
json all.json 'x["states"] == 5 and x["moves"]["b"] == ["north", "south", "no deal"]'
expect 0 "$PARLEY" stability dilemma.json --trial 7 --json -
json out 'x["trial"] == 7 and x["deal_is"] == "what the talks settle"'
expect 2 "$PARLEY" stability dilemma.json --deal north
says err 'expected ISSUE=VALUE'
expect 2 "$PARLEY" stability dilemma.json --deal north=keep
says err 'the deal leaves south open'
expect 2 "$PARLEY" power dilemma.json --deal north=keep
says err 'no meaning here'

done_testing
